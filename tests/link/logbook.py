"""How do tests write a log in few words, and see what was linked from it?

A line is `10:00:01 smtpd[7]: text`; the day is 2026-11-20, the host `mx` unless `@other` stands in front, and
Postfix's daemons need no `postfix/`, Dovecot is `dovecot:`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb

from pipeline import rows, tables_from_lines

Row = dict[str, Any]


def expand(line: str) -> bytes:
    """The whole log line."""
    host, rest = line[1:].split(" ", 1) if line.startswith("@") else ("mx", line)
    clock, program, text = rest.split(" ", 2)
    day = "2026-11-20"
    if "T" in clock:
        day, clock = clock.split("T")
    prefix = "" if program.startswith(("dovecot", "postfix")) else "postfix/"
    return f"{day}T{clock}+00:00 {host} {prefix}{program} {text}".encode()


def link(folder: Path, log: str) -> duckdb.DuckDBPyConnection:
    """The tables of a log, all of whose lines must be known."""
    lines = [line.strip() for line in log.splitlines() if line.strip()]
    tables = tables_from_lines([expand(line) for line in lines], folder)
    (source,) = tables.sources
    assert (source.counts.read, source.counts.lines) == (len(lines), len(lines))
    return tables.connection


def told(connection: duckdb.DuckDBPyConnection, table: str, *columns: str) -> list[Any]:
    """Those columns of a table in the order of the log; single values where only one column is asked for."""
    found = rows(connection, f"select {', '.join(columns)} from {table} order by source, line")
    return [tuple(row.values()) if len(columns) > 1 else next(iter(row.values())) for row in found]
