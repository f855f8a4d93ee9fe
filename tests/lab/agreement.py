"""Do the tables that were read from a log say what really happened, row by row, no more and no less?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import duckdb

from lab.truth import Span, Truth

# RFC 3164 stamps leave the fraction of the second out; both are those of the line's arrival, a little later.
_SLACK = 1.0

Key = tuple[object, ...]


@dataclass(frozen=True)
class Comparison:
    """How the rows of one table are asked for (time in µs first) and which rows of the truth belong to them."""

    table: str
    query: str
    key: Callable[[Any], Key]


COMPARISONS = (
    Comparison("connections", "select time, ip, service from connections", lambda row: (row.ip, row.service)),
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
        "select time, queue_id, origin, sender, recipients, account, ip, uid from messages",
        lambda row: (row.queue_id, row.origin, row.sender, row.recipients, row.account, row.ip, row.uid),
    ),
    Comparison(
        "deliveries",
        "select time, queue_id, recipient, status, dsn from deliveries",
        lambda row: (row.queue_id, row.recipient, row.status, row.dsn),
    ),
    Comparison(
        "rejections",
        "select time, ip, stage, sender, coalesce(recipient, '') from rejections where action = 'reject'",
        lambda row: (row.ip, row.stage, row.sender, row.recipient),
    ),
    Comparison(
        "removals",
        "select time, queue_id from queue_events where event = 'removed'",
        lambda row: (row.queue_id,),
    ),
    Comparison(
        "expiries",
        "select time, queue_id from queue_events where event = 'expired'",
        lambda row: (row.queue_id,),
    ),
    Comparison(
        "mailbox_sessions",
        # POP3 counts as deleted what it has removed
        "select time, account, protocol, coalesce(expunged, deleted, 0), body_count from mailbox_sessions",
        lambda row: (row.account, row.protocol, row.expunged, row.bodies),
    ),
)


def disagreements(truth: Truth, connection: duckdb.DuckDBPyConnection) -> list[str]:
    """Every row that is only true, only read, or read with a stamp at which it cannot have happened."""
    found: list[str] = []
    for comparison in COMPARISONS:
        happened = ((row.span, comparison.key(row)) for row in getattr(truth, comparison.table))
        read = ((row[0] / 1e6, tuple(row[1:])) for row in connection.execute(comparison.query).fetchall())
        found += (f"{comparison.table}: {text}" for text in _compare(happened, read))
    return found


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
