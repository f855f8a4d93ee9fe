"""How do tests parse raw lines with both matchers, and see the records by the names of their hosts and programs?"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta, tzinfo
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

import nanoarrow
import pytest

from postwarden.parse.dating import YearMonth, Zone
from postwarden.parse.known import format_tables, native_available
from postwarden.parse.names import Names
from postwarden.parse.parsed import Counts, Matcher, Parsed
from postwarden.parse.reference_matcher import ReferenceMatcher

UTC_ZONE = ZoneInfo("UTC")
NOVEMBER = YearMonth(2026, 11)
KINDS = ["reference", "native"] if native_available() else ["reference"]
both_matchers = pytest.mark.parametrize("kind", KINDS)

Record = dict[str, Any]


@dataclass
class Told:
    """What a matcher made of some lines."""

    counts: Counts
    tables: dict[str, list[Record]] = field(default_factory=dict)
    hits: list[int] = field(default_factory=list)

    @property
    def only(self) -> Record:
        """The one record that there is."""
        (record,) = (record for records in self.tables.values() for record in records)
        return record


@cache
def build(kind: str, zone: tzinfo) -> tuple[Matcher, Names]:
    """A matcher of that kind, and the names that it numbers."""
    names = Names(format_tables())
    if kind == "reference":
        return ReferenceMatcher(format_tables(), names, Zone(zone)), names
    from postwarden.parse.matcher import Matcher as NativeMatcher

    return NativeMatcher(format_tables(), names, Zone(zone)), names


def parse(
    kind: str,
    *lines: str | bytes,
    zone: tzinfo = UTC_ZONE,
    start: YearMonth = NOVEMBER,
    previous: bytes = b"",
    first_line: int = 1,
) -> Told:
    """What a matcher makes of those lines."""
    block = b"".join((line.encode() if isinstance(line, str) else line) + b"\n" for line in lines)
    matcher, names = build(kind, zone)
    parsed = matcher.parse(block, first_line, start.year, start.month, previous)
    return Told(parsed.counts, records(parsed, names), list(parsed.hits))


def records(parsed: Parsed, names: Names) -> dict[str, list[Record]]:
    """The records of each table, hosts, programs and formats by name."""
    told: dict[str, list[Record]] = {}
    for table, array in parsed.tables.items():
        told[table] = nanoarrow.Array(array).to_pylist()
        for record in told[table]:
            record["host"] = names.hosts[record["host"]]
            record["program"] = names.programs[record["program"]] if record["program"] >= 0 else None
            record["format"] = format_tables().formats[record["format"]].name if record["format"] >= 0 else None
    return told


def add_up(counts: Counts) -> bool:
    """Whether no line was dropped."""
    told = asdict(counts)
    return bool(told["lines"] == told["read"] + told["unread"] + told["other"] + told["malformed"])


def micros(moment: str) -> int:
    """µs UTC of an RFC 3339 moment; without zone it is UTC."""
    at = datetime.fromisoformat(moment)
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    return (at - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)
