"""How is a report told? To the terminal, as JSON, and as one HTML page that needs nothing else."""
