"""How does the story of an account stand on a terminal?"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from pathlib import PurePath

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from postwarden.model.findings import AccountVerdict
from postwarden.model.timeline import Timeline, TimelineEntry
from postwarden.report import coverage_words, wording
from postwarden.report.clock import Clock
from postwarden.report.console import HEADING, QUIET, badge, heading, indented, printed, rows, safe
from postwarden.report.timeline_words import entry_lines, headline, span_told

_BAD, _FINDING, _PLACE, _WARNING = "bold red", "yellow", "magenta", "yellow"


def text(timeline: Timeline, width: int, colour: bool) -> str:
    """The whole story, ending in a newline."""
    return printed(_parts(timeline, colour), width, colour)


def _parts(timeline: Timeline, colour: bool) -> Iterator[RenderableType]:
    clock = Clock.of(timeline.timezone)
    if timeline.account is None:
        yield safe(headline(timeline), HEADING)
    else:
        yield from _head(timeline.account, clock, colour)
    yield safe(span_told(timeline, clock), QUIET)
    for day, entries in groupby(timeline.entries, lambda entry: clock.read(entry.first).strftime("%a %Y-%m-%d")):
        yield from heading(day)
        yield _day(list(entries), timeline.name, clock)
    yield Text()
    yield safe(coverage_words.counted_lines(timeline.coverage), QUIET)
    for warning in timeline.coverage.warnings:
        yield safe("! " + warning, _WARNING)


def _head(account: AccountVerdict, clock: Clock, colour: bool) -> Iterator[RenderableType]:
    yield Text.assemble(
        badge(account.verdict.upper(), account.verdict, colour),
        "  ",
        safe(account.account, HEADING),
        (f"  score {account.score} of 100", QUIET),
        overflow="fold",
    )
    if account.first_bad:
        yield rows(wording.account_rows(account, clock), 8)
        yield Text()


def _day(entries: list[TimelineEntry], account: str, clock: Clock) -> RenderableType:
    """`!` marks what is part of the break-in, `>` what a detector says."""
    grid = Table.grid(padding=(0, 1))
    grid.add_column(no_wrap=True)
    grid.add_column(no_wrap=True, width=1)
    grid.add_column(overflow="fold")
    for entry in entries:
        finding = entry.kind == "finding"
        style = _FINDING if finding else _BAD if entry.bad else ""
        sign = ">" if finding else "!" if entry.bad else ""
        first, *more = entry_lines(entry, account, clock)
        grid.add_row(safe(clock.minute(entry.first)[11:], QUIET), Text(sign, style), safe(first, style))
        for words in more:
            grid.add_row("", "", indented(safe(words), 2))
        for line in entry.lines:
            place = safe(f"{PurePath(line.source).name}:{line.line}  ", _PLACE)
            grid.add_row("", "", indented(Text.assemble(place, safe(line.text, QUIET), overflow="fold"), 2))
    return indented(grid, 2)
