"""Do the native and the reference matcher read a block of bytes alike?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

import nanoarrow

from postwarden.parse import dating
from postwarden.parse.dating import Zone
from postwarden.parse.known import format_tables
from postwarden.parse.matcher import Matcher, survey
from postwarden.parse.names import Names
from postwarden.parse.parsed import Parsed
from postwarden.parse.reference_matcher import ReferenceMatcher
from postwarden.parse.template import Literal, Optional, Part

ZONES = ("UTC", "Europe/Berlin", "America/St_Johns", "Asia/Kathmandu")
STAMPS = (b"Nov 20 10:11:12", b"2026-11-20T10:11:12.345678+01:00", b"Feb 29 23:59:60", b"<22>1 2026-11-20T10:11:12Z")
Story = dict[str, Any]
Kind = type[Matcher] | type[ReferenceMatcher]


@dataclass(frozen=True, slots=True)
class Task:
    """What a matcher is asked: a block, and where it stands."""

    block: bytes
    zone: str
    month: int
    previous: bytes

    @classmethod
    def of(cls, data: bytes) -> Task:
        """The first byte chooses zone, month and whether the first line stands before the block."""
        choice, rest = data[:1] or b"\0", data[1:]
        previous, cut, block = rest.partition(b"\n") if choice[0] & 1 else (b"", b"\n", rest)
        if not cut or not block.endswith(b"\n"):
            block += b"\n"
        return cls(block, ZONES[choice[0] >> 1 & 3], 1 + (choice[0] >> 3) % 12, previous)


def valid(data: bytes) -> bytes:
    """What sources/ makes of any bytes: UTF-8 without NUL."""
    return data[:1] + data[1:].decode("utf-8", "replace").encode().replace(b"\0", "\ufffd".encode())


def survive(data: bytes) -> None:
    """Let the native matcher read bytes of any kind: it may misread them, but neither crash nor reach beyond them."""
    task = Task.of(data)
    _parsed(Matcher, task)
    survey(task.block)


def difference(data: bytes) -> str | None:
    """What differs, or None."""
    task = Task.of(data)
    block = task.block
    native, reference = (_told(kind, task) for kind in (Matcher, ReferenceMatcher))
    native["survey"], reference["survey"] = survey(block), dating.survey(block)
    for name, expected in reference.items():
        if native[name] != expected:
            return f"{name}\nreference: {expected!r}\nnative:    {native[name]!r}"
    return None


@cache
def _matcher(kind: Kind, zone: str) -> tuple[Matcher | ReferenceMatcher, Names]:
    names = Names(format_tables())
    return kind(format_tables(), names, Zone(ZoneInfo(zone))), names


def _parsed(kind: Kind, task: Task) -> tuple[Parsed, Names]:
    matcher, names = _matcher(kind, task.zone)
    return matcher.parse(task.block, 7, 2026, task.month, task.previous), names


def _told(kind: Kind, task: Task) -> Story:
    parsed, names = _parsed(kind, task)
    return {
        "counts": asdict(parsed.counts),
        "hits": list(parsed.hits),
        "times": (parsed.first_time, parsed.last_time),
        "tables": dict(_rows(parsed, names)),
    }


def _rows(parsed: Parsed, names: Names) -> Iterator[tuple[str, list[Story]]]:
    """The rows of each table, hosts and programs by name: their numbers are nobody's business."""
    for table, array in sorted(parsed.tables.items()):
        rows = nanoarrow.Array(array).to_pylist()
        for row in rows:
            row["host"] = names.hosts[row["host"]]
            row["program"] = names.programs[row["program"]] if row["program"] >= 0 else None
        yield table, rows


def seeds() -> Iterator[bytes]:
    """A block for every sample of every format, behind the stamps of several loggers."""
    tables = format_tables()
    daemons = {group: b"postfix/" + name for name, group in tables.postfix.items() if name != b"postfix"}
    processes = {group: b"dovecot: " + name + b": " for name, group in tables.dovecot.items()}
    for group, numbers in enumerate(tables.groups):
        tag = daemons[group] + b"[4711]: " if group in daemons else processes.get(group, b"postfix[4711]: ")
        for number in numbers:
            for at, sample in enumerate(tables.formats[number].samples):
                stamp = STAMPS[(number + at) % len(STAMPS)]
                yield bytes([number % 256]) + stamp + b" mx.example.org " + tag + sample.encode() + b"\n"


def words() -> set[bytes]:
    """The literals of all formats: what a mutator should throw in."""
    found: set[bytes] = set()
    for form in format_tables().formats:
        found.update(_literals(form.parts))
    return found


def _literals(parts: tuple[Part, ...]) -> Iterator[bytes]:
    for part in parts:
        if isinstance(part, Literal):
            yield part.text
        elif isinstance(part, Optional):
            yield from _literals(part.parts)
