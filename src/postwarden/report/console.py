"""How do parts of a report become lines of a terminal, whatever strangers wrote into them?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from io import StringIO

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from postwarden.model.coverage import Coverage
from postwarden.model.findings import Verdict
from postwarden.report import coverage_words, wording
from postwarden.report.clock import Clock
from postwarden.report.neutral import visible

QUIET = "dim"
HEADING = "bold"
_COLOUR = {
    Verdict.COMPROMISED: "bold white on red",
    Verdict.SUSPICIOUS: "bold black on yellow",
    Verdict.UNKNOWN: "bold black on cyan",
    Verdict.CLEAN: "bold green",
}


def printed(parts: Iterable[RenderableType], width: int, colour: bool) -> str:
    """The parts one below the other."""
    console = Console(
        file=StringIO(),
        width=width,
        force_terminal=colour,
        color_system="standard" if colour else None,
        no_color=not colour,
        legacy_windows=False,
        highlight=False,
        markup=False,
        emoji=False,
    )
    with console.capture() as capture:
        for part in parts:
            console.print(part)
    return "\n".join(line.rstrip() for line in capture.get().split("\n"))


def safe(words: str, style: str = "") -> Text:
    return Text(visible(words), style=style, overflow="fold")


def indented(part: RenderableType, left: int) -> Padding:
    return Padding(part, (0, 0, 0, left), expand=False)


def bare_table() -> Table:
    """Columns under quiet titles, without lines."""
    return Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style=QUIET)


def badge(words: str, verdict: Verdict, colour: bool) -> Text:
    """Reversed where there is colour; there it needs a margin."""
    return safe(f" {words} " if colour else words, _COLOUR[verdict])


def heading(words: str) -> Iterator[RenderableType]:
    yield Text()
    yield safe(words, HEADING)


def rows(told: Iterable[wording.Row], label_width: int, indent: int = 2) -> Padding:
    """Labels on the left, what is said about them on the right."""
    grid = Table.grid(padding=(0, 2))
    grid.add_column(width=label_width)
    grid.add_column(overflow="fold")
    for label, words in told:
        grid.add_row(safe(label, QUIET), safe(words, HEADING if "STILL QUEUED" in words else ""))
    return indented(grid, indent)


def what_was_seen(coverage: Coverage, clock: Clock) -> Iterator[RenderableType]:
    """What could be read and what could not."""
    yield from heading("What could be seen")
    yield rows(coverage_words.coverage_rows(coverage), 14)
    for source in coverage.sources:
        yield indented(safe(source.path), 2)
        yield indented(safe(coverage_words.source_details(source, clock), QUIET), 6)
    for warning in coverage.warnings:
        yield indented(safe("! " + warning, "yellow"), 2)
