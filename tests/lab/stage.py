"""Where is a scenario played? The servers, the clock, and a watch over everything that the acts leave behind."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from random import Random
from typing import Any, TypeVar

from lab.bounces import Bounce
from lab.clients import Imap
from lab.clock import Clock
from lab.mailboxes import Mailboxes
from lab.outside import Outside
from lab.place import Place
from lab.policy import Policy
from lab.postfix import Postfix
from lab.queue_files import QUEUES, QueueWatch
from lab.rsyslog import Rsyslog
from lab.truth import Delivery, Expiry, Message, Removal, Span, Truth

_QUEUE_RUN_DELAY = 300.0
_SILENCE = 0.02
_SCAN = 0.06
_PATIENCE = 30.0

Row = TypeVar("Row")


@dataclass(frozen=True)
class Moment:
    """Something that happens at a time of the scenario."""

    time: float
    act: Act


class Stage:
    """What acts use: `saw` writes the truth down, everything else is theirs to handle."""

    def __init__(self, place: Place, clock: Clock, postfix: Postfix, log: Rsyslog, outside: Outside) -> None:
        self.place = place
        self.clock = clock
        self.postfix = postfix
        self.outside = outside
        self.policy = Policy()
        self.truth = Truth()
        self.passwords: dict[str, str] = {}
        self.open: dict[str, Imap] = {}
        self.random = Random(1848)
        self.problems: list[dict[str, Any]] = []  # what went wrong in the servers that we play ourselves
        self.log = log
        self._mailboxes = Mailboxes(place.folder / "mail")
        self._queue = QueueWatch(place.folder / "queue")
        self._seen: list[tuple[type[Any], dict[str, Any]]] = []
        self._next_scan = clock.now()
        self._queued: set[str] = set()
        self._met: set[str] = set()
        self._expected: list[dict[str, Any]] = []
        self._messages = 0

    async def play(self, moments: Iterable[Moment]) -> None:
        """Each act to its end, and until everything that it caused has settled, before the clock goes on."""
        for moment in sorted(moments, key=lambda moment: moment.time):
            await self._wait_until(moment.time)
            await self._watched(moment.act)
        self.truth.queued = sorted(self.postfix.queued(*QUEUES))

    async def act(self, act: Act) -> None:
        """One act now, to its end and until everything that it caused has settled."""
        await self._watched(act)

    def saw(self, kind: type[Row], **fields: object) -> None:
        """Something that the log must tell; its span ends when the act has settled."""
        self._seen.append((kind, fields))
        if kind is Message:
            self._queued.add(str(fields["queue_id"]))
            self._met.add(str(fields["queue_id"]))

    def expect(self, **fields: object) -> None:
        """A mail is on its way whose queue id shows only later, where it arrives."""
        self._expected.append(fields)

    def know(self, account: str, password: str | None) -> None:
        """Create an account or change its password; None: it can no longer log in, and its mailbox stays."""
        if password is None:
            self.passwords.pop(account, None)
        else:
            self.passwords[account] = password
        users = "".join(f"{name}:{{PLAIN}}{secret}\n" for name, secret in self.passwords.items())
        fresh = self.place.folder / "dovecot/users.new"
        fresh.write_text(users)
        fresh.replace(self.place.folder / "dovecot/users")

    def text(self, sender: str, subject: str, size: int = 3, header: str = "") -> str:
        """An invented mail of so many lines; `header` is one more header."""
        self._messages += 1
        identity = f"{self.random.getrandbits(64):016x}.{self._messages}@{sender.partition('@')[2] or 'example.org'}"
        body = "An invented line of an invented mail, 64 characters in all, more\r\n" * size
        more = f"{header}\r\n" if header else ""
        return f"From: {sender}\r\nSubject: {subject}\r\nMessage-ID: <{identity}>\r\n{more}\r\n{body}"

    async def settle(self) -> None:
        """Wait until no mail is on its way and the servers have said everything."""
        await self._quiet()
        while self.postfix.busy():
            await asyncio.sleep(_SILENCE / 2)
            await self._quiet()

    async def scan_deferred(self) -> None:
        self.postfix.scan_deferred()
        await asyncio.sleep(_SCAN)

    async def _watched(self, act: Act) -> None:
        begin = self.clock.now()
        await asyncio.wait_for(act(self), _PATIENCE)
        await asyncio.wait_for(self.settle(), _PATIENCE)
        if self.problems:
            raise RuntimeError(f"beside an act: {self.problems}")
        self._look_around()
        span = Span(begin, self.clock.now())
        for kind, fields in self._seen:
            self.truth.add(kind(span=span, **fields))
        self._seen.clear()

    def _look_around(self) -> None:
        """Deliveries, bounces and removals are nobody's act: they show outside, in the mailboxes and in the queue."""
        for done in self.outside.answered:
            self._meet(done.attempt.queue_id, done.attempt.sender)
            code, dsn = done.reply.replace("-", " ", 1).split()[:2]
            if code[0] != "4":  # those stay in the queue, which tells more about them
                self._deliver(
                    done.attempt.queue_id, done.attempt.recipient, {"2": "sent", "5": "bounced"}[code[0]], dsn
                )
        self.outside.answered.clear()
        for filed in self._mailboxes.new():
            self._meet(filed.queue_id, filed.sender)
            self._deliver(filed.queue_id, filed.recipient, "sent", "2.0.0")
            if filed.bounce:
                self._came_back(filed.bounce)
        for bounce in self.outside.bounces:
            self._came_back(bounce)
        self.outside.bounces.clear()
        for deferral in self._queue.deferrals():
            self._meet(deferral.queue_id, deferral.sender)
            self._deliver(deferral.queue_id, deferral.recipient, "deferred", deferral.dsn)
        for queue_id in self._queue.gone(self._queued):
            self._queued.discard(queue_id)
            self.saw(Removal, queue_id=queue_id)

    def _came_back(self, bounce: Bounce) -> None:
        """A mail whose time is over leaves no file of its last attempt: the bounce tells of it."""
        if bounce.waited:
            self.saw(Expiry, queue_id=bounce.queue_id)
        for recipient, dsn in bounce.waited:
            self._deliver(bounce.queue_id, recipient, "deferred", dsn)

    def _deliver(self, queue_id: str, recipient: str, status: str, dsn: str) -> None:
        self.saw(Delivery, queue_id=queue_id, recipient=recipient, status=status, dsn=dsn)

    def _meet(self, queue_id: str, sender: str) -> None:
        """A mail that no client sent: one that we expect, or, from nobody, one that Postfix wrote itself."""
        if queue_id in self._met:
            return
        self._met.add(queue_id)
        expected = next((fields for fields in self._expected if fields["sender"] == sender), None)
        if expected:
            self._expected.remove(expected)
            self.saw(Message, queue_id=queue_id, **expected)
        elif not sender:
            self.saw(Message, queue_id=queue_id, origin="bounce", sender="", recipients=1)

    async def _wait_until(self, story_time: float) -> None:
        """Deferred mail is tried again meanwhile, when its time has come."""
        self._next_scan = max(self._next_scan, self.clock.now())
        while self._next_scan < story_time and (due := self.postfix.next_attempt()):
            if self._next_scan >= due:  # earlier, the queue manager only looks at the files' dates
                self.clock.forward_to(self._next_scan)
                await self._watched(Stage.scan_deferred)
            self._next_scan += _QUEUE_RUN_DELAY
        self.clock.forward_to(story_time)

    async def _quiet(self) -> None:
        """Nothing written to the log for a moment."""
        size, since = self.log.size(), time.monotonic()
        while time.monotonic() - since < _SILENCE:
            await asyncio.sleep(_SILENCE / 8)
            if (now := self.log.size()) != size:
                size, since = now, time.monotonic()


Act = Callable[[Stage], Awaitable[None]]
