"""Which wordings are known? Tables of formats, one file per daemon or family of daemons."""
