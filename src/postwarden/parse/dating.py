"""When was a line written, in UTC? Years and zones for stamps that have none.

Traditional syslog stamps carry neither. The year follows from the file's last line and from the order of the
months; the zone is the machine's unless told otherwise. Long queue ids carry their second in UTC and settle both.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from itertools import groupby
from statistics import median_low

from postwarden.parse.envelope import MONTHS, Stamp, read_stamp

SECOND = 1_000_000
QUARTER = 900  # seconds; all zones' offsets change at whole quarters of an hour
_EPOCH = datetime(1970, 1, 1)
_AMBIGUITY_SLACK = 300 * SECOND
_STAMPED_MONTH = re.compile(
    rb"^(?:<[0-9]{1,3}>)?(?:[A-Za-z0-9_.-]+ *\| +)?(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) {1,2}[0-9]",
    re.MULTILINE,
)
_LONG_ID = re.compile(
    rb"(?m)^(.{15,80}?\]: )([0-9B-DF-HJ-NP-TV-Zb-df-hj-np-tv-z]{10,14})z"
    rb"[0-9B-DF-HJ-NP-TV-Zb-df-hj-np-tv-y]+: (?:client|uid)="
)
_BASE52 = {char: at for at, char in enumerate(b"0123456789BCDFGHJKLMNPQRSTVWXYZbcdfghjklmnpqrstvwxyz")}


@dataclass(frozen=True, slots=True)
class YearMonth:
    """Where in the calendar a block begins: the year and month of the line before it."""

    year: int
    month: int

    def year_of(self, month: int) -> int:
        """The year of a stamp without one: the nearest to the line before, so lines out of order stay near."""
        if month - self.month <= -6:
            return self.year + 1
        if month - self.month >= 7:
            return self.year - 1
        return self.year

    def after(self, months: Iterable[int]) -> YearMonth:
        """Where the calendar stands after lines of those months."""
        at = self
        for month in months:
            at = YearMonth(at.year_of(month), month)
        return at


class Zone:
    """Local time to UTC, with a memory: a log asks for the same quarters of an hour again and again."""

    def __init__(self, info: tzinfo) -> None:
        self.info = info
        self._known: dict[int, tuple[int, int]] = {}

    def offsets(self, local_quarter: int) -> tuple[int, int]:
        """Seconds east of UTC in a quarter of an hour of local time (counted from 1970), before and after a
        clock change that repeats the hour; equal almost always."""
        known = self._known.get(local_quarter)
        if known is None:
            local = _EPOCH + timedelta(seconds=local_quarter * QUARTER)
            first, second = (local.replace(tzinfo=self.info, fold=fold).utcoffset() for fold in (0, 1))
            known = _seconds(first), _seconds(second)
            self._known[local_quarter] = known
        return known


def to_utc(stamp: Stamp, year: int, zone: Zone, previous: int) -> int:
    """µs UTC of a stamp. `previous` (µs UTC of the line before) decides in the hour that a clock change repeats."""
    local = _local_seconds(stamp, year)
    if stamp.zone is not None:
        return (local - stamp.zone) * SECOND + stamp.micro
    early, late = zone.offsets(local // QUARTER)
    time = (local - early) * SECOND + stamp.micro
    if early > late and time < previous - _AMBIGUITY_SLACK:
        return (local - late) * SECOND + stamp.micro
    return time


def is_ambiguous(stamp: Stamp, year: int, zone: Zone) -> bool:
    """Whether a stamp lies in an hour that a clock change repeats."""
    early, late = zone.offsets(_local_seconds(stamp, year) // QUARTER)
    return stamp.zone is None and early > late


def _local_seconds(stamp: Stamp, year: int) -> int:
    """Seconds since 1970 on the clock on the wall."""
    days = date(year, stamp.month, 1).toordinal() - 719_163 + stamp.day - 1
    return days * 86_400 + stamp.hour * 3600 + stamp.minute * 60 + stamp.second


def survey(block: bytes) -> tuple[int, list[int]]:
    """How many lines a block has, and the months of its stamps without year, each run of equal ones once."""
    return block.count(b"\n"), [MONTHS[name] for name, _ in groupby(_STAMPED_MONTH.findall(block))]


def first_month(block: bytes, last: datetime) -> YearMonth:
    """Where the calendar stands at the beginning of a source whose last line was written at `last`: the latest
    year in which its first stamp does not lie in the future of its last line."""
    match = _STAMPED_MONTH.search(block)
    if match is None:
        return YearMonth(last.year, last.month)
    found = read_stamp(block, match.start(1))
    month, day = (found[0].month, found[0].day) if found else (MONTHS[match[1]], 1)
    year = last.year
    slack = last + timedelta(days=1)
    while (year, month, day) > (slack.year, slack.month, slack.day) or ((month, day) == (2, 29) and not _leap(year)):
        year -= 1
    return YearMonth(year, month)


@dataclass(frozen=True, slots=True)
class Clock:
    """What long queue ids say of a log: the year of its lines, and the zone of its stamps."""

    year: int
    offset: timedelta

    moment: datetime
    """Local time of the line that says so."""

    @property
    def zone(self) -> tzinfo:
        """The offset as a fixed zone."""
        return timezone(self.offset)

    @property
    def name(self) -> str:
        """`+01:00`"""
        return self.moment.replace(tzinfo=self.zone).isoformat()[-6:]

    def agrees_with(self, zone: Zone) -> bool:
        """Whether a zone has this offset at that moment."""
        quarter = int((self.moment - _EPOCH).total_seconds()) // QUARTER
        return round(self.offset.total_seconds()) in zone.offsets(quarter)


def clock_of_long_ids(block: bytes) -> Clock | None:
    """Compare up to 20 stamps without year with the second in the queue ids beside them; None when there are none."""
    if _STAMPED_MONTH.search(block) is None:
        return None
    clocks = list(_clocks(block))
    if not clocks:
        return None
    offset = median_low([clock.offset for clock in clocks])
    return next(clock for clock in clocks if clock.offset == offset)


def queue_id_time(prefix: bytes) -> int:
    """µs UTC in a long queue id, from the text before its last `z` (postfix, src/global/mail_queue.h)."""
    seconds = micro = 0
    for char in prefix[:-4]:
        seconds = seconds * 52 + _BASE52[char]
    for char in prefix[-4:]:
        micro = micro * 52 + _BASE52[char]
    return seconds * SECOND + micro


def _clocks(block: bytes, most: int = 20) -> Iterator[Clock]:
    for match in _LONG_ID.finditer(block):
        found = read_stamp(match[1])
        if found is None or found[0].year or not found[0].possible:
            continue
        created = datetime.fromtimestamp(queue_id_time(match[2]) / SECOND, UTC).replace(tzinfo=None)
        if clock := _clock(found[0], created):
            yield clock
            most -= 1
            if not most:
                return


def _clock(stamp: Stamp, created: datetime) -> Clock | None:
    for year in (created.year, created.year - 1, created.year + 1):
        if stamp.day == 29 and stamp.month == 2 and not _leap(year):
            continue
        local = datetime(year, stamp.month, stamp.day, stamp.hour, stamp.minute, min(stamp.second, 59))
        quarters = round((local - created).total_seconds() / QUARTER)
        offset = timedelta(seconds=quarters * QUARTER)
        if abs(quarters) <= 56 and abs((local - created - offset).total_seconds()) < 60:
            return Clock(year, offset, local)
    return None


def _leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def _seconds(offset: timedelta | None) -> int:
    return round(offset.total_seconds()) if offset else 0
