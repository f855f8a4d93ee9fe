"""How do sources become record tables? Blocks are parsed by several threads and stored in the order of the lines."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, tzinfo

import duckdb

from postwarden.parse.carry import Carry
from postwarden.parse.dating import SECOND, YearMonth, Zone, clock_of_long_ids, first_month
from postwarden.parse.known import format_tables, matcher, surveyor
from postwarden.parse.names import Names
from postwarden.parse.parsed import Counts, Matcher, Parsed
from postwarden.sources.reading import Reading
from postwarden.store.records import RecordStore
from postwarden.store.workspace import store_names

HEAD = 256 << 10  # bytes in which the first stamp and long queue ids are looked for
AHEAD = 4  # blocks that may wait for a thread or for being stored


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
        kinds: Collection[str] | None = None,
        progress: Callable[[int], None] = lambda _: None,
    ) -> None:
        self.names = Names(format_tables())
        self.hits = [0] * len(format_tables().formats)
        self._connection = connection
        self._store = RecordStore(connection)
        self._zone = Zone(zone)
        self._zone_is_told = zone_is_told
        self._threads = threads
        self._progress = progress
        self._bytes_before = 0
        self._kinds = kinds
        self._matcher = matcher(self.names, self._zone, kinds)
        self._survey = surveyor()

    def read(self, readings: Iterable[Reading]) -> list[SourceRead]:
        """Read all sources, oldest first, and name what was met."""
        with ThreadPoolExecutor(self._threads) as pool:
            read = [self._read(reading, pool) for reading in readings]
        self._store.finish()
        store_names(self._connection, "hosts", "host", self.names.hosts)
        store_names(self._connection, "programs", "id", self.names.programs)
        store_names(self._connection, "formats", "id", self.format_names())
        store_names(self._connection, "sources", "source", [done.reading.origin.path for done in read])
        return read

    @property
    def read_little(self) -> bool:
        """Whether there is memory to spare for two steps at once."""
        return self._store.in_memory

    def show_records(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Make what was read visible to another connection to the same database."""
        self._store.show(connection)

    def format_names(self) -> list[str]:
        """Names of all formats, in the order of `hits`."""
        return [form.name for form in format_tables().formats]

    def _read(self, reading: Reading, pool: ThreadPoolExecutor) -> SourceRead:
        last = reading.dated or datetime.now(UTC)
        done = SourceRead(reading)
        waiting: deque[tuple[Future[Parsed], int]] = deque()
        reader, zone, carry = self._matcher, self._zone, Carry(YearMonth(last.year, last.month))
        number = 1
        for block in reading.blocks():
            if number == 1:
                reader, zone, calendar = self._start(block, last, done)
                carry = Carry(calendar)
            carry = carry.at_start(block, zone, self.names)
            where = number, carry.calendar.year, carry.calendar.month, carry.previous, reading.number
            waiting.append((pool.submit(reader.parse, block, *where), len(block)))
            lines, months = self._survey(block)
            number += lines
            carry = carry.after(block, months, zone, self.names)
            while len(waiting) > AHEAD or (waiting and waiting[0][0].done()):
                self._take(done, waiting)
        while waiting:
            self._take(done, waiting)
        self._correct_year(done, carry.calendar, last)
        self._bytes_before += reading.bytes
        return done

    def _correct_year(self, done: SourceRead, calendar: YearMonth, last: datetime) -> None:
        """The year of the first line was a guess: where more new years followed, the last line lies in the future."""
        slack = last + timedelta(days=31)
        years = calendar.year - slack.year + (calendar.month > slack.month)
        if years > 0:
            self._store.shift_years(done.reading.number, years)
            done.first_time, done.last_time = _earlier(done.first_time, years), _earlier(done.last_time, years)

    def _take(self, done: SourceRead, waiting: deque[tuple[Future[Parsed], int]]) -> None:
        job, size = waiting.popleft()
        parsed = job.result()
        done.counts.add(parsed.counts)
        if parsed.first_time is not None and parsed.last_time is not None:
            done.first_time = min(parsed.first_time, done.first_time or parsed.first_time)
            done.last_time = max(parsed.last_time, done.last_time or parsed.last_time)
        self.hits = [before + more for before, more in zip(self.hits, parsed.hits, strict=True)]
        self._store.add(parsed.tables, size)
        self._progress(self._bytes_before + done.reading.bytes)

    def _start(self, block: bytes, last: datetime, done: SourceRead) -> tuple[Matcher, Zone, YearMonth]:
        """Year and zone of the first line: from long queue ids where there are any, else from the last line's date."""
        head = block[:HEAD]
        calendar = first_month(head, last)
        clock = clock_of_long_ids(head)
        if clock is None:
            return self._matcher, self._zone, calendar
        calendar = YearMonth(clock.year, calendar.month)
        if self._zone_is_told or clock.agrees_with(self._zone):
            return self._matcher, self._zone, calendar
        done.warnings.append(
            f"{done.reading.origin.path}: its queue ids say that it was written at UTC{clock.name}, which is not this "
            "machine's zone: its times are read so (--timezone NAME overrides)"
        )
        zone = Zone(clock.zone)
        return matcher(self.names, zone, self._kinds), zone, calendar


def _earlier(time: int | None, years: int) -> int | None:
    """The same moment of the calendar so many years before, as RecordStore.shift_years dates the records."""
    if time is None:
        return None
    moment = datetime.fromtimestamp(time / SECOND, UTC)
    leap_day = (moment.month, moment.day) == (2, 29)
    before = moment.replace(year=moment.year - years, day=28 if leap_day else moment.day)
    return time - round((moment - before).total_seconds()) * SECOND
