"""What does the monitoring plug-in count, and what does it say?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Literal

from postwarden.model.verdict import Verdict

MINUTE = 60_000_000
"""µs; what is counted is kept by the minute."""
DAY = 86_400_000_000

Kind = Literal["login", "refused", "failure", "message"]


class Status(IntEnum):
    """Exit codes of monitoring plug-ins."""

    OK = 0
    WARNING = 1
    CRITICAL = 2
    UNKNOWN = 3


@dataclass(frozen=True, slots=True)
class Event:
    """What one or two log lines say that a window is judged by."""

    time: int
    """µs UTC"""
    kind: Kind
    account: str | None = None
    ip: str | None = None
    """None: not logged."""
    count: int = 1
    """Attempts of a failure, recipients of a message."""
    sender: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where an address is, as far as it says anything about whose it is."""

    network: str
    country: str = ""


@dataclass(frozen=True, slots=True)
class Suspect:
    """An account that does not look like itself in the window."""

    account: str
    verdict: Verdict
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Range:
    """A threshold of the plug-in guidelines: an alarm outside `low` to `high`, or inside where it is `inside`."""

    text: str
    low: float
    high: float
    inside: bool = False

    def alarms(self, value: float) -> bool:
        """Whether a value is one for an alarm."""
        return (self.low <= value <= self.high) == self.inside


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Per figure what is a warning, and what is critical."""

    warning: Mapping[str, Range]
    critical: Mapping[str, Range]


@dataclass(frozen=True, slots=True)
class Sighting:
    """What one run of the plug-in found."""

    status: Status
    figures: Mapping[str, int]
    """By the names of FIGURES, in that order."""
    window: int
    """µs"""
    suspects: tuple[Suspect, ...] = ()
    blind: str = ""
    """Why nothing can be said; empty where something can."""
    notes: tuple[str, ...] = ()
    beyond: tuple[str, ...] = ()
    """Figures beyond a threshold, worst first."""
    top_account: str = ""


FIGURES: dict[str, str] = {
    "compromised": "accounts that look broken into",
    "suspicious": "accounts that look odd",
    "logins": "successful logins",
    "failures": "failed logins",
    "messages": "mails sent by accounts that logged in",
    "recipients": "their recipients",
    "top_account": "recipients of the account that sent to most",
    "countries": "countries of the account that came from most",
    "age": "seconds since the mail system's last line",
}
"""What is counted in the window; names of thresholds and of performance data."""
