"""How much of everything was there? Counts over the tables of the model: one SQL file per list."""
