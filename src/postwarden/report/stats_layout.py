"""How do statistics stand in the columns of a terminal? Totals in words, then one table per list."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from postwarden.model.findings import Window
from postwarden.model.statistics import HourTraffic, Statistics
from postwarden.report.clock import Clock
from postwarden.report.columns import RIGHT, WRITTEN, Column, Kind
from postwarden.report.console import HEADING, QUIET, bare_table, heading, indented, printed, rows, safe
from postwarden.report.stats_lists import LISTS, Listed
from postwarden.report.stats_totals import total_rows
from postwarden.report.wording import count

_SHOWN: Mapping[Kind, Callable[[object], str]] = {
    **WRITTEN,
    Kind.NAME: lambda value: "(not logged)" if value is None else str(value),
    Kind.RELAY: str,
    Kind.TEXT: str,
}
_LEAST = 16
_LONGEST = 120
_NAMES = frozenset({Kind.NAME, Kind.RELAY})


@dataclass(frozen=True, slots=True)
class Wish:
    """What of the statistics is shown."""

    detail: bool = False
    """All lists, and reasons in full."""
    only: Collection[str] = ()
    """Names of lists; none: those that `detail` says."""


def text(statistics: Statistics, width: int, colour: bool, wish: Wish) -> str:
    """The statistics, ending in a newline."""
    return printed(_parts(statistics, width, wish), width, colour)


def _parts(statistics: Statistics, width: int, wish: Wish) -> Iterator[RenderableType]:
    clock = Clock.of(statistics.timezone)
    yield safe(_span(statistics.window, clock), HEADING)
    if not wish.only or "totals" in wish.only:
        yield Text()
        yield rows(total_rows(statistics.figures), 13)
    for listed in LISTS:
        if listed.name in wish.only or (not wish.only and (wish.detail or not listed.detail)):
            yield from _list(statistics, listed, width, wish)
    yield Text()
    yield safe(_read(statistics), QUIET)
    for warning in filter(None, (statistics.coverage.unseen, *statistics.coverage.warnings)):
        yield safe("! " + warning, "yellow")


def _span(window: Window, clock: Clock) -> str:
    if not window.from_ or not window.to:
        return "The logs gave no time."
    return f"{clock.minute(window.from_)} to {clock.minute(window.to)} ({clock.name})"


def _read(statistics: Statistics) -> str:
    covered = statistics.coverage
    unread = f", {count(covered.unread, 'line')} of the mail server not understood" if covered.unread else ""
    return f"{covered.read:,} of {count(covered.lines, 'line')} read, {covered.days:.1f} days{unread}"


def _list(statistics: Statistics, listed: Listed, width: int, wish: Wish) -> Iterator[RenderableType]:
    found = [row for row in getattr(statistics.figures, listed.name) if not _idle(row)]
    if not found and listed.name not in wish.only:
        return
    yield from heading(listed.heading)
    if not found:
        yield indented(safe("none", QUIET), 2)
        return
    yield indented(_table(listed, found, width, full=wish.detail), 2)
    if more := statistics.figures.left_out.get(listed.name):
        yield indented(safe(f"and {more:,} more: --top 0 lists all", QUIET), 2)


def _table(listed: Listed, found: Sequence[object], width: int, *, full: bool) -> Table:
    """Names are folded, reasons cut to what room there is unless they are wanted in full."""
    cells = _cells(listed, found, full=full, grouped=True)
    widths = _widths(listed, cells)
    if _needed(listed, widths) > width:
        cells = _cells(listed, found, full=full, grouped=False)  # large numbers do without their commas
        widths = _widths(listed, cells)
    table = bare_table()
    beside_reason = any(column.kind is Kind.TEXT for column in listed.columns)
    for column, widest in zip(listed.columns, widths, strict=True):
        table.add_column(
            column.title,
            justify="right" if column.kind in RIGHT else "left",
            no_wrap=column.kind in RIGHT,
            overflow="fold",
            width=min(widest, width * 2 // 5) if beside_reason and column.kind in _NAMES else None,
        )
    for row in cells:
        table.add_row(*row)
    return table


def _widths(listed: Listed, cells: Sequence[Sequence[Text]]) -> list[int]:
    columns = zip(listed.columns, zip(*cells, strict=True), strict=True)
    return [max(len(column.title), *(cell.cell_len for cell in below)) for column, below in columns]


def _needed(listed: Listed, widths: Sequence[int]) -> int:
    """Columns for all numbers, with room for the beginning of names."""
    columns = zip(listed.columns, widths, strict=True)
    return sum(2 + (widest if column.kind in RIGHT else min(widest, _LEAST)) for column, widest in columns)


def _cells(listed: Listed, found: Sequence[object], *, full: bool, grouped: bool) -> list[list[Text]]:
    return [[_cell(column, row, full=full, grouped=grouped) for column in listed.columns] for row in found]


def _cell(column: Column, row: object, *, full: bool, grouped: bool) -> Text:
    value = getattr(row, column.field)
    words = str(value) if column.kind is Kind.NUMBER and not grouped else _SHOWN[column.kind](value)
    if column.kind is Kind.RELAY and not full:
        words = words.partition("[")[0] or words
    elif column.kind is Kind.NAME and not full and len(words) > _LONGEST:
        words = f"{words[: _LONGEST // 2]}…{words[-_LONGEST // 2 :]}"  # whoever sends mail chooses its length
    cell = safe(words)
    if column.kind is Kind.TEXT and not full:
        cell.no_wrap, cell.overflow = True, "ellipsis"
    return cell


def _idle(row: object) -> bool:
    """An hour of the clock in which nothing ever happened: only programs want to be told of it."""
    return isinstance(row, HourTraffic) and not any(getattr(row, name) for name in row.__slots__ if name != "hour")
