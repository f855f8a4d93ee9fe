"""Which month is played, and what is the time at some moment of it?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

Moment = float  # seconds since the month began
MINUTE = 60.0
HOUR = 3600.0
DAY = 86400.0


@dataclass(frozen=True, slots=True)
class Month:
    """The time that the log covers; the server's clock is UTC."""

    begin: datetime
    days: int

    @property
    def end(self) -> Moment:
        """The moment at which the log ends."""
        return self.days * DAY

    def weekend(self, day: int) -> bool:
        """Is this day (0: the first) a Saturday or Sunday?"""
        return (self.begin.weekday() + day) % 7 > 4

    def weekday(self, day: int) -> int:
        """0 for a Monday."""
        return (self.begin.weekday() + day) % 7

    def time(self, at: Moment) -> datetime:
        """The clock's time at that moment."""
        return self.begin + timedelta(microseconds=microseconds(at))


def microseconds(at: Moment) -> int:
    """As a stamp counts them."""
    return int(at * 1_000_000)


def month(year: int, number: int, days: int) -> Month:
    """A month of that many days from the first on."""
    return Month(datetime(year, number, 1, tzinfo=UTC), days)


def local(day: int, hour: float, offset: float) -> Moment:
    """The moment at which it is that hour of that day where clocks are `offset` hours ahead of UTC."""
    return day * DAY + (hour - offset) * HOUR
