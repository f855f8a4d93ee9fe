"""What does the monitoring plug-in keep until its next run?"""

from __future__ import annotations

import msgspec


class Tally(msgspec.Struct, omit_defaults=True):
    """One account in one minute."""

    logins: int = 0
    messages: int = 0
    recipients: int = 0
    networks: dict[str, str] = {}
    """Networks outside that it came from, and their countries."""
    senders: list[str] = []


class Minute(msgspec.Struct, omit_defaults=True):
    """What was logged in one minute."""

    number: int
    """Since 1970."""
    accounts: dict[str, Tally] = {}
    failures: int = 0
    failing: dict[str, int] = {}
    """Failures per network."""
    targets: dict[str, int] = {}
    """Failures per account, where it is logged."""


class Usual(msgspec.Struct, omit_defaults=True):
    """What is usual for an account: of all that was logged before the window. Days count from 1970."""

    since: int
    seen: int
    networks: dict[str, int] = {}
    """Where it came from, and on which day last."""
    countries: dict[str, int] = {}
    senders: dict[str, int] = {}
    peak: int = 0
    """Most recipients in a day."""
    day: int = 0
    today: int = 0
    """Recipients on `day`."""


class Open(msgspec.Struct, array_like=True):
    """A mail that an account has begun, and whose recipients have not been told yet."""

    account: str
    time: int


class Memory(msgspec.Struct):
    """All that is kept between two runs, for one log."""

    log: str
    version: int = 1
    position: msgspec.Raw = msgspec.Raw(b"null")
    last_line: int = 0
    """µs UTC of the mail system's latest line."""
    minutes: dict[int, Minute] = {}
    usual: dict[str, Usual] = {}
    mails: dict[str, Open] = {}
    held: dict[str, int] = {}
    """Accounts that were called compromised, and on which day last: what they do is not taken for usual."""
    looked: int = 0
    """Up to where was judged, µs UTC."""
