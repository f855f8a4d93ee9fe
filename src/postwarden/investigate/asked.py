"""Whose rows are asked for, in which time, and how does the database know it?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from ipaddress import IPv4Network, IPv6Network, ip_address
from typing import Any

import duckdb

EARLIEST, LATEST = -(1 << 62), 1 << 62


@dataclass(frozen=True, slots=True)
class Asked:
    """What is looked at. Times are µs UTC; empty lists mean everything; names may be `@domain`."""

    since: int = EARLIEST
    until: int = LATEST
    accounts: Sequence[str] = ()
    senders: Sequence[str] = ()
    recipients: Sequence[str] = ()
    networks: Sequence[IPv4Network | IPv6Network] = ()


def prepare(connection: duckdb.DuckDBPyConnection, asked: Asked) -> None:
    """Tell the database what is asked for: the macros of asked.sql answer it."""
    set_variable(connection, "since", asked.since)
    set_variable(connection, "until", asked.until)
    set_variable(connection, "accounts", [name.lower() for name in asked.accounts])
    set_variable(connection, "senders", [name.lower() for name in asked.senders])
    set_variable(connection, "recipients", [name.lower() for name in asked.recipients])
    set_variable(connection, "by_ip", bool(asked.networks))
    found = addresses_in(connection, asked.networks) if asked.networks else []
    connection.execute("create or replace temp table asked_ips as select unnest($ips::varchar[]) as ip", {"ips": found})
    connection.execute(sql("asked"))


def set_variable(connection: duckdb.DuckDBPyConnection, name: str, value: object) -> None:
    """A value that queries read with `getvariable`."""
    kind = "::varchar[]" if isinstance(value, list) else ""
    connection.execute(f"set variable {name} = (select $value{kind})", {"value": value})


def addresses_in(connection: duckdb.DuckDBPyConnection, networks: Sequence[IPv4Network | IPv6Network]) -> list[str]:
    """Addresses of the log that lie in these networks."""
    tables = ("messages", "logins", "silent_logins", "failures", "rejections", "connections")
    every = " union ".join(f"select ip from {name} where ip is not null" for name in tables)
    return [ip for (ip,) in connection.execute(every).fetchall() if _lies_in(ip, networks)]


def found(connection: duckdb.DuckDBPyConnection, query: str, values: object = None) -> list[dict[str, Any]]:
    """The rows of a query by the names of their columns."""
    cursor = connection.execute(query, values)
    names = [name for name, *_ in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def sql(name: str) -> str:
    """The query of that name."""
    return (files(__package__) / "sql" / f"{name}.sql").read_text("utf-8")


def _lies_in(ip: str, networks: Sequence[IPv4Network | IPv6Network]) -> bool:
    try:
        address = ip_address(ip)
    except ValueError:  # `unknown`, or what else a log has in its place
        return False
    return any(address in network for network in networks)
