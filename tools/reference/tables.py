"""What may a detector's query use? The tables of the model, the summaries, the macros."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import duckdb

from postwarden.detect.window import PREPARED, SHARED, SUMMARIES, showing
from postwarden.model.lists import LISTS
from postwarden.model.tables import TABLES, Table

ABOUT = """# Tables, summaries and macros

What a detector's query may use. Times are `BIGINT` microseconds since 1970 in UTC. `source, line` name the log
line that a row was read from; `source` counts upwards from the oldest file, so `order by time, source, line` is always
the same order.
"""
ABOUT_LISTS = """## The administrator's lists

What the [configuration](configuration.md) tells, resolved for the logs that were read: `@domain` has become accounts,
networks have become addresses. All are joined by equality. They are always there, and empty where nothing was told.
"""


def tables() -> str:
    """docs/reference/tables.md"""
    lists = (_table(table, "###") for table in LISTS)
    return "\n".join((ABOUT, *map(_table, TABLES), ABOUT_LISTS, *lists, _summaries(), _macros()))


def _table(table: Table, heading: str = "##") -> str:
    rows = (f"| `{column.name}` | {column.type} | {_cell(column.meaning)} |" for column in table.columns)
    return "\n".join(
        (f"{heading} {table.name}\n", f"{table.meaning}\n", "| column | type | meaning |", "|---|---|---|", *rows, "")
    )


def _summaries() -> str:
    connection = duckdb.connect()
    for table in TABLES:
        columns = ", ".join(f"{column.name} {column.type}" for column in table.columns)
        connection.execute(f"create table {table.name} ({columns})")
    made = (_definitions(file, r"create or replace table (\w+)") for file in PREPARED)
    remarks = {found[2]: remark for definitions in made for remark, found in definitions}
    lines = ["## Summaries\n", "Made once from the tables, for all detectors.\n"]
    with showing(connection, None) as window:
        for name in SUMMARIES:
            columns, _ = window.ask(f"from {name} limit 0", {})
            listed = ", ".join(f"`{column}`" for column, _ in columns)
            lines += [f"### {name}\n", f"{remarks[name]}\n", f"{listed}\n"]
    return "\n".join(lines)


def _macros() -> str:
    lines = ["## Macros\n"]
    for remark, found in _definitions("macros.sql", r"create or replace temp macro (\w+\([^)]*\)) as\s+([^;]*);"):
        if remark:
            lines.append(f"{remark}\n")
        lines.append(f"```sql\n{found[2]}: {' '.join(found[3].split())}\n```\n")
    return "\n".join(lines)


def _definitions(file: str, definition: str) -> Iterator[tuple[str, re.Match[str]]]:
    """Each definition with the comment right above it."""
    text = Path(str(SHARED / file)).read_text(encoding="utf-8")
    for found in re.finditer(r"(?m)((?:^-- .*\n)*)^" + definition, text):
        yield " ".join(line.removeprefix("-- ") for line in found[1].splitlines()), found


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
