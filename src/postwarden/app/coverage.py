"""What could be seen, and what could not? The part of the verdict that is about the logs themselves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Protocol

import duckdb

from postwarden.app.log_reader import SourceRead
from postwarden.app.pipeline import Tables
from postwarden.enrich.places import Places
from postwarden.model.findings import Coverage, SourceCoverage
from postwarden.parse.known import native_available
from postwarden.parse.parsed import Counts

DAY = 86_400_000_000
FEW_DAYS = 7  # less history than this cannot tell habits from news
BLIND_BELOW = 0.5  # share of the mail server's lines that were understood

_NOISE = """
select
    (select count(*) from records_abort where stage in ('CONNECT', 'HELO', 'EHLO', 'STARTTLS', 'UNKNOWN'))
    + (select 2 * count(*) from records_disconnect where counters = 'commands=0/0')
    + (select count(*) from postscreen where event like '%connect%' or event like '%hangup%')
"""
_COUNTS = """
select
    (select count(*) from logins), (select coalesce(sum(attempts), 0) from failures),
    (select count(*) from messages), (select count(*) from deliveries),
    (select count(*) from logins where internal), (select count(*) from logins where protocol = 'smtp'),
    (select count(*) from failures where account is null),
    (select count(*) from records_disconnect where contains(counters, 'auth='))
"""


class Asked(Protocol):
    """What of the operator's wishes the coverage answers to."""

    @property
    def accounts(self) -> tuple[str, ...]: ...


def coverage(tables: Tables, places: Places, complaints: Sequence[str], asked: Asked) -> Coverage:
    """Counts of everything read, and warnings about everything that was not."""
    total = Counts()
    for done in tables.sources:
        total.add(done.counts)
    logins, failures, messages, deliveries, *_ = row = _one(tables.connection, _COUNTS)
    days = _days(tables.sources)
    blind = total.read < BLIND_BELOW * (total.read + total.unread)
    return Coverage(
        lines=total.lines,
        read=total.read,
        unread=total.unread,
        other_programs=total.other,
        malformed=total.malformed,
        noise=_one(tables.connection, _NOISE)[0],
        logins=logins,
        failures=failures,
        messages=messages,
        deliveries=deliveries,
        days=round(days, 2),
        unplaced=tables.unplaced,
        blind=blind,
        geography=places.descriptions(),
        sources=tuple(_source(done) for done in tables.sources),
        warnings=(*complaints, *_warnings(tables, total, row, days, asked, blind)),
    )


def _warnings(
    tables: Tables, total: Counts, row: Sequence[int], days: float, asked: Asked, blind: bool
) -> Iterator[str]:
    logins, failures, _, _, internal, smtp, nameless, auths = row
    for done in tables.sources:
        yield from done.warnings
        if done.reading.problem:
            yield f"{done.reading.origin.path}: {done.reading.problem}"
        if done.reading.cut_lines:
            yield f"{done.reading.origin.path}: {done.reading.cut_lines:,} lines longer than 16 KiB were cut"
    if total.lines and not total.read + total.unread:
        yield "no line of Postfix or Dovecot was found: is this a mail log?"
    if blind and total.read + total.unread:
        yield "more than half of the mail server's lines could not be read: nothing found means nothing here"
    elif total.unread > 0.01 * (total.read + total.unread):
        yield f"{total.unread:,} lines of the mail server have an unknown wording (`postwarden unread` lists them)"
    if total.bad_stamps:
        yield f"{total.bad_stamps:,} lines have an impossible time; they are dated by the line before"
    if auths and not smtp:
        yield "SMTP sessions authenticated, but no line names a login: is the submission service logged elsewhere?"
    if internal and internal * 5 > logins:
        yield (
            f"{internal:,} of {logins:,} logins come from own networks (webmail, a proxy): their true origin is not in "
            "this log, so these accounts are judged by what they did"
        )
    if failures and nameless * 2 > failures:
        yield "most failed logins name no account: Postfix logs it from 3.9 on (Debian 12: 3.7.11), or set auth_verbose"
    if logins and days < FEW_DAYS:
        yield f"only {days:.1f} days of history: what is usual for an account is hardly known; add older logs"
    yield from _absent(tables.connection, asked)
    if not native_available():
        yield "the compiled log reader is not installed (no C compiler at hand?): reading is some 30 times slower"


def _absent(connection: duckdb.DuckDBPyConnection, asked: Asked) -> Iterator[str]:
    for account in asked.accounts:
        seen = _one(connection, "select count(*) from logins where account = lower(?)", [account])[0]
        if not seen:
            yield f"account {account} never logs in here"


def _source(done: SourceRead) -> SourceCoverage:
    reading = done.reading
    return SourceCoverage(
        path=reading.origin.path,
        lines=done.counts.lines,
        bytes=reading.bytes,
        sha256=reading.sha256,
        first=_stamp(done.first_time),
        last=_stamp(done.last_time),
        error=reading.problem,
    )


def _days(sources: Sequence[SourceRead]) -> float:
    times = [time for done in sources for time in (done.first_time, done.last_time) if time is not None]
    return (max(times) - min(times)) / DAY if times else 0.0


def _stamp(time: int | None) -> str | None:
    return None if time is None else datetime.fromtimestamp(time // 1_000_000, UTC).isoformat().replace("+00:00", "Z")


def _one(connection: duckdb.DuckDBPyConnection, query: str, values: Sequence[object] = ()) -> tuple[int, ...]:
    row = connection.execute(query, list(values)).fetchone()
    assert row is not None
    return tuple(row)
