"""Use cases: the only place that knows two stages at once."""
