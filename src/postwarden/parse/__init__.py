"""Log lines in, records out: envelope, format tables, and the two matchers that read them."""
