"""How is the story played? Its moments in order, each to its end before the clock goes on."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from random import Random

from demo.clients import Imap, Pop3, Smtp
from demo.clock import StoryClock
from demo.journal import Journal
from demo.ledger import Ledger
from demo.people import PASSWORDS
from demo.servers import Servers

_QUEUE_RUN_DELAY = 300.0
_SILENCE = 0.02
_SCAN = 0.06
_PATIENCE = 20.0


@dataclass(frozen=True)
class Moment:
    """Something that happens at a time of the story."""

    time: float
    action: Callable[[Stage], Awaitable[None]]


class Stage:
    """The servers, the clock, and what can be done with them."""

    def __init__(self, clock: StoryClock, servers: Servers, journal: Journal, random: Random) -> None:
        self.random = random
        self.ledger = Ledger()
        self._clock = clock
        self._servers = servers
        self._journal = journal
        self._open: dict[str, Imap] = {}
        self._next_scan = clock.now()
        self._messages = 0

    async def play(self, moments: Iterable[Moment]) -> None:
        for moment in sorted(moments, key=lambda moment: moment.time):
            await self._wait_until(moment.time)
            await asyncio.wait_for(moment.action(self), _PATIENCE)
            await self._settle()

    async def _wait_until(self, story_time: float) -> None:
        """Deferred mail is tried again meanwhile, when its time has come."""
        self._next_scan = max(self._next_scan, self._clock.now())
        while self._next_scan < story_time and self._servers.deferred():
            self._clock.forward_to(self._next_scan)
            self._servers.scan_deferred()
            await asyncio.sleep(_SCAN)
            await self._settle()
            self._next_scan += _QUEUE_RUN_DELAY
        self._clock.forward_to(story_time)

    async def _settle(self) -> None:
        await self._journal.quiet(_SILENCE)
        while self._servers.busy():
            await asyncio.sleep(_SILENCE / 2)
            await self._journal.quiet(_SILENCE)

    def text(self, sender: str, subject: str, size: int = 0, message_id: str = "") -> str:
        self._messages += 1
        identity = message_id or f"{self.random.getrandbits(64):016x}.{self._messages}@{sender.partition('@')[2]}"
        body = "\r\n".join("An invented line of an invented mail, 64 characters in all, more\r\n" for _ in range(size))
        return f"From: {sender}\r\nSubject: {subject}\r\nMessage-ID: <{identity}>\r\n\r\n{body}"

    async def submit(
        self,
        account: str,
        ip: str,
        recipients: Sequence[str],
        *,
        sender: str = "",
        helo: str = "",
        port: int = 587,
        size: int = 3,
    ) -> None:
        """An authenticated client sends one mail."""
        async with await Smtp.open(ip, port) as client:
            await client.greet(helo or f"[{'IPv6:' if ':' in ip else ''}{ip}]", tls=port == 587)
            await client.log_in(account, PASSWORDS[account])
            await client.send(sender or account, recipients, self.text(sender or account, "Invented", size))
            await client.quit()

    async def look(self, account: str, ip: str) -> None:
        """A phone looks for new mail."""
        async with await Imap.open(ip, 993) as client:
            await client.log_in(account, PASSWORDS[account])
            await client.read_new()
            await client.log_out()

    async def sit_down(self, account: str, ip: str) -> None:
        """A mail program is started and stays connected."""
        await self.get_up(account)
        client = self._open[account] = await Imap.open(ip, 993)
        await client.log_in(account, PASSWORDS[account])
        await client.read_new()

    async def get_up(self, account: str) -> None:
        if client := self._open.pop(account, None):
            await client.read_new()
            await client.log_out()
            client.hang_up()

    async def fetch(self, account: str, ip: str) -> None:
        async with await Pop3.open(ip, 995) as client:
            await client.log_in(account, PASSWORDS[account])
            await client.fetch_all()
            await client.quit()

    async def test_settings(self, account: str, ip: str) -> None:
        """A mail program tries out an account that somebody has just set up: a login, and nothing is sent."""
        async with await Smtp.open(ip, 587) as client:
            await client.greet(f"[{ip}]", tls=True)
            await client.log_in(account, PASSWORDS[account])
            await client.quit()

    async def fail_imap(self, account: str, ip: str) -> None:
        async with await Imap.open(ip, 993) as client:
            await client.log_in(account, "an old password")

    async def fail_smtp(
        self, account: str, ip: str, *, tries: int = 1, method: str = "LOGIN", helo: str = "User", tls: bool = False
    ) -> None:
        """Wrong passwords; who speaks TLS also says good-bye."""
        async with await Smtp.open(ip, 587) as client:
            await client.greet(helo, tls)
            for number in range(tries):
                await client.log_in(account, f"guess {number}", method)
            if tls:
                await client.quit()
