"""What does a matcher give back for a block of lines? Columns per record table, and counts of everything else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol


@dataclass(slots=True)
class Counts:
    """lines = read + unread + other + malformed."""

    lines: int = 0
    read: int = 0
    unread: int = 0
    other: int = 0
    malformed: int = 0
    bad_stamps: int = 0
    """Lines with an impossible time, e.g. 10:92:01: read, but dated by the line before."""

    def add(self, more: Counts) -> None:
        """Add the counts of another block."""
        for name in self.__slots__:
            setattr(self, name, getattr(self, name) + getattr(more, name))


@dataclass(slots=True)
class Parsed:
    """One block, parsed."""

    counts: Counts
    hits: Sequence[int]
    """Lines read per format number."""
    tables: Mapping[str, Any]
    """Per record table a nanoarrow C array (a struct of the columns); tables without rows are absent."""
    first_time: int | None
    last_time: int | None
    """µs UTC of the earliest and the latest line of ours; None when there was none."""


class Matcher(Protocol):
    """Reads blocks of whole lines. Safe to call from several threads at once."""

    def parse(self, block: bytes, first_line: int, year: int, month: int, previous: bytes, source: int = 0) -> Parsed:
        """Parse a block of a source whose first line has number `first_line`.

        `year` and `month` are those of the line before it, and `previous` is that line itself, for `last message
        repeated` and lines without a possible time.
        """
        ...
