"""The command line: arguments in, results on stdout, notes on stderr. No decisions."""
