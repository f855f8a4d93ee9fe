"""How are the tables of the model counted? By the SQL files beside this one, each of which fills one list."""

from __future__ import annotations

import re
import typing
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import partial
from importlib.resources import files
from typing import Any

import duckdb

from postwarden.model.narrowing import ADDRESSES, EVERYTHING, Asked, Networks, lying_in, narrowing, variable
from postwarden.model.statistics import Figures, Totals
from postwarden.model.steps import carry_out

NEEDS = frozenset({"connect", "postscreen", "tls", "rate"})
"""Kinds of records that the figures need besides those of which tables are made."""

WHOLE = frozenset({"per_day", "per_hour", "tls", "delays", "queue_ages", "sessions_per_day", "sessions_per_hour"})
"""Lists that are not sorted by how much it is, and never cut."""

TABLES: Mapping[str, tuple[str, ...]] = {
    "sessions": (),
    "attempts": (),
    "mails": (),
    "declined": (),
    "refusals_told": ("declined",),
    "entered": (),
    "failed": (),
    "quarters": ("mails", "attempts", "declined", "entered", "failed"),
    "senders": ("mails",),
    "recipients": ("attempts",),
    "waiting": ("mails",),
}
"""What several lists are counted from → the tables of which it is made; the longest way stands first."""

_READ = re.compile(r"\b(?:from|join)\s+\(?(?:from\s+)?(\w+)")
Found = tuple[list[dict[str, Any]], int]  # rows, and how many more there are


@dataclass(frozen=True, slots=True)
class Question:
    """What is counted."""

    zone: str
    """Whose days and hours are told."""
    ended: int
    """The moment at which the queue is looked at, µs UTC."""
    asked: Asked = EVERYTHING
    top: int | None = None
    """Rows of each list; None: all."""


def count(
    connection: duckdb.DuckDBPyConnection, question: Question, second: duckdb.DuckDBPyConnection | None = None
) -> Figures:
    """Every figure. Expects the tables of the model, and the records and names that they were made of.

    `second` is another connection that sees them all, too: two things are counted at once.
    """
    found: dict[str, Found] = {}
    connections = [each for each in (connection, second) if each]
    ips = _addresses_in(connection, question.asked.networks)
    for each in connections:
        _prepare(each, question, ips)
    carry_out(steps(), [partial(_count, each, question.top, found) for each in connections])
    (((totals,), _), lists) = found.pop("totals"), row_classes()
    rows: Any = {name: tuple(row(**values) for values in found[name][0]) for name, row in lists.items()}
    left_out = {name: found[name][1] for name in lists if found[name][1]}
    return Figures(totals=Totals(**totals), left_out=left_out, **rows)  # each list has the class of its annotation


def steps() -> dict[str, tuple[str, ...]]:
    """TABLES, and each list and the totals with the tables that they are counted from."""
    told = {name: set(_READ.findall(_sql(name))) for name in ("totals", *row_classes())}
    return {**TABLES, **{name: tuple(table for table in TABLES if table in read) for name, read in told.items()}}


def row_classes() -> Mapping[str, type[Any]]:
    """Name of each list of `Figures` → the class of its rows."""
    kinds = typing.get_type_hints(Figures)
    listed = (field.name for field in fields(Figures) if typing.get_origin(kinds[field.name]) is tuple)
    return {name: typing.get_args(kinds[name])[0] for name in listed}


def _prepare(connection: duckdb.DuckDBPyConnection, question: Question, ips: list[str]) -> None:
    for query, values in narrowing(question.asked, ips):
        connection.execute(query, values)
    connection.execute(*variable("ended", question.ended))
    connection.execute(*variable("zone", question.zone))
    connection.execute(_sql("prepare"))


def _count(connection: duckdb.DuckDBPyConnection, top: int | None, found: dict[str, Found], step: str) -> None:
    if step in TABLES:
        connection.execute(_sql(f"tables/{step}"))
    else:
        found[step] = _rows(connection, _sql(step), None if step in WHOLE or step == "totals" else top)


def _rows(connection: duckdb.DuckDBPyConnection, query: str, top: int | None) -> Found:
    """The first rows by the names of their columns, and how many more there are."""
    cursor = connection.execute(query if top is None else f"{query}\nlimit {top:d}")
    names = [name for name, *_ in cursor.description or ()]
    found = [dict(zip(names, values, strict=True)) for values in cursor.fetchall()]
    if top is None or len(found) < top:
        return found, 0
    (total,) = connection.execute(f"select count(*) from ({query})").fetchone() or (0,)
    return found, total - len(found)


def _addresses_in(connection: duckdb.DuckDBPyConnection, networks: Networks) -> list[str]:
    return lying_in(networks, (ip for (ip,) in connection.execute(ADDRESSES).fetchall())) if networks else []


def _sql(name: str) -> str:
    return (files(__package__) / "sql" / f"{name}.sql").read_text("utf-8")
