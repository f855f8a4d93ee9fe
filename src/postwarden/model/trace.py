"""What does `postwarden trace` tell about a mail?

These classes are the JSON contract: docs/reference/trace.schema.json is generated from them. Times are RFC 3339, UTC.
"""

from __future__ import annotations

from dataclasses import dataclass

from postwarden.model.coverage import Coverage
from postwarden.model.findings import Window


@dataclass(frozen=True, slots=True)
class Step:
    """What one log line says; what it does not tell is null."""

    time: str
    kind: str
    """connect, failure, from login, from network, from local, returned (by an own filter), message id, subject, queued,
    retried, sent, deferred, bounced, discarded, handed over (to an own filter), reject, hold, …, non-delivery (a report
    goes back), reports (this mail is one), removed, expired, deleted, …, saved, forwarded, …, disconnect."""
    queue_id: str | None
    account: str | None
    ip: str | None
    client: str | None
    place: str | None
    provider: str | None
    service: str | None
    method: str | None
    uid: int | None
    sender: str | None
    recipient: str | None
    relay: str | None
    dsn: str | None
    delay_s: float | None
    size: int | None
    recipients: int | None
    related: str | None
    """The other queue id: of the report, or after a requeue."""
    text: str | None
    """Reason, reply, Message-ID, Subject or command counters: written by others."""
    source: str
    line: int
    raw: str | None = None
    """The log line, where `--raw` asks for it; secrets are cut out."""


@dataclass(frozen=True, slots=True)
class TracedMail:
    """The story of one mail."""

    queue_id: str
    """The first one."""
    queue_ids: tuple[str, ...]
    message_id: str | None
    origin: str
    """login, network, local, bounce or unknown (the log begins later)."""
    account: str | None
    ip: str | None
    sender: str | None
    size: int | None
    recipients: int | None
    first: str
    ended: str | None
    """removed, expired, deleted or canceled; null: still queued when the log ends."""
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Trace:
    """What `postwarden trace` says."""

    version: int
    window: Window
    exit: int
    """3 where nothing was found, or the logs could not be read; else 0."""
    query: str
    understood_as: str
    """queue id, Message-ID, address or client; empty where nothing was found."""
    mails: tuple[TracedMail, ...]
    """The oldest first."""
    left_out: int
    """How many older ones there are."""
    refusals: tuple[Step, ...]
    """What was refused before it became a mail."""
    coverage: Coverage
    timezone: str
