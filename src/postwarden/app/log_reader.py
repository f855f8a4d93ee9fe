"""How do sources become record tables? Blocks are parsed by several threads and stored in the order of the lines."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, tzinfo

import duckdb

from postwarden.parse.dating import SECOND, YearMonth, Zone, clock_of_long_ids, first_month
from postwarden.parse.known import format_tables, matcher, month_reader
from postwarden.parse.names import Names
from postwarden.parse.parsed import Batch, Counts, Matcher, Parsed
from postwarden.sources.reading import Reading
from postwarden.store.workspace import shift_years, store_names, store_records

STORE_AT = 48 << 20  # bytes of log whose records are handed to the database at once
AHEAD = 12  # blocks that may wait for a thread or for being stored


@dataclass(slots=True)
class SourceRead:
    """What came of one source."""

    reading: Reading
    counts: Counts = field(default_factory=Counts)
    first_time: int | None = None
    last_time: int | None = None
    warnings: list[str] = field(default_factory=list)


class LogReader:
    """Reads sources into the record tables of a workspace."""

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        zone: tzinfo,
        *,
        zone_is_told: bool,
        threads: int,
        progress: Callable[[int], None] = lambda _: None,
    ) -> None:
        self.names = Names(format_tables())
        self.hits = [0] * len(format_tables().formats)
        self._connection = connection
        self._zone = Zone(zone)
        self._zone_is_told = zone_is_told
        self._threads = threads
        self._progress = progress
        self._bytes_before = 0
        self._matcher = matcher(self.names, self._zone)
        self._months = month_reader()

    def read(self, readings: Iterable[Reading]) -> list[SourceRead]:
        """Read all sources, oldest first, and name what was met."""
        with ThreadPoolExecutor(self._threads) as pool:
            read = [self._read(reading, pool) for reading in readings]
        store_names(self._connection, "hosts", "host", self.names.hosts)
        store_names(self._connection, "programs", "id", self.names.programs)
        store_names(self._connection, "formats", "id", self.format_names())
        store_names(self._connection, "sources", "source", [done.reading.origin.path for done in read])
        return read

    def format_names(self) -> list[str]:
        """Names of all formats, in the order of `hits`."""
        return [form.name for form in format_tables().formats]

    def _read(self, reading: Reading, pool: ThreadPoolExecutor) -> SourceRead:
        last = reading.dated or datetime.now(UTC)
        done = SourceRead(reading)
        storing = _Storing(self._connection, reading.number, done, self.hits)
        waiting: deque[tuple[Future[Parsed], int]] = deque()
        reader, calendar = self._matcher, YearMonth(last.year, last.month)
        number, previous = 1, b""
        with closing(_closable(reading.blocks())) as blocks:
            for block in blocks:
                if number == 1:
                    reader, calendar = self._start(block, last, done)
                job = pool.submit(reader.parse, block, number, calendar.year, calendar.month, previous)
                waiting.append((job, len(block)))
                number += block.count(b"\n")
                calendar = calendar.after(self._months(block))
                previous = block[block.rfind(b"\n", 0, -1) + 1 : -1]
                while len(waiting) > AHEAD or (waiting and waiting[0][0].done()):
                    self._store(storing, waiting)
        while waiting:
            self._store(storing, waiting)
        storing.flush()
        self._correct_year(done, calendar, last)
        self._bytes_before += reading.bytes
        return done

    def _correct_year(self, done: SourceRead, calendar: YearMonth, last: datetime) -> None:
        """The year of the first line was a guess: where more new years followed, the last line lies in the future."""
        slack = last + timedelta(days=31)
        years = calendar.year - slack.year + (calendar.month > slack.month)
        if years > 0:
            shift_years(self._connection, done.reading.number, years)
            done.first_time, done.last_time = _earlier(done.first_time, years), _earlier(done.last_time, years)

    def _store(self, storing: _Storing, waiting: deque[tuple[Future[Parsed], int]]) -> None:
        job, size = waiting.popleft()
        storing.add(job.result(), size)
        self._progress(self._bytes_before + storing.reading_bytes)

    def _start(self, block: bytes, last: datetime, done: SourceRead) -> tuple[Matcher, YearMonth]:
        """Year and zone of the first line: from long queue ids where there are any, else from the last line's date."""
        calendar = first_month(block, last)
        clock = clock_of_long_ids(block)
        if clock is None:
            return self._matcher, calendar
        calendar = YearMonth(clock.year, calendar.month)
        if self._zone_is_told or clock.agrees_with(self._zone):
            return self._matcher, calendar
        done.warnings.append(
            f"{done.reading.origin.path}: its queue ids say that it was written at UTC{clock.name}, which is not this "
            "machine's zone: its times are read so (--timezone NAME overrides)"
        )
        return matcher(self.names, Zone(clock.zone)), calendar


class _Storing:
    """Gathers parsed blocks of one source and hands them to the database in large batches."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, source: int, done: SourceRead, hits: list[int]) -> None:
        self._connection = connection
        self._source = source
        self._done = done
        self._hits = hits
        self._batches: dict[str, Batch] = {}
        self._size = 0

    @property
    def reading_bytes(self) -> int:
        """Bytes of the source that have been read, as they lie on the disk."""
        return self._done.reading.bytes

    def add(self, parsed: Parsed, size: int) -> None:
        done = self._done
        done.counts.add(parsed.counts)
        if parsed.first_time is not None and parsed.last_time is not None:
            done.first_time = min(parsed.first_time, done.first_time or parsed.first_time)
            done.last_time = max(parsed.last_time, done.last_time or parsed.last_time)
        for at, hits in enumerate(parsed.hits):
            self._hits[at] += hits
        for table, array in parsed.tables.items():
            self._batches.setdefault(table, Batch(table)).arrays.append(array)
        self._size += size
        if self._size >= STORE_AT:
            self.flush()

    def flush(self) -> None:
        store_records(self._connection, self._source, self._batches)
        self._batches = {}
        self._size = 0


def _closable(blocks: Iterator[bytes]) -> Generator[bytes]:
    yield from blocks


def _earlier(time: int | None, years: int) -> int | None:
    if time is None:
        return None
    moment = datetime.fromtimestamp(time / SECOND, UTC)
    return (
        time
        - round((moment - moment.replace(year=moment.year - years, day=min(moment.day, 28))).total_seconds()) * SECOND
    )
