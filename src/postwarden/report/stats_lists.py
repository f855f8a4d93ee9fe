"""Which lists of the statistics does a terminal show, under which headings, and in which columns?"""

from __future__ import annotations

from dataclasses import dataclass

from postwarden.report.columns import Column, Kind, numbers, seconds


@dataclass(frozen=True, slots=True)
class Listed:
    """A list of postwarden.model.statistics.Figures."""

    name: str
    heading: str
    columns: tuple[Column, ...]
    detail: bool = False
    """Whether it is shown with --detail only."""


_TRAFFIC = numbers("received", "delivered", "deferred", "bounced", "rejected", "logins", "failures:failed")
_BYTES = Column("size", "bytes", Kind.BYTES)
_SENDERS = (*numbers("messages:mails"), _BYTES, Column("sender", "sender", Kind.NAME))
_RECIPIENTS = (*numbers("deliveries:mails"), _BYTES, Column("recipient", "recipient", Kind.NAME))
_SESSIONS = (
    *numbers("connections"),
    Column("time", "seconds", Kind.SECONDS),
    Column("average", "average_s", Kind.SECONDS),
    Column("longest", "longest_s", Kind.SECONDS),
)
_REASON = Column("reason", "reason", Kind.TEXT)
_COUNT = Column("times", "count", Kind.NUMBER)
_REFUSAL = (_COUNT, Column("action", "action", Kind.NAME), Column("stage", "stage", Kind.NAME), _REASON)


LISTS: tuple[Listed, ...] = (
    Listed("per_day", "Per day", (Column("day", "date", Kind.NAME), *_TRAFFIC)),
    Listed("per_hour", "Per hour of the clock", (Column("hour", "hour", Kind.HOUR), *_TRAFFIC)),
    Listed("senders_by_count", "Senders by number of mails", _SENDERS),
    Listed("senders_by_size", "Senders by size", _SENDERS, detail=True),
    Listed("recipients_by_count", "Recipients by number of mails", _RECIPIENTS),
    Listed("recipients_by_size", "Recipients by size", _RECIPIENTS, detail=True),
    Listed(
        "sender_domains",
        "Where mail came from",
        (*numbers("messages:mails"), _BYTES, Column("domain", "domain", Kind.NAME)),
    ),
    Listed(
        "recipient_domains",
        "Where mail went to",
        (
            *numbers("deliveries:mails"),
            _BYTES,
            *numbers("deferrals:deferred"),
            *seconds("average_delay_s:average", "longest_delay_s:longest"),
            Column("domain", "domain", Kind.NAME),
        ),
    ),
    Listed(
        "accounts",
        "Accounts that logged in",
        (
            *numbers("logins", "failures:failed", "addresses:from", "countries", "messages:mails", "recipients:to"),
            Column("account", "account", Kind.NAME),
        ),
    ),
    Listed(
        "failed_names",
        "Names that failed to log in",
        (
            *numbers("failures:failed", "addresses:from"),
            Column("succeeded, too", "logged_in", Kind.YES),
            Column("name", "name", Kind.NAME),
        ),
    ),
    Listed(
        "countries",
        "Countries of logins",
        (
            *numbers("logins", "accounts", "failures:failed", "addresses:from"),
            Column("country", "country", Kind.COUNTRY),
        ),
    ),
    Listed(
        "tls",
        "Encryption of sessions (in) and of deliveries (out)",
        (
            *numbers("sessions:times"),
            Column("share", "percent", Kind.PERCENT),
            Column("way", "direction", Kind.NAME),
            Column("protocol", "protocol", Kind.NAME),
        ),
    ),
    Listed(
        "delays",
        "Seconds until delivery: so many percent took no longer",
        (
            Column("to", "destination", Kind.NAME),
            *numbers("deliveries"),
            *seconds("p50:50 %", "p90:90 %", "p95:95 %", "p99:99 %", "longest"),
        ),
    ),
    Listed(
        "queue_ages",
        "In the queue in the end, by age",
        (
            Column("age", "age", Kind.NAME),
            *numbers("messages:mails", "recipients"),
            _BYTES,
            Column("oldest", "oldest_s", Kind.SECONDS),
        ),
    ),
    Listed(
        "queued_senders",
        "Whose mails are in the queue",
        (
            *numbers("messages:mails"),
            Column("oldest", "oldest_s", Kind.SECONDS),
            Column("login", "account", Kind.NAME),
            Column("sender", "sender", Kind.NAME),
        ),
        detail=True,
    ),
    Listed(
        "refusers",
        "Servers that did not take mail",
        (*numbers("bounced", "deferrals:deferred", "delivered", "accounts"), Column("domain", "domain", Kind.NAME)),
    ),
    Listed(
        "deferrals",
        "Why mail was deferred",
        (Column("times", "deferrals", Kind.NUMBER), Column("by", "service", Kind.NAME), _REASON),
    ),
    Listed(
        "bounces",
        "Why mail bounced",
        (Column("times", "bounced", Kind.NUMBER), Column("at", "relay", Kind.RELAY), _REASON),
    ),
    Listed("rejections", "What was rejected here", _REFUSAL),
    Listed(
        "rejected_peers",
        "Whose mail was rejected here",
        (*_REFUSAL, Column("whose", "peer", Kind.NAME)),
        detail=True,
    ),
    Listed("connect_failures", "Servers that were not reached", (_COUNT, Column("server", "host", Kind.NAME), _REASON)),
    Listed(
        "remarks",
        "Warnings and errors",
        (
            _COUNT,
            Column("severity", "severity", Kind.NAME),
            Column("by", "service", Kind.NAME),
            Column("text", "text", Kind.TEXT),
        ),
    ),
    Listed(
        "master_messages", "Messages of the master daemon", (_COUNT, Column("text", "text", Kind.NAME)), detail=True
    ),
    Listed(
        "sessions_per_day", "Sessions with smtpd per day", (Column("day", "date", Kind.NAME), *_SESSIONS), detail=True
    ),
    Listed(
        "sessions_per_hour",
        "Sessions with smtpd per hour of the clock",
        (Column("hour", "hour", Kind.HOUR), *_SESSIONS),
        detail=True,
    ),
    Listed(
        "sessions_by_host",
        "Sessions with smtpd by host or domain",
        (*_SESSIONS, Column("host", "host", Kind.NAME)),
        detail=True,
    ),
    Listed(
        "without_size",
        "Delivered, but the log begins too late to tell the size",
        (Column("queue id", "queue_id", Kind.NAME), Column("recipient", "recipient", Kind.NAME)),
        detail=True,
    ),
)
