"""What are statistics as CSV? Each list under a header of its own; every line begins with the name of its list."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import fields

from postwarden.model.statistics import Figures, Totals
from postwarden.report.csv_text import csv_text


def encode_csv(figures: Figures, only: Collection[str] = ()) -> str:
    """The totals and all lists, or only those named."""
    return csv_text(_lines(figures, only))


def _lines(figures: Figures, only: Collection[str]) -> Iterator[tuple[object, ...]]:
    for field in fields(Figures):
        value = getattr(figures, field.name)
        if field.name == "left_out" or (only and field.name not in only):
            continue
        found = (value,) if isinstance(value, Totals) else value
        if found:
            names = [part.name for part in fields(found[0])]
            yield ("list", *names)
            for row in found:
                yield (field.name, *(getattr(row, name) for name in names))
