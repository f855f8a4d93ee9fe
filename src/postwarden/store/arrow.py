"""How does the database scan records as the matcher left them? By the Arrow PyCapsule interface."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from nanoarrow.c_array_stream import CArrayStream  # type: ignore[attr-defined]

from postwarden.model.columns import arrow_schema


@dataclass(slots=True)
class Batch:
    """Arrays of one record table, to be scanned any number of times."""

    table: str
    arrays: list[Any] = field(default_factory=list)

    def __arrow_c_schema__(self) -> object:
        return arrow_schema(self.table).__arrow_c_schema__()

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        del requested_schema
        stream = CArrayStream.from_c_arrays(self.arrays, arrow_schema(self.table), move=False)
        return stream.__arrow_c_stream__()
