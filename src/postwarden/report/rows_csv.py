"""What are lists of rows as CSV? A header, then one line per row; several values in one cell are parted by spaces."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import fields
from typing import Any

from postwarden.report.csv_text import csv_text


def encode_rows(rows: Sequence[Any], kind: type[Any], without: Collection[str] = ()) -> str:
    """The rows, all of one class; the header is there also without rows."""
    names = [field.name for field in fields(kind) if field.name not in without]
    return csv_text((names, *([_cell(getattr(row, name)) for name in names] for row in rows)))


def _cell(value: object) -> object:
    return " ".join(map(str, value)) if isinstance(value, tuple) else value
