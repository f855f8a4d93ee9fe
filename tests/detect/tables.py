"""How do tests make the tables that detectors see, without a log?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import duckdb

from postwarden.model.tables import BY_NAME, TABLES

DAY = 86_400_000_000
HOUR = 3_600_000_000
BEGIN = 1_780_000_000_000_000 // DAY * DAY  # a midnight in 2026

HOME = {"ip": "192.0.2.7", "ip_net": "192.0.2.0/24", "country": "DE", "place": "Berlin, Germany", "internal": False}
HOME |= {"lat": 52.5, "lon": 13.4, "radius_km": 20.0, "asn": 64496, "as_name": "Home Net"}
AWAY = {"ip": "203.0.113.9", "ip_net": "203.0.113.0/24", "country": "NG", "place": "Lagos, Nigeria", "internal": False}
AWAY |= {"lat": 6.5, "lon": 3.4, "radius_km": 20.0, "asn": 64501, "as_name": "Lagoon Cable"}
WEBMAIL = {"ip": "127.0.0.1", "ip_net": "127.0.0.0/24", "internal": True}

Row = dict[str, Any]


def empty_tables(threads: int = 1) -> duckdb.DuckDBPyConnection:
    """A connection with all tables of the contract and no rows."""
    connection = duckdb.connect(config={"threads": threads})
    for table in TABLES:
        columns = ", ".join(f"{column.name} {column.type}" for column in table.columns)
        connection.execute(f"create table {table.name} ({columns})")
    return connection


def insert(connection: duckdb.DuckDBPyConnection, table: str, rows: Sequence[Row]) -> None:
    """Rows given by column; `source` and `line` are counted on where they are missing."""
    names = [column.name for column in BY_NAME[table].columns]
    taken = connection.execute(f"select count(*) from {table}").fetchone()
    assert taken is not None
    marks = ", ".join("?" for _ in names)
    for n, row in enumerate(rows, taken[0] + 1):
        assert not row.keys() - set(names), row.keys() - set(names)
        filled = {"source": 0, "line": n} | row
        connection.execute(f"insert into {table} values ({marks})", [filled.get(name) for name in names])
        if "ip_net" in row and table != "addresses":
            _place(connection, row)


def _place(connection: duckdb.DuckDBPyConnection, row: Row) -> None:
    """`addresses` knows every address once."""
    columns = [column.name for column in BY_NAME["addresses"].columns]
    if not connection.execute("select 1 from addresses where ip = ?", [row.get("ip")]).fetchone():
        marks = ", ".join("?" for _ in columns)
        connection.execute(f"insert into addresses values ({marks})", [row.get(name) for name in columns])


def login(time: int, account: str = "anna@example.org", origin: Row = HOME, **more: Any) -> Row:
    return {"time": time, "account": account, "protocol": "imap", **origin, **more}


def history(connection: duckdb.DuckDBPyConnection, days: int = 12, account: str = "anna@example.org") -> None:
    """One login from home a day, from BEGIN on."""
    insert(connection, "logins", [login(BEGIN + day * DAY + 8 * HOUR, account) for day in range(days)])
