"""What do the mail servers outside answer, before, during and after the burst? Three big providers lose patience."""

from __future__ import annotations

from dataclasses import dataclass
from zlib import crc32

from lab.clock import Clock
from lab.demo.people import CUSTOMERS, LEFT_LONG_AGO, SUBSCRIBERS
from lab.outside import ACCEPTED, Attempt
from lab.setup import HOST_IP
from lab.stage import Act, Stage

_UNUSUAL_RATE = (
    f"421-4.7.0 [{HOST_IP}] Our system has detected an unusual rate of unsolicited\n"
    "421-4.7.0 mail originating from your IP address. To protect our users from\n"
    "421 4.7.0 spam, mail sent from your IP address has been temporarily rate limited."
)
_BLOCKED = f"550 5.7.1 Unfortunately, messages from [{HOST_IP}] weren't sent. You are on our block list (S3140)."
_BUSY = "421 4.7.0 mx0.webpost.example.net Service temporarily unavailable, too many messages from your address blocked"


@dataclass
class _Patience:
    """How many recipients a provider has seen from the burst, and how many it takes before it closes the door."""

    limit: int
    seen: int = 0

    @property
    def lost(self) -> bool:
        return self.seen > self.limit


class Providers:
    """What they remember; `burst` is set while the spam goes out."""

    def __init__(self) -> None:
        self._burst = False
        self._greeted: set[tuple[str, str]] = set()
        self._answers = 0
        self._patience = {
            "bigmail.example.net": _Patience(680),
            "freemail.example.com": _Patience(250),
            "webpost.example.net": _Patience(330),
        }

    def open(self) -> Act:
        """From now on they answer."""

        async def act(stage: Stage) -> None:
            def door(domain: str) -> str | None:
                self._take_time(stage.clock, domain)
                return _BUSY if domain == "webpost.example.net" and self._lost_patience(domain) else None

            def data(attempts: tuple[Attempt, ...]) -> str | None:
                domain = attempts[0].domain
                self._take_time(stage.clock, domain)
                return _UNUSUAL_RATE if domain == "bigmail.example.net" and self._lost_patience(domain) else None

            stage.outside.rcpt, stage.outside.data, stage.outside.door = self._recipient, data, door

        return act

    def burst(self, goes_on: bool) -> Act:
        async def act(_stage: Stage) -> None:
            self._burst = goes_on

        return act

    def _recipient(self, attempt: Attempt) -> str:
        domain, recipient = attempt.domain, attempt.recipient
        if self._burst and domain in self._patience:
            self._patience[domain].seen += 1
        if _is_unknown(recipient):
            return f"550 5.1.1 <{recipient}>: Recipient address rejected: User unknown"
        if domain == "freemail.example.com" and self._lost_patience(domain):
            return _BLOCKED
        if domain == "sundfragt.example.com" and (attempt.sender, recipient) not in self._greeted:
            self._greeted.add((attempt.sender, recipient))
            return f"450 4.2.0 <{recipient}>: Recipient address rejected: Greylisted, try again in 300 seconds"
        return ACCEPTED

    def _lost_patience(self, domain: str) -> bool:
        return domain in self._patience and self._patience[domain].lost

    def _take_time(self, clock: Clock, domain: str) -> None:
        """Answers from far away take a moment: the clock goes on by 0.05 to 0.8 seconds."""
        self._answers += 1
        clock.forward_to(clock.now() + 0.05 + crc32(f"{domain} {self._answers}".encode()) % 750 / 1000)


def _is_unknown(recipient: str) -> bool:
    """Customers and subscribers exist; of the names that a spammer has collected, a third does not."""
    if recipient in CUSTOMERS or recipient in SUBSCRIBERS:
        return recipient in LEFT_LONG_AGO
    return crc32(recipient.encode()) % 100 < 34
