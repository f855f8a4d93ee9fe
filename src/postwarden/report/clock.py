"""How is a moment of the report shown in the administrator's time zone?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_EARLIEST = datetime(1900, 1, 1, tzinfo=UTC)
_LATEST = datetime(9000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Clock:
    """A time zone and the name that it goes by."""

    zone: tzinfo
    name: str

    @classmethod
    def of(cls, timezone: str) -> Clock:
        """The zone of that name or offset (UTC+02:00); UTC, and called so, where this machine does not know it."""
        try:
            return cls(ZoneInfo(timezone), timezone)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            return cls(_offset(timezone) or UTC, timezone if _offset(timezone) else "UTC")

    def read(self, stamp: str) -> datetime:
        """The moment of an RFC 3339 stamp; absurd years are pulled in, lest zones overflow."""
        return min(max(datetime.fromisoformat(stamp), _EARLIEST), _LATEST).astimezone(self.zone)

    def day(self, stamp: str | None) -> str:
        return self.read(stamp).strftime("%Y-%m-%d") if stamp else "?"

    def minute(self, stamp: str | None) -> str:
        return self.read(stamp).strftime("%Y-%m-%d %H:%M") if stamp else "?"

    def second(self, stamp: str | None) -> str:
        return self.read(stamp).strftime("%Y-%m-%d %H:%M:%S") if stamp else "?"

    def span(self, first: str | None, last: str | None) -> str:
        """Both ends in words; the day is said once."""
        if not first or not last or first == last:
            return self.minute(first or last)
        end = self.read(last)
        same_day = self.read(first).date() == end.date()
        return f"{self.minute(first)} until {end.strftime('%H:%M' if same_day else '%Y-%m-%d %H:%M')}"

    def lasting(self, first: str, last: str) -> str:
        """How long it took; counted in UTC, where no hour is missing or double."""
        return duration(datetime.fromisoformat(last) - datetime.fromisoformat(first))


def _offset(timezone: str) -> tzinfo | None:
    try:
        return datetime.strptime(timezone.removeprefix("UTC"), "%z").tzinfo
    except ValueError:
        return None


def duration(length: timedelta) -> str:
    """A length of time in its two largest units."""
    minutes = round(length.total_seconds() / 60)
    if minutes < 1:
        return "under a minute"
    days, rest = divmod(minutes, 24 * 60)
    hours, minutes = divmod(rest, 60)
    parts = [(days, "day" if days == 1 else "days"), (hours, "h"), (minutes, "min")]
    named = [f"{amount} {unit}" for amount, unit in parts if amount]
    return " ".join(named[:2])
