"""Which moment does `--since 15m` or `--until "2026-11-20 08:00"` mean, and how long is `6h`?"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, tzinfo

_AGO = re.compile(r"(\d{1,6}) ?(s|m|min|h|d|w)")
_UNITS = {"s": 1, "m": 60, "min": 60, "h": 3600, "d": 86_400, "w": 604_800}
EXPECTED = "15m, 2h, 3d, 1w (before now), today, yesterday, 2026-11-20, 2026-11-20 08:00 or an RFC 3339 time"


def moment(text: str, zone: tzinfo, now: datetime) -> int:
    """µs UTC. `now` is aware; times without a zone are in `zone`. Raises ValueError."""
    word = text.strip().lower()
    if match := _AGO.fullmatch(word):
        return max(0, _us(now) - int(match[1]) * _UNITS[match[2]] * 1_000_000)
    if word in ("now", "today", "yesterday"):
        return _us(now if word == "now" else _midnight(now.astimezone(zone), days=word == "yesterday"))
    try:
        told = datetime.fromisoformat(text.strip())
    except ValueError:
        raise ValueError(f"{text!r} is no moment: expected {EXPECTED}") from None
    if not 1970 < told.year < 9999:
        raise ValueError(f"{text!r} is no moment of any mail server: expected {EXPECTED}")
    return _us(told if told.tzinfo else told.replace(tzinfo=zone))


def length(text: str) -> int:
    """µs in `15m`, `6h` or `1d`. Raises ValueError."""
    match = _AGO.fullmatch(text.strip().lower())
    if match is None or not int(match[1]):
        raise ValueError(f"{text!r} is no length of time: expected one such as 30s, 15m, 6h, 1d or 1w")
    return int(match[1]) * _UNITS[match[2]] * 1_000_000


def _midnight(local: datetime, *, days: int) -> datetime:
    return local.replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=days)


def _us(told: datetime) -> int:
    return round((told - datetime(1970, 1, 1, tzinfo=UTC)) / timedelta(microseconds=1))
