"""Log bytes in: which sources there are, oldest first, and their whole lines, whatever they are packed in."""
