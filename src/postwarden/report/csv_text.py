"""How do rows become CSV (RFC 4180) that neither a terminal nor a spreadsheet obeys?"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from io import StringIO

from postwarden.report.neutral import visible

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_text(rows: Iterable[Sequence[object]]) -> str:
    """The rows, one line each. Text that a spreadsheet would take for a formula gets a ' in front."""
    out = StringIO()
    csv.writer(out, lineterminator="\n").writerows([_cell(value) for value in row] for row in rows)
    return out.getvalue()


def _cell(value: object) -> object:
    if isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(value, str):
        return value
    return ("'" if value.startswith(_FORMULA) else "") + visible(value)
