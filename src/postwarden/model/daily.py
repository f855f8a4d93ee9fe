"""What does the daily report say, and what does it remember until the next one?"""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from postwarden.model.findings import Report
from postwarden.model.statistics import Statistics

COMPARED = ("received", "delivered", "deferred", "bounced", "rejected", "logins", "failures", "queued")
"""Totals of the statistics that are compared from report to report."""


@dataclass(frozen=True, slots=True)
class Change:
    """What is not as it was in the last report."""

    text: str
    worse: bool = False


@dataclass(frozen=True, slots=True)
class Daily:
    """Verdict, statistics, and what changed."""

    version: int
    check: Report
    """As `postwarden check --format json` says it."""
    statistics: Statistics
    """As `postwarden stats --format json` says it."""
    host: str
    """Of this machine."""
    last: str | None = None
    """Until when the last report told, RFC 3339; None: there was none."""
    changes: tuple[Change, ...] = ()


class Told(msgspec.Struct):
    """What the last report said."""

    until: int
    """µs UTC"""
    hours: float
    """How much time it was about."""
    verdict: str
    accounts: dict[str, str] = {}
    """Verdict per account that was not clean."""
    totals: dict[str, int] = {}
    version: int = 1
