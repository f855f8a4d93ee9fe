"""What does a log file's name say about its age, and in which order do rotated files come?

Understood are numbers (`mail.log.2.gz`, `mail.2.log`: the higher, the older) and dates of any common shape
(`maillog-20261101`, `mail.log-20261101-1793491200`, `maillog.20261120-234439` of Postfix's own rotation,
`mail-2026-11-01.log`, `mail.log-202611`). Files whose names are equal but for these are one set.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import PurePath

_PACKED = re.compile(r"\.(?:gz|bz2|xz|lzma|zst|zstd|Z)$", re.IGNORECASE)
_NUMBER = re.compile(r"\.(\d{1,3})(?=$|\.log$)")
_DATE = re.compile(
    r"(?<!\d)(20\d\d)([-_.]?)(0[1-9]|1[0-2])(?:\2(0[1-9]|[12]\d|3[01])"
    r"(?:-([12]\d{9})|[-_.T]?([01]\d|2[0-3])(?:[-_.:]?([0-5]\d))?(?:[-_.:]?([0-5]\d))?)?)?(?!\d)"
)


@dataclass(frozen=True, slots=True)
class Rotation:
    """A file name taken apart. Neither number nor date: the live log."""

    stem: str
    number: int | None
    until: datetime | None
    """The end of the day (hour, month, …) that the name tells; in the zone of this machine."""


def rotation(name: str) -> Rotation:
    """Take a file name (without folders) apart."""
    stem = _PACKED.sub("", name)
    number = None
    if match := _NUMBER.search(stem):
        number = int(match[1])
        stem = stem[: match.start()] + stem[match.end() :]
    until = None
    if (match := _DATE.search(stem)) and (until := _until(match)):
        stem = (stem[: match.start()].rstrip("-_.") + stem[match.end() :]).lstrip("-_.")
    return Rotation(stem, number, until)


def is_packed(name: str) -> bool:
    """Whether the name says that the file is packed; only its content can tell for sure."""
    return bool(_PACKED.search(name))


def oldest_first(paths: Iterable[str], modified: Callable[[str], float]) -> list[str]:
    """Order files by set, then by age. Sets keep the order in which they first appear; the live log ends its set.

    Where a set has numbers and dates (its rotation was changed one day), `modified` decides: seconds since 1970.
    """
    sets: dict[tuple[str, str], list[str]] = {}
    for path in paths:
        sets.setdefault(set_of(path), []).append(path)
    return [path for members in sets.values() for path in _by_age(members, modified)]


def set_of(path: str) -> tuple[str, str]:
    """Folder and stem: files that agree in both are one rotated set."""
    pure = PurePath(path)
    return str(pure.parent), rotation(pure.name).stem


def _by_age(members: list[str], modified: Callable[[str], float]) -> list[str]:
    names = {path: rotation(PurePath(path).name) for path in members}
    dated = any(name.until for name in names.values())
    numbered = any(name.number is not None and not name.until for name in names.values())

    def age(path: str) -> tuple[bool, float, int, str]:
        name = names[path]
        live = name.number is None and name.until is None
        when = name.until.timestamp() if name.until else 0.0
        return live, modified(path) if dated and numbered else when, -(name.number or 0), path

    return sorted(members, key=age)


def _until(match: re.Match[str]) -> datetime | None:
    year, _, month, day, epoch, hour, minute, second = match.groups()
    if epoch:
        return datetime.fromtimestamp(int(epoch), UTC)
    last_day = monthrange(int(year), int(month))[1]
    if int(day or last_day) > last_day:
        return None
    if hour and not minute:
        minute = second = "59"
    clock = (int(hour), int(minute), int(second or 0)) if hour else (23, 59, 59)
    return datetime(int(year), int(month), int(day or last_day), *clock).astimezone()
