"""Who receives mail in the outside world, and what do these servers answer? One SMTP sink plays them all.

Each answer is kept beside the mail that it is about: Postfix tells by XFORWARD which queue id it is delivering. Of mail
that came from no client it tells nothing: then the mail itself names its queue id or, where none is taken, `identify`
must know.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from zlib import crc32

from lab.bounces import Bounce, bounce

# recipient domain → (name of its mail server, address)
MAIL_SERVERS: Mapping[str, tuple[str, str]] = {
    "bigmail.example.net": ("mx1.bigmail.example.net", "198.51.100.17"),
    "freemail.example.com": ("mx.freemail.example.com", "198.51.100.18"),
    "webpost.example.net": ("mx0.webpost.example.net", "198.51.100.3"),
    "hafenlogistik.example.com": ("mail.hafenlogistik.example.com", "198.51.100.20"),
    "alpenhandel.example.net": ("mx.alpenhandel.example.net", "198.51.100.98"),
    "werkzeug.example.com": ("mail.werkzeug.example.com", "198.51.100.114"),
    "thames.example.net": ("mx.thames.example.net", "198.51.100.130"),
    "sundfragt.example.com": ("mx.sundfragt.example.com", "198.51.100.194"),
    "elsewhere.example.net": ("mx.elsewhere.example.net", "198.51.100.22"),
    "closed.example.net": ("mx.closed.example.net", "198.51.100.6"),
}
_CLOSED = {"closed.example.net"}
ACCEPTED = "250 2.1.5 Ok"
_RECEIVED = re.compile(r"^Received: by \S+ \(Postfix[^)]*\)\s+id (\w+)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Attempt:
    """A mail at the door of a server outside."""

    domain: str
    queue_id: str
    sender: str
    recipient: str


@dataclass(frozen=True, slots=True)
class Answered:
    """What came of it: the last reply that concerned this recipient."""

    attempt: Attempt
    reply: str


def by_recipient(attempt: Attempt) -> str:
    """The recipient's name says it all: `unknown.…` does not exist, `busy.…` has to wait, `spam.…` is blocked."""
    kind = attempt.recipient.partition(".")[0]
    return {
        "unknown": f"550 5.1.1 <{attempt.recipient}>: Recipient address rejected: User unknown",
        "busy": "450 4.2.1 Mailbox is over its rate, try again later",
        "blocked": "550 5.7.1 Your address is on our block list (S3140)",
    }.get(kind, ACCEPTED)


def welcome(_attempts: tuple[Attempt, ...]) -> str | None:
    """Every mail is taken."""
    return None


@dataclass
class Outside:
    """All servers outside. `rcpt` answers a recipient, `data` a whole mail (None: it is taken), `door` a connection."""

    rcpt: Callable[[Attempt], str] = by_recipient
    data: Callable[[tuple[Attempt, ...]], str | None] = welcome
    door: Callable[[str], str | None] = lambda _domain: None
    identify: Callable[[str, str], str] = lambda _sender, _recipient: ""
    answered: list[Answered] = field(default_factory=list)
    bounces: list[Bounce] = field(default_factory=list)
    mails: int = 0

    async def listen(self) -> None:
        for domain, (name, ip) in MAIL_SERVERS.items():
            if domain in _CLOSED:
                continue  # its server answers nobody
            await asyncio.start_server(_Door(self, domain, name).serve, ip, 25)

    def next_queue_id(self, name: str) -> str:
        self.mails += 1
        return f"{(crc32(name.encode()) * 7919 + self.mails) % 0xFFFFFFFFFF:010X}"


class _Door:
    """One mail server outside."""

    def __init__(self, outside: Outside, domain: str, name: str) -> None:
        self._outside = outside
        self._domain = domain
        self._name = name

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            if closed := self._outside.door(self._domain):
                await _say(writer, closed)
            else:
                await _say(writer, f"220 {self._name} ESMTP")
                await _Session(self._outside, self._domain, self._name, reader, writer).converse()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass  # the client went away: nothing to answer any more
        finally:
            writer.close()


@dataclass
class _Session:
    outside: Outside
    domain: str
    name: str
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    queue_id: str = ""
    sender: str = ""
    accepted: list[Attempt] = field(default_factory=list)

    async def converse(self) -> None:
        while line := (await self.reader.readline()).decode("utf-8", "replace").strip():
            verb, address = line.split()[0].upper(), line.partition("<")[2].rpartition(">")[0]
            if verb == "XFORWARD":
                named = dict(part.partition("=")[::2] for part in line.split()[1:])
                self.queue_id = named.get("IDENT", self.queue_id)
            elif verb == "MAIL":
                self.sender, self.accepted = address, []
            elif verb == "RSET":
                self.queue_id = ""  # the next mail on this connection may be one of which XFORWARD tells nothing
            if verb == "RCPT":
                await self._recipient(address)
            elif verb == "DATA" and self.accepted:
                await self._data()
            else:
                await _say(self.writer, *self._small_talk(verb))

    async def _recipient(self, address: str) -> None:
        attempt = Attempt(self.domain, self.queue_id, self.sender, address)
        answer = self.outside.rcpt(attempt)
        if answer.startswith("250"):
            self.accepted.append(attempt)
        else:
            named = replace(attempt, queue_id=self.queue_id or self.outside.identify(self.sender, address))
            self.outside.answered.append(Answered(named, answer))
        await _say(self.writer, answer)

    async def _data(self) -> None:
        await _say(self.writer, "354 End data with <CR><LF>.<CR><LF>")
        text = (await self.reader.readuntil(b"\r\n.\r\n")).decode("utf-8", "replace")
        if not self.queue_id and (found := _RECEIVED.search(text)):
            self.accepted = [replace(attempt, queue_id=found[1]) for attempt in self.accepted]
        refused = self.outside.data(tuple(self.accepted))
        if report := bounce(text, self.accepted[0].queue_id, self.sender):
            self.outside.bounces.append(report)
        answer = refused or f"250 2.0.0 Ok: queued as {self.outside.next_queue_id(self.name)}"
        self.outside.answered += (Answered(attempt, answer.splitlines()[-1]) for attempt in self.accepted)
        self.queue_id = ""
        await _say(self.writer, *answer.splitlines())

    def _small_talk(self, verb: str) -> tuple[str, ...]:
        if verb == "EHLO":
            return f"250-{self.name}", "250-SIZE 52428800", "250-XFORWARD NAME ADDR PROTO HELO IDENT", "250 8BITMIME"
        return {"DATA": ("554 5.5.1 Error: no valid recipients",), "QUIT": ("221 2.0.0 Bye",)}.get(
            verb, ("250 2.0.0 Ok",)
        )


async def _say(writer: asyncio.StreamWriter, *lines: str) -> None:
    writer.write("".join(f"{line}\r\n" for line in lines).encode())
    await writer.drain()
