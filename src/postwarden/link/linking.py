"""How do records become the tables of the model? By the SQL files beside this one, in the order of STEPS."""

from __future__ import annotations

from importlib.resources import files

import duckdb

STEPS = (
    "names",  # programs, formats, events: numbers to words
    "mails",  # which records belong to one mail, though queue ids repeat
    "filters",  # which mail is another one again, after a content filter or a requeue
    "messages",
    "deliveries",
    "logins",
    "failures",
    "views",  # tables that are their records under other names
)


def link(connection: duckdb.DuckDBPyConnection) -> None:
    """Build the tables of postwarden.model.tables, without the places of addresses, from the record tables.

    Expects `records_<kind>` for every kind of postwarden.model.records (with a column `source`), `programs`,
    `formats`, `hosts` and `sources`.
    """
    for step in STEPS:
        connection.execute((files(__package__) / "sql" / f"{step}.sql").read_text("utf-8"))
