"""What did really happen? Written down by those who did it: clients, servers outside, mailboxes; never read from a log.

One row here is one row of the table of the same name; `begin` and `end` (seconds since 1970, the scenario's time)
say between which moments its log line must be stamped.
"""

from __future__ import annotations

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
    span: Span
    ip: str
    service: str


@dataclass(frozen=True, slots=True)
class Login:
    """A mail sent with a login, or a login at a mailbox (`queue_id` is None)."""

    span: Span
    account: str
    ip: str
    method: str
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
    method: str
    protocol: str
    attempts: int


@dataclass(frozen=True, slots=True)
class Message:
    span: Span
    queue_id: str
    origin: str
    sender: str
    recipients: int
    account: str | None = None
    ip: str | None = None
    uid: int | None = None


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
    span: Span
    ip: str
    stage: str
    sender: str
    recipient: str


@dataclass(frozen=True, slots=True)
class Removal:
    """A queue file that left the queue."""

    span: Span
    queue_id: str


@dataclass(frozen=True, slots=True)
class Expiry:
    """A mail that waited too long and went back to its sender."""

    span: Span
    queue_id: str


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
    logins: list[Login] = field(default_factory=list)
    silent_logins: list[SilentLogin] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)
    deliveries: list[Delivery] = field(default_factory=list)
    rejections: list[Rejection] = field(default_factory=list)
    removals: list[Removal] = field(default_factory=list)
    expiries: list[Expiry] = field(default_factory=list)
    mailbox_sessions: list[MailboxSession] = field(default_factory=list)

    def add(self, row: object) -> None:
        """Put a row into the table of its kind."""
        tables: dict[type, list[Any]] = {
            Connection: self.connections,
            Login: self.logins,
            SilentLogin: self.silent_logins,
            Failure: self.failures,
            Message: self.messages,
            Delivery: self.deliveries,
            Rejection: self.rejections,
            Removal: self.removals,
            Expiry: self.expiries,
            MailboxSession: self.mailbox_sessions,
        }
        tables[type(row)].append(row)

    def write(self, file: Path) -> None:
        file.write_bytes(msgspec.json.format(msgspec.json.encode(asdict(self)), indent=1) + b"\n")

    @classmethod
    def read(cls, file: Path) -> Truth:
        return msgspec.json.decode(file.read_bytes(), type=cls)
