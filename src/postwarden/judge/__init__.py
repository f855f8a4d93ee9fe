"""What do the findings of one account mean together? One verdict, with its reasons and what was done."""
