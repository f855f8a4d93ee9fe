"""What stands in a column of a list, and how is it written?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum, auto

from postwarden.report.amounts import amount_of_bytes, amount_of_time, country, number, percent, yes


class Kind(Enum):
    """How a value is written."""

    NUMBER = auto()
    BYTES = auto()
    SECONDS = auto()
    PERCENT = auto()
    HOUR = auto()
    MOMENT = auto()
    COUNTRY = auto()
    SHORT_COUNTRY = auto()
    """Its code where there is little room, else its name."""
    YES = auto()
    NAME = auto()
    """Text that is shown whole; one of several stands for all, with how many more there are."""
    RELAY = auto()
    """A server; its address and port only where details are asked for."""
    TEXT = auto()
    """Text that may be cut, unless details are asked for."""


RIGHT = frozenset({Kind.NUMBER, Kind.BYTES, Kind.SECONDS, Kind.PERCENT})
"""Kinds that stand on the right of their column."""

WRITTEN: Mapping[Kind, Callable[[object], str]] = {
    Kind.NUMBER: number,
    Kind.BYTES: amount_of_bytes,
    Kind.SECONDS: amount_of_time,
    Kind.PERCENT: percent,
    Kind.HOUR: lambda value: f"{value:02}:00",
    Kind.COUNTRY: country,
    Kind.YES: yes,
}
"""Kinds that are written in one way wherever they stand."""


@dataclass(frozen=True, slots=True)
class Column:
    """A field of the rows, under a title."""

    title: str
    field: str
    kind: Kind
    wide: bool = False
    """Whether it is shown on wide terminals only."""


def numbers(*names: str) -> tuple[Column, ...]:
    """Columns of numbers: each is named by its field, or as `field:title`."""
    return tuple(_named(name, Kind.NUMBER) for name in names)


def seconds(*names: str) -> tuple[Column, ...]:
    """The same of lengths of time."""
    return tuple(_named(name, Kind.SECONDS) for name in names)


def _named(name: str, kind: Kind) -> Column:
    field, _, title = name.partition(":")
    return Column(title or field, field, kind)
