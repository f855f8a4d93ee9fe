"""What did an account live through? From arguments to its story, with the verdict."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from postwarden.app.access import safe
from postwarden.app.asked import CheckOptions
from postwarden.app.check import Read, Watch, judged, read
from postwarden.app.costs import Costs
from postwarden.app.coverage import stamp
from postwarden.app.narrowing import Narrowing, asked
from postwarden.app.raw_lines import RawLines
from postwarden.investigate.timeline import NEEDS, Entry, surroundings, timeline
from postwarden.model.findings import AccountVerdict, Evidence, Exit, Line, Report, Window
from postwarden.model.timeline import Timeline, TimelineEntry

VERSION = 1
AROUND = timedelta(days=1)
"""What was before a break-in, and what came after it, belongs to its story."""


def lived(
    options: CheckOptions,
    account: str,
    narrowing: Narrowing,
    watch: Watch | None = None,
    *,
    raw: bool = False,
    everything: bool = False,
) -> Timeline:
    """Read the logs, judge, and tell the story of one account. Raises NothingToRead and Refused."""
    watch, wanted = watch or Watch(), replace(options, accounts=(account,), explain=True)
    with read(wanted, watch, NEEDS) as done:
        watch.step("asking detectors")
        report = judged(wanted, watch, done, Costs())
        verdict = next((one for one in report.accounts if one.account == account.lower()), None)
        since, until = (None, None) if everything else _span(verdict, wanted)
        told = replace(narrowing, accounts=(account,))
        entries, before, after = timeline(done.tables.connection, account.lower(), asked(wanted, told), since, until)
        lines = _lines(done, entries, raw=raw)
        whole = sorted([*_entries(entries, verdict, lines), *_findings(verdict)], key=_order)
        return Timeline(
            version=VERSION,
            window=_window(report, since, until),
            exit=int(Exit.CLEAN if whole and not report.coverage.blind else Exit.UNKNOWN),
            name=account.lower(),
            account=verdict,
            entries=tuple(whole),
            before=before,
            after=after,
            coverage=report.coverage,
            timezone=report.timezone,
        )


def _span(verdict: AccountVerdict | None, options: CheckOptions) -> tuple[int | None, int | None]:
    """The incident and what is around it, unless there is none, or a time was asked for."""
    if verdict is None or not verdict.first_bad or options.since is not None or options.until is not None:
        return None, None
    return _us(verdict.first_bad, -AROUND), _us(verdict.last_bad or verdict.first_bad, AROUND)


def _us(moment: str, later: timedelta) -> int:
    return round((datetime.fromisoformat(moment) + later).timestamp()) * 1_000_000


def _window(report: Report, since: int | None, until: int | None) -> Window:
    begin, end = report.window.from_, report.window.to
    if begin is None or end is None or since is None or until is None:
        return report.window
    return Window(max(begin, stamp(since)), min(end, stamp(until)))


def _lines(done: Read, entries: Sequence[Entry], *, raw: bool) -> Mapping[Line, tuple[str, tuple[Evidence, ...]]]:
    """The source in which each entry begins, and with `raw` all lines around it."""
    paths = {one.reading.number: one.reading.origin.path for one in done.tables.sources}
    if not raw:
        return {entry.at: (paths[entry.at.source], ()) for entry in entries}
    around = surroundings(done.tables.connection)
    wanted = {entry.at: around.get(entry.at) or [entry.at] for entry in entries}
    texts = RawLines(done.tables, (line for lines in wanted.values() for line in lines))
    return {at: (paths[at.source], texts.of(lines)) for at, lines in wanted.items()}


def _entries(
    entries: Sequence[Entry],
    verdict: AccountVerdict | None,
    lines: Mapping[Line, tuple[str, tuple[Evidence, ...]]],
) -> Iterator[TimelineEntry]:
    for entry in entries:
        (path, shown), facts = lines[entry.at], safe(entry.facts)
        yield TimelineEntry(**facts, bad=_is_bad(facts, verdict), source=path, line=entry.at.line, lines=shown)


def _is_bad(facts: Mapping[str, Any], verdict: AccountVerdict | None) -> bool:
    """Of the intruder's networks, from the first bad moment on."""
    if verdict is None or not verdict.first_bad or facts["kind"] not in ("login", "silent login"):
        return False
    return facts["last"] >= verdict.first_bad and facts["network"] in verdict.blast.networks


def _findings(verdict: AccountVerdict | None) -> Iterator[TimelineEntry]:
    for reason in verdict.reasons if verdict else ():
        yield TimelineEntry(
            reason.first, reason.last, "finding", reason.count, True, text=reason.text, points=reason.points
        )


def _order(entry: TimelineEntry) -> tuple[object, ...]:
    return (entry.first, entry.kind == "finding", entry.source or "", entry.line or 0, entry.text or "")
