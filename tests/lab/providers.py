"""How do mail providers answer? Big ones count, and close the door for hours to a server that begins to spam."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from zlib import crc32

from lab.outside import Attempt, by_recipient
from lab.setup import HOST_IP
from lab.stage import Act, Stage

_HOUR = 3600.0
_UNUSUAL_RATE = (
    f"421-4.7.0 [{HOST_IP}] Our system has detected an unusual rate of unsolicited\n"
    "421-4.7.0 mail originating from your IP address. To protect our users from\n"
    "421 4.7.0 spam, mail sent from your IP address has been temporarily rate limited."
)
_BLOCKED = f"550 5.7.1 Unfortunately, messages from [{HOST_IP}] weren't sent. You are on our block list (S3140)."
_BUSY = "421 4.7.0 mx0.webpost.example.net Service unavailable, too many messages from your address"
_UNKNOWN_PERCENT = 34


class Provider:
    """Takes so many recipients an hour from one server, and bears a grudge when there are more."""

    def __init__(self, hourly: int, grudge: float) -> None:
        self._hourly = hourly
        self._grudge = grudge
        self._seen: deque[float] = deque()
        self._angry_until = 0.0

    def count(self, now: float) -> None:
        self._seen.append(now)
        while self._seen[0] < now - _HOUR:
            self._seen.popleft()
        if len(self._seen) > self._hourly:
            self._angry_until = now + self._grudge

    def angry(self, now: float) -> bool:
        return now < self._angry_until


class Providers:
    """Three big ones, each with an answer of its own; one that greets strangers later (greylisting); all others."""

    def __init__(self, hourly: int = 60, grudge_hours: float = 6) -> None:
        domains = "bigmail.example.net", "freemail.example.com", "webpost.example.net"
        self._big = {domain: Provider(hourly, grudge_hours * _HOUR) for domain in domains}
        self._greeted: set[tuple[str, str]] = set()
        self._now: Callable[[], float] = lambda: 0.0

    def open(self) -> Act:
        """From now on they answer."""

        async def act(stage: Stage) -> None:
            self._now = stage.clock.now
            stage.outside.rcpt, stage.outside.data, stage.outside.door = self._rcpt, self._data, self._door

        return act

    def _rcpt(self, attempt: Attempt) -> str:
        if provider := self._big.get(attempt.domain):
            provider.count(self._now())
        if harvested(attempt.recipient) and crc32(attempt.recipient.encode()) % 100 < _UNKNOWN_PERCENT:
            return f"550 5.1.1 <{attempt.recipient}>: Recipient address rejected: User unknown"
        if attempt.domain == "freemail.example.com" and self._angry(attempt.domain):
            return _BLOCKED
        correspondents = attempt.sender, attempt.recipient
        if attempt.domain == "sundfragt.example.com" and correspondents not in self._greeted:
            self._greeted.add(correspondents)
            return f"450 4.2.0 <{attempt.recipient}>: Recipient address rejected: Greylisted, try again later"
        return by_recipient(attempt)

    def _data(self, attempts: tuple[Attempt, ...]) -> str | None:
        domain = attempts[0].domain
        return _UNUSUAL_RATE if domain == "bigmail.example.net" and self._angry(domain) else None

    def _door(self, domain: str) -> str | None:
        return _BUSY if domain == "webpost.example.net" and self._angry(domain) else None

    def _angry(self, domain: str) -> bool:
        return self._big[domain].angry(self._now())


def harvested(recipient: str) -> bool:
    """Whether an address is of a spammer's list: those end in digits, and a third of them does not exist."""
    return recipient.partition("@")[0][-1:].isdigit()
