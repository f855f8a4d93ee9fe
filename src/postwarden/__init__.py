"""postwarden: which mail accounts were broken into, since when, how, and what was done with them."""

__version__ = "0.1.0"
