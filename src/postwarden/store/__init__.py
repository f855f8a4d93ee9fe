"""Where tables live while postwarden works: an in-memory DuckDB that spills to a scratch folder."""
