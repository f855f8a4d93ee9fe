"""What can somebody do to the server? Plans, made without knowing what the server will answer."""

from __future__ import annotations

from dataclasses import dataclass

from ..clock import Moment
from ..geography.networks import Client
from ..outside.people import Recipient

OWNER = "owner"
ATTACKER = "attacker"


@dataclass(frozen=True, slots=True)
class Letter:
    """One mail within a session."""

    sender: str
    recipients: tuple[Recipient, ...]
    size: int
    spam: float = 0.0  # how much like spam it looks to a filter, 0 to 1
    after: float = 0.0  # seconds from the beginning of the session


@dataclass(frozen=True, slots=True)
class Submit:
    """Somebody logs in by SMTP and hands in mail."""

    at: Moment
    account: str
    client: Client
    letters: tuple[Letter, ...]
    service: str = "submission"
    method: str = "PLAIN"
    mistakes: int = 0  # wrong passwords before the right one
    rude: bool = False  # goes away without QUIT
    by: str = OWNER


@dataclass(frozen=True, slots=True)
class Read:
    """Somebody logs in to a mailbox (imap, pop3) or to its filter rules (sieve)."""

    at: Moment
    account: str
    client: Client
    protocol: str = "imap"
    method: str = "PLAIN"
    seconds: float = 20.0
    bodies: int = 0
    size: int = 0
    deleted: int = 0
    by: str = OWNER


@dataclass(frozen=True, slots=True)
class Silent:
    """Somebody logs in by SMTP and goes: Postfix does not say to which account."""

    at: Moment
    account: str
    client: Client
    service: str = "submission"
    method: str = "LOGIN"
    mistakes: int = 0
    by: str = ATTACKER


@dataclass(frozen=True, slots=True)
class Fail:
    """Somebody tries a wrong password; `account` is what was typed."""

    at: Moment
    account: str
    client: Client
    service: str = "submission"  # a Postfix service, imap or pop3
    method: str = "LOGIN"
    tries: int = 1
    rude: bool = False


@dataclass(frozen=True, slots=True)
class Arrive:
    """Another server brings mail."""

    at: Moment
    sender: str  # empty: a bounce
    recipients: tuple[str, ...]
    client: Client
    size: int
    exists: bool = True  # False: for a mailbox that nobody has


@dataclass(frozen=True, slots=True)
class Knock:
    """A bot or scanner that gets nowhere."""

    at: Moment
    client: Client
    manner: str


@dataclass(frozen=True, slots=True)
class Local:
    """A program on the server itself sends mail."""

    at: Moment
    uid: int
    sender: str
    recipients: tuple[Recipient, ...]
    size: int


@dataclass(frozen=True, slots=True)
class Redirect:
    """From now on mail for the account is forwarded as well (None: no longer)."""

    at: Moment
    account: str
    target: Recipient | None


@dataclass(frozen=True, slots=True)
class Vacation:
    """From now on an out-of-office note answers (or no longer)."""

    at: Moment
    account: str
    on: bool


@dataclass(frozen=True, slots=True)
class Purge:
    """The administrator deletes what of an account's mail is still queued."""

    at: Moment
    account: str


Intent = Submit | Read | Silent | Fail | Arrive | Knock | Local | Redirect | Vacation | Purge
