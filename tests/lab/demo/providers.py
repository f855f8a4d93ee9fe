"""What do the mail servers outside answer in these five weeks? Three big providers lose patience during the burst."""

from __future__ import annotations

from collections.abc import Callable
from zlib import crc32

from lab.demo.people import LEFT_LONG_AGO
from lab.outside import Attempt
from lab.providers import Provider, Providers
from lab.stage import Act, Stage

# How many recipients of the burst each one takes before it closes the door.
_LIMITS = {"bigmail.example.net": 680, "freemail.example.com": 250, "webpost.example.net": 330}


class _Patient(Provider):
    """Takes so many recipients from a moment on, and forgives no more."""

    def __init__(self, limit: int, since: float) -> None:
        self._left = limit
        self._since = since

    def count(self, now: float) -> None:
        self._left -= now >= self._since

    def angry(self, now: float) -> bool:
        return self._left < 0


class PatientProviders(Providers):
    """They answer after a moment, and a subscriber or two has left long ago."""

    def __init__(self, since: float) -> None:
        super().__init__()
        self._big = {domain: _Patient(limit, since) for domain, limit in _LIMITS.items()}
        self._forward: Callable[[float], None] = lambda _time: None
        self._answers = 0

    def open(self) -> Act:
        begin = super().open()

        async def act(stage: Stage) -> None:
            self._forward = stage.clock.forward_to
            await begin(stage)

        return act

    def _rcpt(self, attempt: Attempt) -> str:
        if attempt.recipient in LEFT_LONG_AGO:
            return f"550 5.1.1 <{attempt.recipient}>: Recipient address rejected: User unknown"
        return super()._rcpt(attempt)

    def _data(self, attempts: tuple[Attempt, ...]) -> str | None:
        self._take_time(attempts[0].domain)
        return super()._data(attempts)

    def _door(self, domain: str) -> str | None:
        self._take_time(domain)
        return super()._door(domain)

    def _take_time(self, domain: str) -> None:
        """Answers from far away take a moment: the clock goes on by 0.05 to 0.8 seconds."""
        self._answers += 1
        self._forward(self._now() + 0.05 + crc32(f"{domain} {self._answers}".encode()) % 750 / 1000)
