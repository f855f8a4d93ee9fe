"""Where do parsed records wait until they are linked? In memory as they came; in the database once they are many."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import duckdb

from postwarden.model.records import RECORDS, ROW
from postwarden.store.arrow import Batch

IN_MEMORY = 768 << 20  # bytes of log whose records are kept as they are; their columns take about as much
STORE_AT = 256 << 20  # after that they are handed to the database, which can spill them; small pieces take longer
_SQL_TYPES = {"text": "VARCHAR", "int": "BIGINT", "real": "DOUBLE"}


class RecordStore:
    """Records of all sources: `records_<kind>` for every kind of postwarden.model.records, once `finish` was called."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection
        self._batches: dict[str, Batch] = {}
        self._size = 0
        self._stored = False

    def add(self, tables: Mapping[str, Any], size: int) -> None:
        """Take the Arrow arrays that were parsed from `size` bytes of log."""
        for table, array in tables.items():
            self._batches.setdefault(table, Batch(table)).arrays.append(array)
        self._size += size
        if self._size >= (STORE_AT if self._stored else IN_MEMORY):
            self._store()

    def shift_years(self, source: int, years: int) -> None:
        """Date the records of one source so many years earlier."""
        self._store()
        for table, columns in RECORDS.items():
            moments = ["time", *(name for name in columns if name.endswith("_time"))]
            earlier = ", ".join(f"{name} = epoch_us(make_timestamp({name}) - to_years({years}))" for name in moments)
            self._connection.execute(f"update records_{table} set {earlier} where source = {source}")

    def finish(self) -> None:
        """Make the records visible as relations."""
        if self._stored:
            self._store()
        self.show(self._connection)

    @property
    def in_memory(self) -> bool:
        """Whether the records are so few that they were kept as they came."""
        return not self._stored

    def show(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Make the finished records visible to this connection, too."""
        if not self._stored:
            for table in RECORDS:
                connection.register(f"records_{table}", self._batches.get(table, Batch(table)))

    def _store(self) -> None:
        if not self._stored:
            for table in RECORDS:
                columns = ", ".join(f"{name} {kind}" for name, kind in _columns(table).items())
                self._connection.execute(f"create table records_{table} ({columns})")
        self._stored = True
        for table, batch in self._batches.items():
            self._connection.register("batch", batch)
            self._connection.execute(f"insert into records_{table} from batch")
            self._connection.unregister("batch")
        self._batches = {}
        self._size = 0


def _columns(table: str) -> dict[str, str]:
    return dict(ROW) | {name: _SQL_TYPES[kind] for name, kind in RECORDS[table].items()}
