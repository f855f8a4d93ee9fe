"""What does `postwarden timeline` tell about an account?

These classes are the JSON contract: docs/reference/timeline.schema.json is generated from them. Times are in UTC.
"""

from __future__ import annotations

from dataclasses import dataclass

from postwarden.model.coverage import Coverage
from postwarden.model.findings import AccountVerdict, Evidence, Window


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """Things of one kind that follow each other, until they pause for an hour."""

    first: str
    last: str
    kind: str
    """login, silent login (it sent nothing, from an address that tried or used this account), failure, refusal (of its
    mails), finding (of a detector)."""
    count: int
    bad: bool
    """Whether it is part of the break-in."""
    ip: str | None = None
    """Null where there are several."""
    network: str | None = None
    addresses: int = 0
    country: str | None = None
    """ISO 3166-1 code, or internal."""
    place: str | None = None
    provider: str | None = None
    protocols: tuple[str, ...] = ()
    abroad: bool = False
    """Outside the home countries: those that are configured, else the one in which the account is on most days."""
    failures_before: int = 0
    """Failed logins from the same address, to any account, in the hour before."""
    mails: int = 0
    """Sent with these logins; the following numbers are of them."""
    recipients: int = 0
    delivered: int = 0
    bounced: int = 0
    deferred: int = 0
    """Recipients whose latest attempt was put off."""
    queued: int = 0
    """Mails that had not left the queue when the log ended."""
    senders: tuple[str, ...] = ()
    """The most used, at most three, those first that are not its own."""
    sender_count: int = 0
    forged: int = 0
    """Mails whose sender is neither the login nor one that the configuration lets it use."""
    neighbours: tuple[str, ...] = ()
    """Other accounts that logged in from this address within a day, at most five."""
    queue_ids: tuple[str, ...] = ()
    """Of the first mails, at most three: `postwarden trace` tells the rest."""
    text: str | None = None
    """What the detector says; the first reply of a refusal."""
    points: int | None = None
    """Of a finding."""
    source: str | None = None
    """Where the first of them stands."""
    line: int | None = None
    lines: tuple[Evidence, ...] = ()
    """What surrounds it, where `--raw` asks for it: all lines of the first mail and of its session."""


@dataclass(frozen=True, slots=True)
class Timeline:
    """What `postwarden timeline` says."""

    version: int
    window: Window
    """The time that is told: the incident and a day around it, unless another one is asked for."""
    exit: int
    """3 where nothing of the account was found, or the logs could not be read; else 0."""
    name: str
    """Whose story it is."""
    account: AccountVerdict | None
    """Null where it never logged in."""
    entries: tuple[TimelineEntry, ...]
    """The oldest first."""
    before: int
    """How many entries more there are before this time."""
    after: int
    coverage: Coverage
    timezone: str
