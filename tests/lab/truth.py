"""What did really happen? Written down by those who did it: clients, servers outside, mailboxes; never read from a log.

One row here is one row of the table of the same name; `begin` and `end` (seconds since 1970, the scenario's time)
say between which moments its log line must be stamped.
"""

from __future__ import annotations

import gzip
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import msgspec


@dataclass(frozen=True, slots=True)
class Span:
    """When a thing happened, at the earliest and at the latest."""

    begin: float
    end: float


@dataclass(frozen=True, slots=True)
class Connection:
    """A session from connect to disconnect; `auths` are its AUTH commands: was the login accepted?"""

    span: Span
    ip: str
    service: str
    auths: Sequence[bool] = ()


@dataclass(frozen=True, slots=True)
class Abort:
    """A session that ended without QUIT: lost-connection, timeout or too-many-errors, after that command."""

    span: Span
    ip: str
    service: str
    reason: str
    after: str


@dataclass(frozen=True, slots=True)
class Login:
    """A mail sent with a login, or a login at a mailbox (`queue_id` is None)."""

    span: Span
    account: str
    ip: str
    method: str | None
    protocol: str
    service: str
    queue_id: str | None = None


@dataclass(frozen=True, slots=True)
class SilentLogin:
    """A login by SMTP after which no mail was accepted."""

    span: Span
    ip: str
    service: str
    failed: int


@dataclass(frozen=True, slots=True)
class Failure:
    span: Span
    account: str
    ip: str
    method: str | None
    protocol: str
    attempts: int


@dataclass(frozen=True, slots=True)
class Message:
    span: Span
    queue_id: str
    origin: str
    sender: str | None
    recipients: int | None
    account: str | None = None
    ip: str | None = None
    uid: int | None = None
    message_id: str | None = None


@dataclass(frozen=True, slots=True)
class Delivery:
    """One attempt for one recipient."""

    span: Span
    queue_id: str
    recipient: str
    status: str
    dsn: str


@dataclass(frozen=True, slots=True)
class Rejection:
    """What was not simply taken; `account` as far as the server says it: who sends a mail, once it has a queue id."""

    span: Span
    ip: str | None
    service: str
    action: str
    stage: str
    sender: str
    recipient: str
    helo: str
    account: str | None = None


@dataclass(frozen=True, slots=True)
class ContentCheck:
    """What cleanup found in a header or in the body, whatever it did then."""

    span: Span
    ip: str | None
    action: str
    part: str
    text: str


@dataclass(frozen=True, slots=True)
class Limit:
    """A client that did something too often, or (anvil: `auth rate 5`) most often."""

    span: Span
    ip: str
    service: str
    what: str


@dataclass(frozen=True, slots=True)
class QueueEvent:
    """What happened to a queue file."""

    span: Span
    queue_id: str
    event: str
    related: str | None = None


@dataclass(frozen=True, slots=True)
class Ending:
    """A message of which nothing is left in the queue, under whichever queue id."""

    span: Span
    queue_id: str
    ended: str


@dataclass(frozen=True, slots=True)
class Filing:
    """What Dovecot did with a mail that arrived."""

    span: Span
    account: str
    action: str
    target: str | None
    message_id: str


@dataclass(frozen=True, slots=True)
class ScreenEvent:
    """What postscreen saw."""

    span: Span
    ip: str
    event: str
    detail: str | None = None
    sender: str | None = None
    recipient: str | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """A warning, an error, or a program that starts or stops; `text` is None where a secret was cut out."""

    span: Span
    service: str
    kind: str
    severity: str
    text: str | None


@dataclass(frozen=True, slots=True)
class TlsSession:
    """A TLS session of which the server says something; one that failed has neither protocol nor cipher."""

    span: Span
    ip: str
    service: str
    protocol: str | None
    cipher: str | None


@dataclass(frozen=True, slots=True)
class MailboxSession:
    span: Span
    account: str
    protocol: str
    expunged: int
    bodies: int | None


@dataclass
class Truth:
    """All rows of one scenario. `tells` and `intruders` are its own words, `queued` what the queue holds at its end."""

    tells: str = ""
    intruders: dict[str, tuple[str, ...]] = field(default_factory=dict)
    queued: list[str] = field(default_factory=list)
    connections: list[Connection] = field(default_factory=list)
    aborts: list[Abort] = field(default_factory=list)
    logins: list[Login] = field(default_factory=list)
    silent_logins: list[SilentLogin] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)
    endings: list[Ending] = field(default_factory=list)
    deliveries: list[Delivery] = field(default_factory=list)
    rejections: list[Rejection] = field(default_factory=list)
    content_checks: list[ContentCheck] = field(default_factory=list)
    limits: list[Limit] = field(default_factory=list)
    queue_events: list[QueueEvent] = field(default_factory=list)
    filings: list[Filing] = field(default_factory=list)
    postscreen: list[ScreenEvent] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    tls_sessions: list[TlsSession] = field(default_factory=list)
    mailbox_sessions: list[MailboxSession] = field(default_factory=list)

    def add(self, row: object) -> None:
        """Put a row into the table of its kind."""
        tables: dict[type, list[Any]] = {
            Connection: self.connections,
            Abort: self.aborts,
            Login: self.logins,
            SilentLogin: self.silent_logins,
            Failure: self.failures,
            Message: self.messages,
            Ending: self.endings,
            Delivery: self.deliveries,
            Rejection: self.rejections,
            ContentCheck: self.content_checks,
            Limit: self.limits,
            QueueEvent: self.queue_events,
            Filing: self.filings,
            ScreenEvent: self.postscreen,
            Notice: self.notices,
            TlsSession: self.tls_sessions,
            MailboxSession: self.mailbox_sessions,
        }
        tables[type(row)].append(row)

    def write(self, file: Path) -> None:
        """Packed where the name ends in `.gz`."""
        text = msgspec.json.format(msgspec.json.encode(asdict(self)), indent=1) + b"\n"
        file.write_bytes(gzip.compress(text, 9, mtime=0) if file.suffix == ".gz" else text)

    @classmethod
    def read(cls, file: Path) -> Truth:
        data = file.read_bytes()
        return msgspec.json.decode(gzip.decompress(data) if file.suffix == ".gz" else data, type=cls)
