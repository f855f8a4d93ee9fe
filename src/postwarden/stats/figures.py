"""How are the tables of the model counted? By the SQL files beside this one, each of which fills one list."""

from __future__ import annotations

import typing
from collections.abc import Mapping
from dataclasses import dataclass, fields
from importlib.resources import files
from typing import Any

import duckdb

from postwarden.model.narrowing import ADDRESSES, EVERYTHING, Asked, Networks, lying_in, narrowing, variable
from postwarden.model.statistics import Figures, Totals

NEEDS = frozenset({"connect", "postscreen", "tls", "rate"})
"""Kinds of records that the figures need besides those of which tables are made."""

WHOLE = frozenset({"per_day", "per_hour", "tls", "delays", "queue_ages", "sessions_per_day", "sessions_per_hour"})
"""Lists that are not sorted by how much it is, and never cut."""


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


def count(connection: duckdb.DuckDBPyConnection, question: Question) -> Figures:
    """Every figure. Expects the tables of the model, and the records and names that they were made of."""
    _prepare(connection, question)
    ((totals,), _) = _rows(connection, _sql("totals"), None)
    lists: dict[str, tuple[object, ...]] = {}
    left_out: dict[str, int] = {}
    for name, row in row_classes().items():
        top = None if name in WHOLE else question.top
        found, more = _rows(connection, _sql(name), top)
        lists[name] = tuple(row(**values) for values in found)
        if more:
            left_out[name] = more
    told: Any = lists  # each list has the class that its annotation names
    return Figures(totals=Totals(**totals), left_out=left_out, **told)


def row_classes() -> Mapping[str, type[Any]]:
    """Name of each list of `Figures` → the class of its rows."""
    kinds = typing.get_type_hints(Figures)
    listed = (field.name for field in fields(Figures) if typing.get_origin(kinds[field.name]) is tuple)
    return {name: typing.get_args(kinds[name])[0] for name in listed}


def _prepare(connection: duckdb.DuckDBPyConnection, question: Question) -> None:
    for query, values in narrowing(question.asked, _addresses_in(connection, question.asked.networks)):
        connection.execute(query, values)
    connection.execute(*variable("ended", question.ended))
    connection.execute(*variable("zone", question.zone))
    connection.execute(_sql("prepare"))


def _rows(connection: duckdb.DuckDBPyConnection, query: str, top: int | None) -> tuple[list[dict[str, Any]], int]:
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
