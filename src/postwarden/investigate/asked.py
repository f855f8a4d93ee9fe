"""How are queries of this folder asked, and how does the database know what is looked at?"""

from __future__ import annotations

from importlib.resources import files
from typing import Any

import duckdb

from postwarden.model.narrowing import ADDRESSES, Asked, Networks, lying_in, narrowing, variable


def prepare(connection: duckdb.DuckDBPyConnection, asked: Asked) -> None:
    """Tell the database what is asked for."""
    for query, values in narrowing(asked, addresses_in(connection, asked.networks)):
        connection.execute(query, values)
    connection.execute(sql("asked"))


def set_variable(connection: duckdb.DuckDBPyConnection, name: str, value: object) -> None:
    """A value that queries read with `getvariable`."""
    connection.execute(*variable(name, value))


def addresses_in(connection: duckdb.DuckDBPyConnection, networks: Networks) -> list[str]:
    """Addresses of the log that lie in these networks."""
    return lying_in(networks, (ip for (ip,) in connection.execute(ADDRESSES).fetchall())) if networks else []


def found(connection: duckdb.DuckDBPyConnection, query: str, values: object = None) -> list[dict[str, Any]]:
    """The rows of a query by the names of their columns."""
    cursor = connection.execute(query, values)
    names = [name for name, *_ in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def sql(name: str) -> str:
    """The query of that name."""
    return (files(__package__) / "sql" / f"{name}.sql").read_text("utf-8")
