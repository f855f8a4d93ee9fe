"""How do records become the tables of the model? By the SQL files beside this one, in the order of STEPS."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from importlib.resources import files

import duckdb

from postwarden.model.records import RECORDS
from postwarden.model.steps import carry_out

STEPS: Mapping[str, tuple[str, ...]] = {  # → those that come before; the longest way through them stands first
    "names": (),  # programs, formats, events: numbers to words
    "mails": ("names",),  # which records belong to one mail, though queue ids repeat
    "refusals": ("names",),  # what was refused, and to which login
    "accepted": ("mails",),
    "delivered": ("mails",),
    "endings": ("accepted", "refusals"),
    "filters": ("accepted", "delivered", "refusals"),  # which mail is another one again: a content filter, a requeue
    "messages": ("endings", "filters"),
    "deliveries": ("messages",),
    "failures": ("names",),
    "logins": ("accepted", "refusals"),
    "rejections": ("accepted", "refusals"),
    "notices": ("names",),
    "silent_logins": ("names",),
    "views": ("names",),  # tables that are their records under other names
}

_NEEDS = {"connections": "connect", "postscreen": "postscreen"}  # tables that one kind of record is kept for only
_UNLINKED = frozenset({"abort", "rate", "tls"})  # kinds that no table is made of


def kinds_for(queries: Iterable[str]) -> frozenset[str]:
    """Kinds of records that are wanted when nothing but these queries is asked: bots make most lines of the others."""
    text = "\n".join(queries)
    spared = {kind for table, kind in _NEEDS.items() if table not in text}
    return frozenset(RECORDS) - _UNLINKED - spared


def link(connection: duckdb.DuckDBPyConnection, second: duckdb.DuckDBPyConnection | None = None) -> None:
    """Build the tables of postwarden.model.tables, without the places of addresses, from the record tables.

    Expects `records_<kind>` for every kind of postwarden.model.records, `programs`, `formats`, `hosts` and `sources`.
    `second` is another connection to the same database that sees the records, too: two steps are done at once.
    """
    carry_out(STEPS, [partial(_run, each) for each in (connection, second) if each])


def _run(connection: duckdb.DuckDBPyConnection, step: str) -> None:
    connection.execute((files(__package__) / "sql" / f"{step}.sql").read_text("utf-8"))
