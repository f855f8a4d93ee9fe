"""Where is a scenario played? The servers, the clock, and a watch over everything that the acts leave behind."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from random import Random
from typing import Any, TypeVar

from lab.aftermath import Aftermath
from lab.clients import Imap
from lab.clock import Clock
from lab.content_filter import ContentFilter
from lab.idle import nobody_runs
from lab.outside import Outside
from lab.place import Place
from lab.policy import Policy
from lab.postfix import Postfix
from lab.queue_files import QUEUES
from lab.rsyslog import Rsyslog
from lab.setup import SERVICES
from lab.truth import Notice, Rejection, ScreenEvent, Span, Truth

_QUEUE_RUN_DELAY = 300.0
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
        self.auth_verbose = False  # then Dovecot tells of each wrong password
        self.open: dict[str, Imap] = {}
        self.random = Random(1848)
        self.problems: list[dict[str, Any]] = []  # what went wrong in the servers that we play ourselves
        self.log = log
        self.versions = {program: place.version(program) for program in ("postfix", "dovecot")}
        self.aftermath = Aftermath(place, postfix, outside, self.saw)
        self.filter = ContentFilter(self.saw, self.aftermath.follow, postfix.delivering)
        self._seen: list[tuple[type[Any], dict[str, Any]]] = []
        self._opened = clock.now()
        self._next_scan = clock.now()
        self._passed: set[str] = set()
        self._messages = 0

    async def play(self, moments: Iterable[Moment]) -> None:
        """Each act to its end, and until everything that it caused has settled, before the clock goes on."""
        await self._watched(_servers_have_started, self._opened)
        for moment in sorted(moments, key=lambda moment: moment.time):
            await self._wait_until(moment.time)
            await self._watched(moment.act)
        self.truth.queued = sorted(self.postfix.queued(*QUEUES))

    async def act(self, act: Act) -> None:
        """One act now, to its end and until everything that it caused has settled."""
        await self._watched(act)

    def saw(self, kind: type[Row], /, **fields: object) -> None:
        """Something that the log must tell; its span ends when the act has settled."""
        self._seen.append((kind, fields))
        self.aftermath.note(kind, fields)

    def last(self, kind: type[Row]) -> dict[str, Any]:
        """What this act has written down last of that kind."""
        return next(fields for seen, fields in reversed(self._seen) if seen is kind)

    def expect(self, **fields: object) -> None:
        """A mail is on its way whose queue id shows only later, where it arrives."""
        self.aftermath.expect(fields)

    def screen(self, ip: str) -> None:
        """An ordinary client knocks at postscreen's door."""
        self.saw(ScreenEvent, ip=ip, event="connect")
        self.saw(ScreenEvent, ip=ip, event="pass-old" if ip in self._passed else "pass-new")
        self._passed.add(ip)

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

    def text(self, sender: str, subject: str, size: int = 3, header: str = "", message_id: str = "") -> str:
        """An invented mail of so many lines; `header` is one more header, `message_id` its own, as it stands."""
        self._messages += 1
        identity = f"{self.random.getrandbits(64):016x}.{self._messages}@{sender.rpartition('@')[2] or 'example.org'}"
        body = "An invented line of an invented mail, 64 characters in all, more\r\n" * size
        more = f"{header}\r\n" if header else ""
        message_id = message_id or f"<{identity}>"
        return f"From: {sender}\r\nSubject: {subject}\r\nMessage-ID: {message_id}\r\n{more}\r\n{body}"

    async def settle(self) -> None:
        """Wait until no mail is on its way and the servers have said everything."""
        await nobody_runs()
        while self.postfix.busy():
            await asyncio.sleep(0.001)
            await nobody_runs()

    async def scan_deferred(self) -> None:
        self.postfix.scan_deferred()

    async def _watched(self, act: Act, since: float | None = None) -> None:
        begin = since or self.clock.now()
        await asyncio.wait_for(act(self), _PATIENCE)
        await asyncio.wait_for(self.settle(), _PATIENCE)
        if self.problems:
            raise RuntimeError(f"beside an act: {self.problems}")
        self._policy_has_spoken()
        self.aftermath.look()
        span = Span(begin, self.clock.now())
        for kind, fields in self._seen:
            self.truth.add(kind(span=span, **fields))
        self._seen.clear()

    def _policy_has_spoken(self) -> None:
        """What the policy service has made the server do; for whom is said once the mail has a queue id."""
        for verdict in self.policy.verdicts:
            asked = verdict.request
            self.saw(
                Rejection,
                ip=asked["client_address"],
                service=f"{SERVICES[int(asked['server_port'])]}/smtpd",
                action=verdict.action,
                stage=asked["protocol_state"],
                sender=asked["sender"],
                recipient=asked["recipient"],
                helo=asked["helo_name"],
                account=asked["sasl_username"] or None if asked["queue_id"] or self.postfix.names_logins else None,
            )
        self.policy.verdicts.clear()

    async def _wait_until(self, story_time: float) -> None:
        """Deferred mail is tried again meanwhile, when its time has come."""
        self._next_scan = max(self._next_scan, self.clock.now())
        while self._next_scan < story_time and (due := self.postfix.next_attempt()):
            if self._next_scan >= due:  # earlier, the queue manager only looks at the files' dates
                self.clock.forward_to(self._next_scan)
                await self._watched(Stage.scan_deferred)
            self._next_scan += _QUEUE_RUN_DELAY
        self.clock.forward_to(story_time)


async def _servers_have_started(stage: Stage) -> None:
    version = stage.postfix.command("postconf", "-dh", "mail_version").strip()
    stage.saw(Notice, service="postfix/postfix-script", kind="script/action", severity="info", text="starting")
    stage.saw(Notice, service="postfix/master", kind="master/started", severity="info", text=version)


Act = Callable[[Stage], Awaitable[None]]
