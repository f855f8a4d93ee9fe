"""Do the tables that were read from a log say what really happened, row by row, no more and no less?"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb

from lab.truth import Span, Truth

# RFC 3164 stamps leave the fraction of the second out; both are those of the line's arrival, a little later.
_SLACK = 1.0

# Dovecot ends a line without a name where its log process was not told yet whose it is: once in some thousand sessions.
_NAMELESS = re.compile(
    r"^(\S+) \S+ dovecot: (imap): Disconnected: .* expunged=(\d+) .* body_count=(\d+) ", re.MULTILINE
)

Key = tuple[object, ...]


@dataclass(frozen=True)
class Comparison:
    """How the rows of one table are asked for (time in µs first) and which rows of the truth belong to them."""

    table: str
    query: str
    key: Callable[[Any], Key]


# What refuses nothing is no row of `rejections`, but it is read.
_REJECTIONS = """
select time, ip, service, action, stage, coalesce(sender, ''), coalesce(recipient, ''), coalesce(helo, ''), account
from rejections
union all
select r.time, r.ip, s.service, r.action, r.stage, coalesce(r.sender, ''), coalesce(r.recipient, ''),
    coalesce(r.helo, ''), coalesce(r.account, lower(a.account))
from refusals r join services s using (program)
left join (select distinct host, queue_id, account from accepted where account is not null) a using (host, queue_id)
where r.action in ('warn', 'info', 'filter', 'bcc', 'permit')
"""
_ABORTS = """
select r.time, r.ip, p.name, regexp_extract(f.name, '^smtpd/(lost-connection|timeout|too-many-errors)', 1), r.stage
from records_abort r join programs p on p.id = r.program join formats f on f.id = r.format
"""
_CHECKS = """
select r.time, r.ip, r.action, regexp_extract(f.name, '/([a-z]*)-check', 1), r.text
from records_header_check r join formats f on f.id = r.format
"""
_LIMITS = """
select r.time, r.ip, p.name,
    case when f.name like 'smtpd/%' then regexp_extract(f.name, '^smtpd/limit-(.*)', 1)
    else concat_ws(' ', r.what, regexp_extract(f.name, '^anvil/([a-z]+)', 1), r.count) end
from records_rate r join programs p on p.id = r.program join formats f on f.id = r.format
"""
_TLS = """
select r.time, r.ip, p.name, r.protocol, r.cipher
from records_tls r join programs p on p.id = r.program
"""
# OpenSSL adds its source file and line, which change from release to release
_NOTICES = """
select time, service, kind, severity,
    regexp_replace(text, '^(TLS library problem: error:[0-9A-F]+:[^:]*:[^:]*:[^:]*):.*', '\\1')
