"""How do the stories of mails stand on a terminal?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import PurePath

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from postwarden.model.trace import Step, Trace, TracedMail
from postwarden.report.clock import Clock
from postwarden.report.console import HEADING, QUIET, indented, printed, safe
from postwarden.report.coverage_words import counted_lines
from postwarden.report.trace_words import forged, mail_line, step_row
from postwarden.report.wording import count, heading_of_refusals, time_seen

_PLACE = "magenta"
_COLOURS = {"bounced": "red", "deferred": "yellow", "login failed": "yellow", "reject": "yellow", "sent": "green"}
_WARNING = "yellow"


def text(trace: Trace, width: int, colour: bool) -> str:
    """All stories, ending in a newline."""
    return printed(_parts(trace), width, colour)


def _parts(trace: Trace) -> Iterator[RenderableType]:
    clock = Clock.of(trace.timezone)
    yield safe(_headline(trace), HEADING)
    yield safe(time_seen(trace.window, clock), QUIET)
    if trace.left_out:
        yield safe(f"{count(trace.left_out, 'older mail')} not shown: --top 0 shows all", QUIET)
    for mail in trace.mails:
        yield from _mail(mail, clock)
    if trace.refusals:
        yield Text()
        yield safe(heading_of_refusals(len(trace.refusals)), HEADING)
        yield _steps(trace.refusals, clock, None)
    yield Text()
    yield safe(counted_lines(trace.coverage), QUIET)
    for warning in trace.coverage.warnings:
        yield safe("! " + warning, _WARNING)


def _headline(trace: Trace) -> str:
    if trace.mails:
        return f"{trace.query} ({trace.understood_as}): {count(len(trace.mails) + trace.left_out, 'mail')}"
    if trace.refusals:
        return f"{trace.query}: no mail was taken"
    return f"{trace.query}: no mail in these logs has it as queue id, Message-ID, sender, recipient, login or client"


def _mail(mail: TracedMail, clock: Clock) -> Iterator[RenderableType]:
    ids = " ".join((mail.queue_id, *(one for one in mail.queue_ids if one != mail.queue_id)))
    yield Text()
    yield Text.assemble(safe(f"{ids}  {clock.second(mail.first)}  ", HEADING), safe(mail_line(mail)), overflow="fold")
    if warning := forged(mail):
        yield indented(safe(f"! {warning}", _WARNING), 2)
    yield _steps(mail.steps, clock, clock.day(mail.first))


def _steps(steps: Sequence[Step], clock: Clock, day: str | None) -> RenderableType:
    """The day is told where it is another one than that of the mail."""
    grid = Table.grid(padding=(0, 2))
    grid.add_column(no_wrap=True)
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")

    def shown(stamp: str) -> str:
        moment = clock.second(stamp)
        return moment[11:] if moment.startswith(day or "?") else moment[5:]

    for step, again in _folded(steps):
        label, words = step_row(step)
        if again:
            words += f" ({count(len(again), 'more attempt')} with this result, the last {shown(again[-1].time)})"
        grid.add_row(safe(shown(step.time), QUIET), safe(label, _COLOURS.get(label, "")), safe(words))
        if step.raw is not None:
            place = safe(f"{PurePath(step.source).name}:{step.line}  ", _PLACE)
            grid.add_row("", "", Text.assemble(place, safe(step.raw, QUIET), overflow="fold"))
    return indented(grid, 2)


def _folded(steps: Sequence[Step]) -> list[tuple[Step, list[Step]]]:
    """Attempts that end alike are one row, unless their lines are shown; that qmgr tries again is seen by them."""
    rows: list[tuple[Step, list[Step]]] = []
    waiting: dict[tuple[str | None, str | None], list[Step]] = {}
    for step in steps:
        key = (step.recipient, step.text)
        if step.raw is None and step.kind == "retried":
            continue
        if step.raw is None and step.kind == "deferred" and key in waiting:
            waiting[key].append(step)
            continue
        rows.append((step, []))
        if step.kind == "deferred":
            waiting[key] = rows[-1][1]
    return rows
