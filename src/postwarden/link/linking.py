"""How do records become the tables of the model? By the SQL files beside this one, in the order of STEPS."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
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
    "views",  # tables that are their records under other names
)
# What needs nothing of the mails, and can be done at the same time.
APART = ("names", "failures", "silent_logins")


_NEEDS = {"connections": "connect", "postscreen": "postscreen"}  # tables that one kind of record is kept for only
_UNLINKED = frozenset({"abort", "rate", "tls"})  # kinds that no table is made of


def kinds_for(queries: Iterable[str]) -> frozenset[str]:
    """Kinds of records that are wanted when nothing but these queries is asked: bots make most lines of the others."""
    text = "\n".join(queries)
    spared = {kind for table, kind in _NEEDS.items() if table not in text}
    return frozenset(RECORDS) - _UNLINKED - spared


Show = Callable[[duckdb.DuckDBPyConnection], None]


def link(connection: duckdb.DuckDBPyConnection, show: Show | None = None) -> None:
    """Build the tables of postwarden.model.tables, without the places of addresses, from the record tables.

    Expects `records_<kind>` for every kind of postwarden.model.records, `programs`, `formats`, `hosts` and `sources`.
    `show` makes the records visible to a second connection, so that two steps may run at once.
    """
    if show is None:
        _run(connection, dict.fromkeys((*STEPS, *APART)))
        return
    with ThreadPoolExecutor(1) as pool, connection.cursor() as second:
        show(second)
        apart = pool.submit(_run, second, APART)
        _run(connection, STEPS)
        apart.result()


def _run(connection: duckdb.DuckDBPyConnection, steps: Iterable[str]) -> None:
    for step in steps:
        connection.execute((files(__package__) / "sql" / f"{step}.sql").read_text("utf-8"))
