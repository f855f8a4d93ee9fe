"""What may a detector see? The tables up to a moment, shared summaries, and nothing outside the connection."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

import duckdb

from postwarden.model.lists import LISTS
from postwarden.model.tables import TABLES

SHARED = files("postwarden.detect") / "shared"
PREPARED = ("origins.sql", "mails.sql")
"""In the order in which they are made."""
PATIENCE_S = 600.0
MOST_ROWS = 1_000_000
SUMMARIES = (
    "stays",
    "arrivals",
    "readers",
    "toured",
    "familiar",
    "failed_hours",
    "sent_from",
    "sent_hours",
    "contacts",
    "troubles",
    "spoilt_days",
    "tended_days",
    "active_days",
)
LATER = {"messages": {"told_time": ("sender", "size", "recipients"), "end_time": ("ended",)}}
"""What later lines add to a row of a table, and the column that says when."""
WHOLE_AT = {"connections": "end_time"}
"""Tables whose rows are told by one later line."""


class Endless(Exception):
    """A query that takes or gives too much."""


@dataclass(frozen=True, slots=True)
class Window:
    """A sealed view of the tables."""

    connection: duckdb.DuckDBPyConnection
    patience_s: float

    def ask(
        self, query: duckdb.Statement, values: Mapping[str, object]
    ) -> tuple[list[tuple[str, str]], list[tuple[Any, ...]]]:
        """Names and types of the columns, and the rows of one query. It can write nothing, not even in a WITH."""
        bell = threading.Timer(self.patience_s, self.connection.interrupt)
        self.connection.execute("begin transaction read only")
        bell.start()
        try:
            answer = self.connection.execute(query, dict(values))
            columns = [(column[0], str(column[1])) for column in answer.description or ()]
            rows = answer.fetchmany(MOST_ROWS + 1)
        except duckdb.InterruptException as error:
            raise Endless(f"gave no answer within {self.patience_s:g} seconds") from error
        finally:
            bell.cancel()
            self.connection.execute("rollback")
        if len(rows) > MOST_ROWS:
            raise Endless(f"gives more than {MOST_ROWS:,} rows")
        return columns, rows


@contextmanager
def showing(
    connection: duckdb.DuckDBPyConnection,
    until: int | None,
    *,
    queries: Sequence[str] | None = None,
    patience_s: float = PATIENCE_S,
    profile: Callable[[str, float], None] | None = None,
) -> Iterator[Window]:
    """A window on the rows before `until`, with the shared macros and the summaries that `queries` name in place."""
    _seal(connection)
    home = _home(connection)
    for table in LISTS:
        connection.execute(f"create table if not exists {home}.{table.name} ({table.definition})")
    try:
        with before(connection, until):
            connection.execute((SHARED / "macros.sql").read_text(encoding="utf-8"))
            for name, summary in _needed(queries):
                began = time.perf_counter()
                connection.execute(summary)
                if profile:
                    profile(name, time.perf_counter() - began)
            yield Window(connection, patience_s)
    finally:
        connection.execute("; ".join(f"drop table if exists {home}.{name}" for name in SUMMARIES))


def _needed(queries: Sequence[str] | None) -> list[tuple[str, duckdb.Statement]]:
    """The prepared statements that make what these queries name, and what those are made of; None: all.

    Each with the name of what it makes.
    """
    statements = duckdb.extract_statements("\n".join((SHARED / name).read_text(encoding="utf-8") for name in PREPARED))
    wanted, needed = "\n".join(queries or ()), []
    for statement in reversed(statements):
        text = re.sub("--.*", "", statement.query)
        made = re.search(r"create or replace table (\w+)", text)
        if queries is None or made is None or re.search(rf"\b{made[1]}\b", wanted):
            wanted += text
            needed.append((made[1] if made else "shared", statement))
    return needed[::-1]


@contextmanager
def before(connection: duckdb.DuckDBPyConnection, until: int | None) -> Iterator[None]:
    """The tables as they were before that moment; None: as they are."""
    if until is None:
        yield
        return
    try:
        _cut(connection, _home(connection), until)
        yield
    finally:
        _uncut(connection)


def _seal(connection: duckdb.DuckDBPyConnection) -> None:
    """A detector file may come from anywhere: it reads tables, never files, networks or settings."""
    locked = connection.execute("select current_setting('lock_configuration')").fetchone()
    if locked == (False,):
        connection.execute("set enable_external_access = false")
        connection.execute("set lock_configuration = true")


def _cut(connection: duckdb.DuckDBPyConnection, home: str, until: int) -> None:
    """Temporary views hide what happened at `until` and later: their names are found before the tables'."""
    for table in TABLES:
        if "time" not in {column.name for column in table.columns}:
            continue
        later = [
            f"if({when} < {until:d}, {column}, null) as {column}"
            for when, columns in LATER.get(table.name, {}).items()
            for column in (*columns, when)
        ]
        replace = f" replace ({', '.join(later)})" if later else ""
        connection.execute(
            f"create or replace temp view {table.name} as "
            f"select *{replace} from {home}.{table.name} where {WHOLE_AT.get(table.name, 'time')} < {until:d}"
        )


def _uncut(connection: duckdb.DuckDBPyConnection) -> None:
    for table in TABLES:
        connection.execute(f"drop view if exists temp.main.{table.name}")


def _home(connection: duckdb.DuckDBPyConnection) -> str:
    row = connection.execute("select current_database(), current_schema()").fetchone()
    assert row is not None
    return f'"{row[0]}"."{row[1]}"'
