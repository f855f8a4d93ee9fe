"""What is there to report of a day? Verdict and statistics of the same logs, and what changed since the last report."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from postwarden.app.asked import CheckOptions, Refused
from postwarden.app.check import Watch, judged, read
from postwarden.app.costs import Costs
from postwarden.app.narrowing import Narrowing
from postwarden.app.stats import counted
from postwarden.model.daily import COMPARED, Change, Daily, Told
from postwarden.model.findings import Verdict, Window
from postwarden.stats.figures import NEEDS
from postwarden.store.kept import KeptError, alone, load, save

VERSION = 1
TOP = 10
MUCH = 2.0
"""A figure is told of when it is so many times the last one, per hour, or less than its reciprocal."""
LEAST = 20
"""Below that a figure jumps without any reason."""
_HOUR = 3_600_000_000
_SEVERITY = {Verdict.COMPROMISED: 3, Verdict.SUSPICIOUS: 2, Verdict.UNKNOWN: 1, Verdict.CLEAN: 0}


def daily(options: CheckOptions, last: Told | None = None, watch: Watch | None = None) -> Daily:
    """Read the logs once, judge and count. Raises NothingToRead and Refused."""
    watch = watch or Watch()
    with read(options, watch, NEEDS) as done:
        watch.step("asking detectors")
        report = judged(options, watch, done, Costs())
        watch.step("counting")
        told = counted(done, options, Narrowing(top=TOP))
    found = Daily(VERSION, report, told, _host())
    if last is None:
        return found
    return replace(found, last=_stamp(last.until), changes=tuple(_changes(last, summary(found, 0))))


def recall(path: Path) -> Told | None:
    """What the last report said; None where there was none. Raises Refused."""
    try:
        text = load(path)
        return None if text is None else msgspec.json.decode(text, type=Told)
    except (KeptError, msgspec.DecodeError) as error:
        raise Refused(f"what the last report said is not to be had: {error}; remove {path}, or use --state") from error


def remember(path: Path, told: Told) -> None:
    """For the next report. Raises Refused."""
    try:
        with alone(path):
            save(path, msgspec.json.encode(told))
    except KeptError as error:
        raise Refused(f"what this report said cannot be kept: {error}") from error


def summary(found: Daily, until: int) -> Told:
    """What is remembered of a report."""
    bad = (account for account in found.check.accounts if account.verdict != Verdict.CLEAN)
    totals = found.statistics.figures.totals
    return Told(
        until=until,
        hours=_hours(found.statistics.window),
        verdict=str(found.check.verdict),
        accounts={account.account: str(account.verdict) for account in bad},
        totals={name: getattr(totals, name) for name in COMPARED},
    )


def _host() -> str:
    """The name by which people know this machine, whole where it is known."""
    whole = socket.getfqdn()
    return socket.gethostname() if whole.startswith("localhost") else whole


def _hours(window: Window) -> float:
    begin, end = window.from_, window.to
    if begin is None or end is None:
        return 0.0
    return (datetime.fromisoformat(end) - datetime.fromisoformat(begin)).total_seconds() / 3600


def _changes(last: Told, now: Told) -> Iterator[Change]:
    for account in sorted(now.accounts, key=lambda name: (-_severity(now, name), name)):
        before, after = _severity(last, account), _severity(now, account)
        if after != before:
            was = last.accounts.get(account, "not listed")
            yield Change(f"{account} is {now.accounts[account]}, and was {was}", worse=after > before)
    for account in sorted(last.accounts.keys() - now.accounts.keys()):
        yield Change(f"{account} shows nothing any more, and was {last.accounts[account]}")
    for name in COMPARED:
        yield from _compared(name, last, now)


def _compared(name: str, last: Told, now: Told) -> Iterator[Change]:
    before, after = last.totals.get(name, 0), now.totals[name]
    if not last.hours or not now.hours or max(before, after) < LEAST:
        return
    rates = before / last.hours, after / now.hours
    if rates[1] >= MUCH * rates[0] or rates[0] >= MUCH * rates[1]:
        more = rates[1] > rates[0]
        words = f"{after:,} {name} in {now.hours:.0f} h, and {before:,} in {last.hours:.0f} h before"
        yield Change(words, worse=more and name not in ("received", "delivered", "logins"))


def _severity(told: Told, account: str) -> int:
    return _SEVERITY[Verdict(told.accounts[account])] if account in told.accounts else 0


def _stamp(moment: int) -> str:
    return datetime.fromtimestamp(moment / 1e6, UTC).isoformat()


def longest_gap(last: Told | None, now: int, hours: int) -> int:
    """Where a report begins that follows the last: there, but at most a week ago; without one so many hours ago."""
    if last is None or last.until > now:
        return now - hours * _HOUR
    return max(last.until, now - 7 * 24 * _HOUR)
