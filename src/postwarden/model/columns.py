"""Which Arrow types do the columns of the record tables have?"""

from __future__ import annotations

from functools import cache
from typing import Any

import nanoarrow

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


@cache
def arrow_schema(table: str) -> Any:
    """The schema of a record table; made once, for it costs more than handing over a column."""
    return nanoarrow.c_schema(nanoarrow.struct(arrow_types(table)))


@cache
def column_schemas(table: str) -> tuple[Any, ...]:
    """The schemas of its columns, in order."""
    return tuple(nanoarrow.c_schema(kind) for kind in arrow_types(table).values())