from notices
"""

COMPARISONS = (
    Comparison(
        "connections",
        "select time, ip, service, coalesce(auth_ok, 0), coalesce(auth_total, 0) from connections",
        lambda row: (row.ip, row.service, sum(row.auths), len(row.auths)),
    ),
    Comparison("connections", "select end_time, ip, service from connections", lambda row: (row.ip, row.service)),
    Comparison("aborts", _ABORTS, lambda row: (row.ip, row.service, row.reason, row.after)),
    Comparison(
        "logins",
        "select time, account, ip, method, protocol, service, queue_id from logins",
        lambda row: (row.account, row.ip, row.method, row.protocol, row.service, row.queue_id),
    ),
    Comparison(
        "silent_logins",
        "select time, ip, service, failed from silent_logins",
        lambda row: (row.ip, row.service, row.failed),
    ),
    Comparison(
        "failures",
        "select time, account, ip, method, protocol, attempts from failures",
        lambda row: (row.account, row.ip, row.method, row.protocol, row.attempts),
    ),
    Comparison(
        "messages",
        "select time, queue_id, origin, sender, recipients, account, ip, uid, message_id from messages",
        lambda row: (
            *(row.queue_id, row.origin, row.sender, row.recipients, row.account, row.ip, row.uid, row.message_id),
        ),
    ),
    Comparison(
        "endings",
        "select end_time, queue_id, ended from messages where ended is not null",
        lambda row: (row.queue_id, row.ended),
    ),
    Comparison(
        "deliveries",
        "select time, queue_id, recipient, status, dsn from deliveries",
        lambda row: (row.queue_id, row.recipient, row.status, row.dsn),
    ),
    Comparison(
        "rejections",
        _REJECTIONS,
        lambda row: (*(row.ip, row.service, row.action, row.stage, row.sender, row.recipient, row.helo, row.account),),
    ),
    Comparison("content_checks", _CHECKS, lambda row: (row.ip, row.action, row.part, row.text)),
    Comparison("limits", _LIMITS, lambda row: (row.ip, row.service, row.what)),
    Comparison(
        "queue_events",
        "select time, queue_id, event, related from queue_events",
        lambda row: (row.queue_id, row.event, row.related),
    ),
    Comparison(
        "filings",
        "select time, account, action, target, message_id from filings",
        lambda row: (row.account, row.action, row.target, row.message_id),
    ),
    Comparison(
        "postscreen", "select time, ip, event, detail from postscreen", lambda row: (row.ip, row.event, row.detail)
    ),
    Comparison(
        "postscreen",
        "select time, ip, sender, recipient from records_postscreen",
        lambda row: (row.ip, row.sender, row.recipient),
    ),
    Comparison(
        "notices",
        _NOTICES,
        lambda row: (row.service, row.kind, row.severity, row.text),
    ),
    Comparison("tls_sessions", _TLS, lambda row: (row.ip, row.service, row.protocol, row.cipher)),
    Comparison(
        "mailbox_sessions",
        # POP3 counts as deleted what it has removed
        "select time, account, protocol, coalesce(expunged, deleted, 0), body_count from mailbox_sessions",
        lambda row: (row.account, row.protocol, row.expunged, row.bodies),
    ),
)


def nameless_sessions(log: Path) -> list[tuple[float, Key]]:
    """Ends of IMAP sessions in a log with RFC 3339 stamps that name no account: when, protocol, expunged, bodies."""
    found = _NAMELESS.findall(log.read_text())
    return [(datetime.fromisoformat(at).timestamp(), (protocol, int(n), int(m))) for at, protocol, n, m in found]


def disagreements(
    truth: Truth,
    connection: duckdb.DuckDBPyConnection,
    *,
    without: Collection[str] = (),
    nameless: Collection[tuple[float, Key]] = (),
) -> list[str]:
    """Every row that is only true, only read, or read with a stamp at which it cannot have happened.

    Tables are left out in `without` of which nobody has kept the truth. `nameless` sessions are no rows.
    """
    found: list[str] = []
    for comparison in COMPARISONS:
        if comparison.table in without:
            continue
        happened = [(row.span, comparison.key(row)) for row in getattr(truth, comparison.table)]
        if comparison.table == "mailbox_sessions":
            happened = _named(happened, nameless)
        read = ((row[0] / 1e6, tuple(row[1:])) for row in connection.execute(comparison.query).fetchall())
        found += (f"{comparison.table}: {text}" for text in _compare(happened, read))
    return found


def _named(happened: list[tuple[Span, Key]], nameless: Collection[tuple[float, Key]]) -> list[tuple[Span, Key]]:
    """Without one session for each line that names nobody, at its time and with its counters."""
    left = list(happened)
    for time, counters in nameless:
        for row in left:
            span, key = row
            if key[1:] == counters and span.begin - _SLACK <= time <= span.end + _SLACK:
                left.remove(row)
                break
    return left


def _compare(happened: Iterable[tuple[Span, Key]], read: Iterable[tuple[float, Key]]) -> Iterator[str]:
    spans: defaultdict[Key, list[Span]] = defaultdict(list)
    times: defaultdict[Key, list[float]] = defaultdict(list)
    for span, key in happened:
        spans[key].append(span)
    for time, key in read:
        times[key].append(time)
    for key in sorted({*spans, *times}, key=repr):
        true, seen = sorted(spans[key], key=lambda span: span.end), sorted(times[key])
        if len(true) != len(seen):
            yield f"{key} happened {len(true)} times and was read {len(seen)} times"
        else:
            for span, time in zip(true, seen, strict=True):
                if not span.begin - _SLACK <= time <= span.end + _SLACK:
                    yield f"{key} happened from {span.begin} to {span.end} and was stamped {time}"
