"""What really happened? Kept while it happens, not read from the log."""

from __future__ import annotations

from dataclasses import dataclass

from ..clock import Moment, Month


@dataclass(frozen=True, slots=True)
class Event:
    """A success or failure of somebody at an account's door."""

    at: Moment
    account: str  # as it is compared: case-folded
    what: str  # message, imap, pop3, sieve, silent, failure
    ip: str
    recipients: int
    by: str


class Ledger:
    """All events within the month."""

    def __init__(self, month: Month) -> None:
        self._month = month
        self._events: list[Event] = []

    def note(self, at: Moment, account: str, what: str, ip: str, by: str, recipients: int = 0) -> None:
        """Something happened."""
        if 0 <= at < self._month.end:
            self._events.append(Event(at, account.lower(), what, ip, recipients, by))

    def events(self) -> list[Event]:
        """In the order of time."""
        return sorted(self._events, key=lambda event: (event.at, event.account, event.what))
