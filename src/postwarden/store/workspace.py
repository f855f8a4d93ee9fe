"""Which database do the stages work in, and how do parsed records get into it?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

import duckdb

from postwarden.model.records import RECORDS, ROW

_SQL_TYPES = {"text": "VARCHAR", "int": "BIGINT", "real": "DOUBLE"}


class Scannable(Protocol):
    """What DuckDB can scan: an object with the Arrow PyCapsule methods."""

    def __arrow_c_schema__(self) -> object: ...

    def __arrow_c_stream__(self, requested_schema: object = None) -> object: ...


def open_workspace(scratch: Path, *, memory: str = "1GiB", threads: int = 2) -> duckdb.DuckDBPyConnection:
    """An empty in-memory database with the record tables.

    `memory` bounds what DuckDB keeps in memory; more spills to `scratch`. Extensions are never loaded or fetched.
    """
    connection = duckdb.connect(
        config={
            "memory_limit": memory,
            "threads": threads,
            "temp_directory": str(scratch),
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            "preserve_insertion_order": False,
        }
    )
    for name in RECORDS:
        columns = ", ".join(f"{column} {kind}" for column, kind in record_columns(name).items())
        connection.execute(f"create table records_{name} ({columns}, source SMALLINT)")
    return connection


def record_columns(table: str) -> dict[str, str]:
    """SQL types of a record table's columns, without `source`."""
    return dict(ROW) | {name: _SQL_TYPES[kind] for name, kind in RECORDS[table].items()}


def store_records(connection: duckdb.DuckDBPyConnection, source: int, batches: Mapping[str, Scannable]) -> None:
    """Append the records of one source."""
    for table, batch in batches.items():
        connection.register("batch", batch)
        connection.execute(f"insert into records_{table} select *, {source}::SMALLINT from batch")
        connection.unregister("batch")


def shift_years(connection: duckdb.DuckDBPyConnection, source: int, years: int) -> None:
    """Date the records of one source so many years earlier."""
    earlier = f"epoch_us(make_timestamp(time) - to_years({years}))"
    for table in RECORDS:
        connection.execute(f"update records_{table} set time = {earlier} where source = {source}")


def store_names(connection: duckdb.DuckDBPyConnection, table: str, key: str, names: Sequence[str]) -> None:
    """Create a table of numbered names: hosts, programs, formats, sources."""
    value = "path" if table == "sources" else "name"
    connection.execute(f"create or replace table {table} ({key} SMALLINT, {value} VARCHAR)")
    rows: list[Any] = list(names)
    numbered = "select (generate_subscripts(n, 1) - 1)::SMALLINT, unnest(n) from (select ?::VARCHAR[] as n)"
    connection.execute(f"insert into {table} {numbered}", [rows])
