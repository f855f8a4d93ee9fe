"""Which database do the stages work in?"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb


def open_workspace(scratch: Path, *, memory: str = "1280MiB", threads: int = 2) -> duckdb.DuckDBPyConnection:
    """An empty in-memory database.

    `memory` bounds what DuckDB keeps in memory; more spills to `scratch`. Extensions are never loaded or fetched.
    """
    return duckdb.connect(
        config={
            "memory_limit": memory,
            "threads": threads,
            "temp_directory": str(scratch),
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            "preserve_insertion_order": False,
            "asof_loop_join_threshold": 0,  # how many rows records have is not known: it would take them for few
            "checkpoint_threshold": "1TB",  # nothing is kept: compressing tables again and again is work for nothing
        }
    )


def store_names(connection: duckdb.DuckDBPyConnection, table: str, key: str, names: Sequence[str]) -> None:
    """Create a table of numbered names: hosts, programs, formats, sources."""
    value = "path" if table == "sources" else "name"
    connection.execute(f"create or replace table {table} ({key} SMALLINT, {value} VARCHAR)")
    rows: list[Any] = list(names)
    numbered = "select (generate_subscripts(n, 1) - 1)::SMALLINT, unnest(n) from (select ?::VARCHAR[] as n)"
    connection.execute(f"insert into {table} {numbered}", [rows])
