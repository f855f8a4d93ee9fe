"""What stands in one row of each list of `postwarden stats`?

A list is filled by the SQL file of its name in postwarden.stats, whose columns are the fields of its rows.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SenderFigures:
    """An envelope sender; `<>` is the empty one, of bounces."""

    sender: str
    messages: int
    bytes: int


@dataclass(frozen=True, slots=True)
class RecipientFigures:
    """An address to which mail was delivered."""

    recipient: str
    deliveries: int
    bytes: int


@dataclass(frozen=True, slots=True)
class SenderDomain:
    """Where mail came from: the sender's domain, or the client's where the sender has none."""

    domain: str
    messages: int
    bytes: int


@dataclass(frozen=True, slots=True)
class RecipientDomain:
    """Where mail went to, or tried to."""

    domain: str
    deliveries: int
    bytes: int
    deferrals: int
    average_delay_s: float
    """Of deliveries."""
    longest_delay_s: float
    """Of deliveries and deferrals."""


@dataclass(frozen=True, slots=True)
class AccountFigures:
    """An account that logged in."""

    account: str
    logins: int
    failures: int
    addresses: int
    """From which it logged in."""
    countries: int
    messages: int
    recipients: int
    bytes: int


@dataclass(frozen=True, slots=True)
class FailedName:
    """A name with which somebody failed to log in; null where the log does not tell it."""

    name: str | None
    failures: int
    addresses: int
    logged_in: bool
    """Whether it did succeed, too."""


@dataclass(frozen=True, slots=True)
class CountryFigures:
    """Where logins and failures came from: ISO 3166-1 code, `internal`, or null where no data places the address."""

    country: str | None
    logins: int
    accounts: int
    failures: int
    addresses: int


@dataclass(frozen=True, slots=True)
class Deferral:
    """Why deliveries were deferred."""

    service: str
    """The delivery agent."""
    reason: str
    deferrals: int


@dataclass(frozen=True, slots=True)
class Bounce:
    """Why deliveries were given up."""

    relay: str
    reason: str
    bounced: int


@dataclass(frozen=True, slots=True)
class Refuser:
    """A domain whose servers did not take our mail."""

    domain: str
    bounced: int
    deferrals: int
    delivered: int
    accounts: int
    """Whose mail was bounced or deferred."""


@dataclass(frozen=True, slots=True)
class Rejection:
    """What this server did not take, or remarked on."""

    action: str
    """reject, warning, hold or discard."""
    stage: str
    """RCPT, MAIL, END-OF-MESSAGE, header, …"""
    reason: str
    count: int


@dataclass(frozen=True, slots=True)
class RejectedPeer:
    """The same with whom it hit: the sender or recipient where that is the reason, else the client's domain."""

    action: str
    stage: str
    reason: str
    peer: str
    count: int


@dataclass(frozen=True, slots=True)
class ConnectFailure:
    """A server that could not be reached."""

    host: str
    reason: str
    count: int


@dataclass(frozen=True, slots=True)
class Remark:
    """A warning, error, fatal error or panic of the mail server."""

    severity: str
    service: str
    text: str
    count: int


@dataclass(frozen=True, slots=True)
class MasterMessage:
    """What the master daemon said: starts, reloads, ends."""

    text: str
    count: int


@dataclass(frozen=True, slots=True)
class TlsShare:
    """How sessions with clients (`in`) and deliveries to other servers (`out`) were encrypted, as far as logged."""

    direction: str
    protocol: str
    """TLSv1.3, …; `unnamed` where only STARTTLS or the port tells; `none`."""
    sessions: int
    percent: float


@dataclass(frozen=True, slots=True)
class DelayFigures:
    """How long deliveries took, in seconds since the mail arrived: so many percent took no longer."""

    destination: str
    """elsewhere (another server) or here."""
    deliveries: int
    p50: float
    p90: float
    p95: float
    p99: float
    longest: float


@dataclass(frozen=True, slots=True)
class QueueAge:
    """Mails that were in the queue when the time ended, by age."""

    age: str
    messages: int
    recipients: int
    bytes: int
    oldest_s: int


@dataclass(frozen=True, slots=True)
class QueuedSender:
    """Whose mails they are."""

    account: str | None
    sender: str
    messages: int
    oldest_s: int


@dataclass(frozen=True, slots=True)
class DaySessions:
    """Sessions with smtpd that ended on one day."""

    date: str
    connections: int
    seconds: float
    average_s: float
    longest_s: float


@dataclass(frozen=True, slots=True)
class HourSessions:
    """Sessions with smtpd that ended in one hour of the clock, on all days together."""

    hour: int
    connections: int
    seconds: float
    average_s: float
    longest_s: float


@dataclass(frozen=True, slots=True)
class HostSessions:
    """Sessions with smtpd of one domain, or of an address without a name."""

    host: str
    connections: int
    seconds: float
    average_s: float
    longest_s: float


@dataclass(frozen=True, slots=True)
class SizelessMail:
    """A mail that was delivered though the log does not tell its size: it was queued before the log begins."""

    queue_id: str
    recipient: str
