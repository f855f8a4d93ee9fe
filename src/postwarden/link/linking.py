"""How do records become the tables of the model? By the SQL files beside this one, in the order of STEPS."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.resources import files

import duckdb

from postwarden.model.records import RECORDS

STEPS = (
    "names",  # programs, formats, events: numbers to words
    "mails",  # which records belong to one mail, though queue ids repeat
    "refusals",  # what was refused, and to which login
    "filters",  # which mail is another one again, after a content filter or a requeue
    "messages",
    "deliveries",
    "logins",
    "failures",
    "views",  # tables that are their records under other names
)


_NEEDS = {"connections": "connect", "postscreen": "postscreen"}  # tables that one kind of record is kept for only
_UNLINKED = frozenset({"abort", "rate", "tls"})  # kinds that no table is made of


def kinds_for(queries: Iterable[str]) -> frozenset[str]:
    """Kinds of records that are wanted when nothing but these queries is asked: bots make most lines of the others."""
    text = "\n".join(queries)
    spared = {kind for table, kind in _NEEDS.items() if table not in text}
    return frozenset(RECORDS) - _UNLINKED - spared


def link(connection: duckdb.DuckDBPyConnection) -> None:
    """Build the tables of postwarden.model.tables, without the places of addresses, from the record tables.

    Expects `records_<kind>` for every kind of postwarden.model.records (with a column `source`), `programs`,
    `formats`, `hosts` and `sources`.
    """
    for step in STEPS:
        connection.execute((files(__package__) / "sql" / f"{step}.sql").read_text("utf-8"))
