"""How does plain Python turn a block of lines into records? The oracle for the native matcher, and its stand-in."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from typing import Any

import nanoarrow

from postwarden.model.columns import arrow_types
from postwarden.model.records import RECORDS
from postwarden.parse.dating import YearMonth, Zone, to_utc
from postwarden.parse.envelope import Envelope, Stamp, read_envelope
from postwarden.parse.format import Format
from postwarden.parse.names import DOVECOT, OTHER, FormatTables, Names
from postwarden.parse.parsed import Counts, Parsed
from postwarden.parse.reference import pattern, read_text

MAX_REPEATS = 10_000
_REPEATED = re.compile(rb"message repeated ([0-9]{1,5}) times: \[ ?([\s\S]*?)\]?\Z")
_PROCESS = re.compile(rb"([A-Za-z0-9_-]+)(?::(?: +|\Z)|(?=[(<\[]))(?:Info: )?")

Row = tuple[int | float | str | None, ...]


class ReferenceMatcher:
    """Reads blocks of lines with regular expressions, one line after the other."""

    def __init__(self, tables: FormatTables, names: Names, zone: Zone, kinds: Collection[str] | None = None) -> None:
        self.formats = tables.formats
        self.names = names
        self.zone = zone
        self.kinds = kinds
        patterns = [pattern(form.parts) for form in tables.formats]
        self._groups = [[(tables.formats[at], patterns[at]) for at in group] for group in tables.groups]
        self._number = {form: at for at, form in enumerate(tables.formats)}

    def parse(self, block: bytes, first_line: int, year: int, month: int, previous: bytes, source: int = 0) -> Parsed:
        """See postwarden.parse.parsed.Matcher."""
        return _BlockReader(self, YearMonth(year, month), previous, source).read(block, first_line)

    def read(self, group: int, text: bytes) -> tuple[int, Format, dict[str, bytes]] | None:
        """The number of the format that reads the text, the format, and what it captured."""
        found = read_text(text, self._groups[group])
        return (self._number[found[0]], *found) if found else None


class _BlockReader:
    def __init__(self, matcher: ReferenceMatcher, calendar: YearMonth, previous: bytes, source: int) -> None:
        self.matcher = matcher
        self.source = source
        self.calendar = calendar
        self.counts = Counts()
        self.hits = [0] * len(matcher.formats)
        self.rows: dict[str, list[Row]] = {}
        self.time = 0
        self.times: list[int] = []
        self.begun: dict[tuple[int, int, int], tuple[int, int, bytes | None]] = {}
        self.previous = previous
        if previous:
            self._date(previous)

    def read(self, block: bytes, first_line: int) -> Parsed:
        for number, line in enumerate(block.split(b"\n")[:-1], first_line):
            self.counts.lines += 1
            self._line(line.removesuffix(b"\r"), number)
        tables = {name: _arrow(name, rows) for name, rows in self.rows.items()}
        first, last = (min(self.times), max(self.times)) if self.times else (None, None)
        return Parsed(self.counts, self.hits, tables, first, last)

    def _date(self, line: bytes) -> None:
        envelope = read_envelope(line, self.matcher.names)
        if envelope is not None and envelope.stamp.possible:
            self.time = self._utc(envelope.stamp)

    def _utc(self, stamp: Stamp) -> int:
        year = stamp.year
        if not year:
            year = self.calendar.year_of(stamp.month)
            self.calendar = YearMonth(year, stamp.month)
        return to_utc(stamp, year, self.matcher.zone, self.time)

    def _line(self, line: bytes, number: int) -> None:
        envelope = read_envelope(line, self.matcher.names)
        if envelope is None:
            self.counts.malformed += 1
            return
        if envelope.stamp.possible:
            self.time = self._utc(envelope.stamp)
        elif envelope.group != OTHER:
            self.counts.bad_stamps += 1
        if not envelope.repeats:
            self.previous = line
            self._message(envelope, number, 1)
            return
        repeated = read_envelope(self.previous, self.matcher.names)
        if repeated is None or repeated.repeats:
            self.counts.other += 1
        else:
            self._message(repeated, number, envelope.repeats)

    def _message(self, envelope: Envelope, number: int, times: int) -> None:
        if envelope.group == OTHER:
            self.counts.other += 1
            return
        text, program, group = envelope.text, envelope.program, envelope.group
        if match := _REPEATED.match(text):
            times, text = int(match[1]), match[2]
        if group == DOVECOT and (match := _PROCESS.match(text)):
            (program, group), text = self.matcher.names.process(match[1]), text[match.end() :]
        found = self.matcher.read(group, text) if group >= 0 else None
        self.times.append(self.time)
        host = self.matcher.names.host(envelope.host)
        if found is None:
            self.counts.unread += 1
            text_shown = envelope.text.decode("utf-8", "replace")
            unread = self.time, number, envelope.pid, host, program, -1, self.source, text_shown
            self.rows.setdefault("unread", []).append(unread)
            return
        self.counts.read += 1
        at, form, captured = found
        self.hits[at] += 1
        if form.table and (self.matcher.kinds is None or form.table in self.matcher.kinds):
            begun = self._begun(form.table, (host, program, envelope.pid), number, captured.get("ip"))
            row = (
                *(self.time, number, envelope.pid, host, program, at, self.source),
                *_values(form.table, captured),
                *begun,
            )
            self.rows.setdefault(form.table, []).extend([row] * min(max(times, 1), MAX_REPEATS))

    def _begun(
        self, table: str, process: tuple[int, int, int], number: int, ip: bytes | None
    ) -> tuple[int | None, ...]:
        """Line and time of a session's `connect`: the last of the process, if its address is the same."""
        if table == "connect":
            self.begun[process] = number, self.time, ip
        if table != "disconnect":
            return ()
        line, time, begun_ip = self.begun.get(process, (None, None, None))
        return (line, time) if ip == begun_ip else (None, None)


def _values(table: str, captured: dict[str, bytes]) -> Iterable[int | float | str | None]:
    for name, kind in RECORDS[table].items():
        if name.startswith("begin_"):
            continue
        value = captured.get(name)
        if value is None:
            yield None
        elif kind == "int":
            yield int(value)
        elif kind == "real":
            yield float(value)
        else:
            yield _address(value) if name.endswith("ip") else value.decode("utf-8", "replace")


def _address(value: bytes) -> str | None:
    if value in (b"", b"unknown"):
        return None
    if value.startswith(b"::ffff:") and b"." in value:
        value = value[7:]
    return value.decode("utf-8", "replace")


def _arrow(table: str, rows: list[Row]) -> Any:
    types = arrow_types(table)
    columns = [
        nanoarrow.c_array(list(column), kind)
        for column, kind in zip(zip(*rows, strict=True), types.values(), strict=True)
    ]
    return nanoarrow.c_array_from_buffers(nanoarrow.struct(types), len(rows), [None], null_count=0, children=columns)
