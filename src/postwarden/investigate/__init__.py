"""Who came in, who failed to, and what happened to a mail? Questions to the linked tables."""
