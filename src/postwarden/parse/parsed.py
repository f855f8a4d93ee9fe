"""What does a matcher give back for a block of lines? Columns per record table, and counts of everything else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import nanoarrow
from nanoarrow.c_array_stream import CArrayStream  # type: ignore[attr-defined]

from postwarden.model.records import RECORDS, ROW

_ARROW = {
    "BIGINT": nanoarrow.int64(),
    "INTEGER": nanoarrow.int32(),
    "SMALLINT": nanoarrow.int16(),
    "text": nanoarrow.string(),
    "int": nanoarrow.int64(),
    "real": nanoarrow.float64(),
}


def arrow_types(table: str) -> dict[str, Any]:
    """Arrow types of a record table's columns, in order."""
    return {name: _ARROW[kind] for name, kind in (*ROW, *RECORDS[table].items())}


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


@dataclass(slots=True)
class Batch:
    """Arrays of one record table, ready for DuckDB to scan by the Arrow PyCapsule interface, any number of times."""

    table: str
    arrays: list[Any] = field(default_factory=list)

    def __arrow_c_schema__(self) -> object:
        return self._schema().__arrow_c_schema__()

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        del requested_schema
        stream = CArrayStream.from_c_arrays(self.arrays, self._schema(), move=False)
        return stream.__arrow_c_stream__()

    def _schema(self) -> Any:
        return nanoarrow.c_schema(nanoarrow.struct(arrow_types(self.table)))


class Matcher(Protocol):
    """Reads blocks of whole lines. Safe to call from several threads at once."""

    def parse(self, block: bytes, first_line: int, year: int, month: int, previous: bytes) -> Parsed:
        """Parse a block whose first line has number `first_line`. `year` and `month` are those of the line before
        it, and `previous` is that line itself, for `last message repeated` and lines without a possible time."""
        ...
