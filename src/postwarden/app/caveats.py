"""What must be known before the verdict is believed? Warnings about the logs, and questions that they cannot answer."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta

import duckdb

from postwarden.app.asked import CheckOptions
from postwarden.app.log_reader import SourceRead
from postwarden.app.pipeline import Tables
from postwarden.model.settings import Settings
from postwarden.parse.known import native_available
from postwarden.parse.parsed import Counts

FEW_DAYS = 7  # less history than this cannot tell habits from news
BLIND_BELOW = 0.5  # share of the mail server's lines that were understood
STALE = timedelta(days=2)  # a mail server that is silent for so long logs elsewhere, or is off

_CIRCUMSTANCES = """
select
    (select count(*) from logins),
    (select count(*) from logins where internal),
    (select count(*) from logins where protocol = 'smtp'),
    (select count(*) from failures),
    (select count(*) from failures where account is null),
    (select count(*) from records_disconnect where contains(counters, 'auth='))
"""
_NAMES = """
select account from logins where account <> ''
union select account from messages where account <> ''
union select account from failures where account <> ''
order by account
"""


def caveats(
    tables: Tables,
    total: Counts,
    days: float,
    asked: CheckOptions,
    *,
    blind: bool,
    now: datetime,
    judging: bool = True,
) -> Iterator[str]:
    """Warnings, the gravest first. Some concern those only who judge accounts."""
    for done in tables.sources:
        yield from _of_source(done)
    yield from _of_lines(total, blind=blind)
    if not asked.logs and not asked.demo:
        yield from _of_age(tables.sources, now)
    yield from _of_logins(tables.connection, days, judging=judging)
    yield from _of_accounts(tables.connection, asked)
    if judging:
        yield from _of_settings(tables.connection, asked.settings)
    if not native_available():
        yield "the compiled log reader is not installed (no C compiler at hand?): reading is some 30 times slower"


def time_unseen(sources: Sequence[SourceRead], asked: CheckOptions) -> str:
    """What is said where no source has a line in the time asked for."""
    spans = [(s.first_time, s.last_time) for s in sources if s.first_time is not None and s.last_time is not None]
    if not spans or any(
        (asked.until is None or first < asked.until) and (asked.since is None or last >= asked.since)
        for first, last in spans
    ):
        return ""
    return "no line of these logs lies in the time that was asked for"


def accounts_unseen(connection: duckdb.DuckDBPyConnection, asked: CheckOptions) -> str:
    """What is said where an account that was asked for occurs nowhere: its name may be mistyped."""
    if not asked.accounts:
        return ""
    known = _names(connection)
    missing = [account for account in asked.accounts if account.casefold() not in known]
    return f"{', '.join(missing)} {'does' if len(missing) == 1 else 'do'} not occur in these logs" if missing else ""


def _of_source(done: SourceRead) -> Iterator[str]:
    path, reading = done.reading.origin.path, done.reading
    yield from done.warnings
    if reading.problem:
        yield f"{path}: {reading.problem}"
    if reading.cut_lines:
        yield f"{path}: {_lines(reading.cut_lines)} longer than 16 KiB {_were(reading.cut_lines)} cut"


def _of_lines(total: Counts, *, blind: bool) -> Iterator[str]:
    ours = total.read + total.unread
    if total.lines and not ours:
        yield "no line of Postfix or Dovecot was found: is this a mail log?"
    if blind and ours:
        yield (
            "more than half of the mail server's lines could not be read: nothing found means nothing here "
            "(`postwarden unread` lists them)"
        )
    elif total.unread > 0.01 * ours:
        yield f"{_lines(total.unread)} of the mail server in an unknown wording (`postwarden unread` lists them)"
    if total.bad_stamps:
        yield f"{_lines(total.bad_stamps)} with an impossible time, dated by the line before"


def _of_age(sources: Sequence[SourceRead], now: datetime) -> Iterator[str]:
    last = max((done.last_time for done in sources if done.last_time is not None), default=None)
    if last is None or now - (newest := datetime.fromtimestamp(last // 1_000_000, UTC)) <= STALE:
        return
    advice = (
        "" if any(done.reading.origin.kind == "journal" for done in sources) else ": try `postwarden check journal`"
    )
    yield (
        f"the newest line is of {newest:%Y-%m-%d}: the mail server has been silent since, or logs elsewhere now{advice}"
    )


def _of_logins(connection: duckdb.DuckDBPyConnection, days: float, *, judging: bool) -> Iterator[str]:
    row = connection.execute(_CIRCUMSTANCES).fetchone()
    assert row is not None
    logins, internal, smtp, failures, nameless, auths = row
    if auths and not smtp:
        yield "SMTP sessions authenticated, but no line names a login: is the submission service logged elsewhere?"
    if judging and internal and internal * 5 > logins:
        yield (
            f"{internal:,} of {logins:,} logins come from own networks (webmail, a proxy): their true origin is not in "
            "this log, so these accounts are judged by what they did"
        )
    if failures and nameless * 2 > failures:
        yield "most failed logins name no account: Postfix logs it from 3.9 on (Debian 12: 3.7.11), or set auth_verbose"
    if judging and logins and days < FEW_DAYS:
        yield f"only {days:.1f} days of history: what is usual for an account is hardly known; add older logs"


def _of_accounts(connection: duckdb.DuckDBPyConnection, asked: CheckOptions) -> Iterator[str]:
    for account in asked.accounts:
        if connection.execute("select 1 from logins where account = ? limit 1", [account.casefold()]).fetchone():
            continue
        similar = _similar(account.casefold(), _names(connection))
        hint = f"; did you mean {' or '.join(similar)}?" if similar else ""
        yield f"account {account} never logs in here{hint}"


def _of_settings(connection: duckdb.DuckDBPyConnection, settings: Settings) -> Iterator[str]:
    """Accounts that the configuration names with a domain, and the log without, or the other way round."""
    told = [account for account in settings.accounts() if not account.startswith("@")]
    if not told:
        return
    known = {row[0] for row in connection.execute("select distinct account from logins").fetchall()}
    for account in sorted(account for account in told if account not in known):
        local, _, domain = account.partition("@")
        others = sorted(name for name in known if name.partition("@")[0] == local and bool(domain) != ("@" in name))
        if others:
            hint = " or ".join(others[:3])
            yield f"the configuration names {account}, who never logs in here; did you mean {hint}?"


def _similar(account: str, known: Sequence[str]) -> list[str]:
    """Names of other spelling, and those that have the domain which was left out, or lack it."""
    local_parts = {name: name.partition("@")[0] for name in known if name != account}
    near = difflib.get_close_matches(account.partition("@")[0], set(local_parts.values()), n=3, cutoff=0.75)
    return sorted(name for name, local in local_parts.items() if local in near)[:3]


def _names(connection: duckdb.DuckDBPyConnection) -> list[str]:
    return [row[0] for row in connection.execute(_NAMES).fetchall()]


def _lines(number: int) -> str:
    return "1 line" if number == 1 else f"{number:,} lines"


def _were(number: int) -> str:
    return "was" if number == 1 else "were"
