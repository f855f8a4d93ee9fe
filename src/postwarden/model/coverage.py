"""What could be seen of the logs that were read, and what could not?

These classes are a part of the JSON contracts of all commands that read logs.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SourceCoverage:
    """One source and how much of it was read."""

    path: str
    lines: int
    bytes: int
    sha256: str | None
    first: str | None
    last: str | None
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Silenced:
    """Findings that the configuration accepts: not judged, but counted. What is null was not asked of them."""

    findings: int
    detector: str | None
    account: str | None
    network: str | None
    until: str
    """Last day of it, e.g. 2026-12-31."""
    why: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """What could be seen. lines = read + unread + other_programs + malformed."""

    lines: int
    read: int
    unread: int
    other_programs: int
    malformed: int
    noise: int
    """Lines among `read` that only tell of bots knocking: connect, lost connection, disconnect without a command."""
    logins: int
    failures: int
    messages: int
    deliveries: int
    days: float
    unplaced: int
    """Distinct outside addresses that the geography data does not know."""
    geography: tuple[str, ...]
    """Name, date and age of each data set used."""
    sources: tuple[SourceCoverage, ...]
    warnings: tuple[str, ...]
    blind: bool = False
    """Whether so little of the mail server's lines was understood that finding nothing means nothing."""
    unseen: str = ""
    """Why these logs cannot answer what was asked, e.g. none of their lines lies in that time; empty when they can."""
    configuration: str = ""
    """File whose settings were in effect; empty without one."""
    turned_off: tuple[str, ...] = ()
    """Detectors that were not asked, because the configuration says so."""
    silenced: tuple[Silenced, ...] = ()
    """Findings that were made and not judged, because the configuration accepts them."""
