"""What does `postwarden stats` count? Totals, traffic by day and hour, and the lists of postwarden.model.counted.

These classes are the JSON contract (docs/reference/stats.schema.json is generated from them).
"""

from __future__ import annotations

from dataclasses import dataclass, field

from postwarden.model.counted import (
    AccountFigures,
    Bounce,
    ConnectFailure,
    CountryFigures,
    DaySessions,
    Deferral,
    DelayFigures,
    FailedName,
    HostSessions,
    HourSessions,
    MasterMessage,
    QueueAge,
    QueuedSender,
    RecipientDomain,
    RecipientFigures,
    Refuser,
    RejectedPeer,
    Rejection,
    Remark,
    SenderDomain,
    SenderFigures,
    SizelessMail,
    TlsShare,
)
from postwarden.model.coverage import Coverage
from postwarden.model.findings import Window


@dataclass(frozen=True, slots=True)
class Totals:
    """The whole time in numbers."""

    received: int
    """Mails that clients or local programs handed over; one that own filters hand back is counted once."""
    delivered: int
    """Deliveries, one per recipient; handovers to own filters are none."""
    forwarded: int
    """Recipients that an alias or .forward sent on as a new mail."""
    deferred: int
    """Mails that could not be delivered at once to all recipients."""
    deferrals: int
    """Delivery attempts that are to be repeated."""
    bounced: int
    """Deliveries that were given up."""
    rejected: int
    """Refusals of smtpd, postscreen, cleanup and milters."""
    rejected_percent: int
    """Share in delivered + rejected + discarded, rounded down."""
    reject_warnings: int
    """What warn_if_reject or WARN would have refused."""
    held: int
    discarded: int
    discarded_percent: int
    bytes_received: int
    bytes_delivered: int
    """Size times deliveries."""
    senders: int
    sending_domains: int
    """Domains of senders; where a sender has none, the client's."""
    recipients: int
    """Addresses to which something was delivered."""
    recipient_domains: int
    connections: int
    """Sessions with smtpd that ended."""
    connecting_hosts: int
    """Domains, or addresses without a name, that they came from."""
    connection_seconds: float
    """Of those whose begin is logged, too."""
    logins: int
    """Successful logins, as table `logins` has them."""
    accounts: int
    """Accounts that logged in."""
    failures: int
    """Failed attempts to log in, outages and aborted ones included."""
    failing_addresses: int
    """Addresses that they came from."""
    queued: int
    """Mails in the queue when the time ends."""


@dataclass(frozen=True, slots=True)
class DayTraffic:
    """What happened on one day."""

    date: str
    received: int
    delivered: int
    deferred: int
    """Deferrals."""
    bounced: int
    rejected: int
    """Rejects, reject warnings, holds and discards."""
    logins: int
    failures: int


@dataclass(frozen=True, slots=True)
class HourTraffic:
    """What happened in one hour of the clock, on all days together."""

    hour: int
    received: int
    delivered: int
    deferred: int
    """Deferrals."""
    bounced: int
    rejected: int
    """Rejects, reject warnings, holds and discards."""
    logins: int
    failures: int


@dataclass(frozen=True, slots=True)
class Figures:
    """What was counted. Lists are sorted, the most first, and cut where `left_out` says so."""

    totals: Totals
    per_day: tuple[DayTraffic, ...]
    per_hour: tuple[HourTraffic, ...]
    senders_by_count: tuple[SenderFigures, ...]
    senders_by_size: tuple[SenderFigures, ...]
    recipients_by_count: tuple[RecipientFigures, ...]
    recipients_by_size: tuple[RecipientFigures, ...]
    sender_domains: tuple[SenderDomain, ...]
    recipient_domains: tuple[RecipientDomain, ...]
    accounts: tuple[AccountFigures, ...]
    failed_names: tuple[FailedName, ...]
    countries: tuple[CountryFigures, ...]
    tls: tuple[TlsShare, ...]
    delays: tuple[DelayFigures, ...]
    queue_ages: tuple[QueueAge, ...]
    queued_senders: tuple[QueuedSender, ...]
    refusers: tuple[Refuser, ...]
    deferrals: tuple[Deferral, ...]
    bounces: tuple[Bounce, ...]
    rejections: tuple[Rejection, ...]
    rejected_peers: tuple[RejectedPeer, ...]
    connect_failures: tuple[ConnectFailure, ...]
    remarks: tuple[Remark, ...]
    master_messages: tuple[MasterMessage, ...]
    sessions_per_day: tuple[DaySessions, ...]
    sessions_per_hour: tuple[HourSessions, ...]
    sessions_by_host: tuple[HostSessions, ...]
    without_size: tuple[SizelessMail, ...]
    left_out: dict[str, int] = field(default_factory=dict)
    """Name of a list → how many rows more it would have."""


@dataclass(frozen=True, slots=True)
class Statistics:
    """What `postwarden stats` says. Times are RFC 3339, UTC; days and hours are those of `timezone`."""

    version: int
    window: Window
    exit: int
    """3 where the logs could not be read, or show nothing of the time asked for; else 0."""
    figures: Figures
    coverage: Coverage
    timezone: str
