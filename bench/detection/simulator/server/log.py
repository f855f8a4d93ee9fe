"""How do lines come into the order of time, and what stands in front of them?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

from ..clock import Moment, Month, microseconds

HOST = "mail"
MICROSECONDS = 1_000_000


class Log:
    """All lines of the month; those after its end are never written."""

    def __init__(self, month: Month) -> None:
        self._month = month
        self._lines: list[tuple[int, int, str]] = []

    def write(self, at: Moment, text: str) -> None:
        """A line, without its stamp; lines of one microsecond keep their order."""
        if 0 <= at < self._month.end:
            self._lines.append((microseconds(at), len(self._lines), text))

    def lines(self, stamp: str) -> Iterator[str]:
        """In order, with stamps as RFC 3339 or RFC 3164 has them."""
        written = STAMPS[stamp](self._month)
        for at, _, text in sorted(self._lines):
            yield f"{written(at)} {HOST} {text}\n"


def _rfc3339(month: Month) -> Callable[[int], str]:
    prefix = _by_second(month, "%Y-%m-%dT%H:%M:%S")
    return lambda at: f"{prefix(at)}.{at % MICROSECONDS:06d}+00:00"


def _rfc3164(month: Month) -> Callable[[int], str]:
    return _by_second(month, "%b %e %H:%M:%S")


def _by_second(month: Month, pattern: str) -> Callable[[int], str]:
    """Formatting a time is dear; many lines share their second."""
    last = (-1, "")

    def text(at: int) -> str:
        nonlocal last
        second = at // MICROSECONDS
        if last[0] != second:
            time = month.begin + timedelta(seconds=second)
            last = (second, time.strftime(pattern.replace("%e", f"{time.day:2d}")))
        return last[1]

    return text


STAMPS = {"rfc3339": _rfc3339, "rfc3164": _rfc3164}
