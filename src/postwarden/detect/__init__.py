"""Which rows of the tables look wrong? One SQL file per question; each finding points at its log lines."""
