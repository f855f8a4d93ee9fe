"""Which format reads each single line of a block, and what does the line mean?

The matchers give records, and none for a wording whose lines say nothing that is kept. Here they read the same formats,
each made to leave a record, so that every line that is read can be told.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC
from functools import cache
from typing import Any

import nanoarrow

from postwarden.model.columns import arrow_types
from postwarden.model.meaning import UNTOLD, Meaning
from postwarden.parse.dating import Zone
from postwarden.parse.envelope import read_envelope
from postwarden.parse.format import Format
from postwarden.parse.known import format_tables, matcher
from postwarden.parse.names import FormatTables, Names
from postwarden.parse.parsed import Matcher

_ANY_TABLE = "connect"
_ALWAYS = ("line", "host", "pid", "program", "format")
_STAMP = b"1970-01-01T00:00:00Z - "


@dataclass(frozen=True, slots=True)
class ReadLine:
    """A line of the mail server. Where no format reads it, `form` is None and its meaning untold."""

    host: str
    program: str
    pid: int
    form: Format | None
    meaning: Meaning
    account: str | None


class LineReader:
    """Tells of each line of a block which format reads it."""

    def __init__(self, reader: Matcher | None = None, names: Names | None = None) -> None:
        self._names = names or Names(telling_tables())
        self._matcher = reader or matcher(self._names, Zone(UTC), tables=telling_tables())

    def read(self, block: bytes, previous: bytes = b"") -> dict[int, ReadLine]:
        """The lines that the mail server logged, by number from 0; times do not matter here."""
        parsed = self._matcher.parse(block, 0, 1970, 1, previous)
        return {number: line for table, array in parsed.tables.items() for number, line in self._lines(table, array)}

    def has_program(self, line: bytes) -> bool:
        """Whether a line has the beginning of a log line."""
        return read_envelope(line, self._names) is not None

    def read_fragment(self, line: bytes) -> ReadLine | None:
        """A line that was copied without its beginning: no time, or no program either. Only what is unmistakable."""
        told = line.strip()
        for candidate in (told, _STAMP + told, _STAMP + b"postfix: " + told):
            found = self.read(candidate + b"\n").get(0)
            if found is not None and found.form is not None and found.form.table:
                return found
        return None

    def _lines(self, table: str, array: Any) -> Iterator[tuple[int, ReadLine]]:
        types = tuple(arrow_types(table))
        columns = _asked(table)
        whole = nanoarrow.Array(array)
        rows = zip(*(whole.child(types.index(name)).to_pylist() for name in (*_ALWAYS, *columns)), strict=True)
        formats = format_tables().formats
        for number, host, pid, program, format_number, *values in rows:
            form = formats[format_number] if format_number >= 0 else None
            told = {name: str(value) for name, value in zip(columns, values, strict=True) if value is not None}
            name = self._names.programs[program] if program >= 0 else ""
            meaning = form.means.of(told) if form else UNTOLD
            yield number, ReadLine(self._names.hosts[host], name, pid, form, meaning, told.get("account"))


@cache
def telling_tables() -> FormatTables:
    """The tables of formats, each of which leaves a record; numbered alike."""
    tables = format_tables()
    return replace(tables, formats=tuple(replace(form, table=form.table or _ANY_TABLE) for form in tables.formats))


@cache
def _asked(table: str) -> tuple[str, ...]:
    """The columns of a record table that decide what a line means, or name the login of a password."""
    asked = {name for form in format_tables().formats if form.table == table for name in form.means.columns()}
    return tuple(sorted(asked | ({"account"} if table == "secret" else set())))
