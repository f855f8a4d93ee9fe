"""How do explained log lines stand on a terminal? What it means, whether it is a concern, what to do."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import RenderableType
from rich.text import Text

from postwarden.model.findings import Verdict
from postwarden.model.meaning import Concern
from postwarden.model.plain_words import Kind, PlainWords
from postwarden.report.console import HEADING, QUIET, badge, indented, printed, rows, safe
from postwarden.report.excerpt import excerpt
from postwarden.report.wording import Row, count

_BADGES = {
    Concern.ACT: ("ACT", Verdict.COMPROMISED),
    Concern.LOOK: ("LOOK", Verdict.SUSPICIOUS),
    Concern.NONE: ("OK", Verdict.CLEAN),
}
_LABELS = 6
_ROWS_OF_TEXT = 4


def text(told: PlainWords, width: int, colour: bool) -> str:
    """The explanation, ending in a newline."""
    return printed(_parts(told, width, colour), width, colour)


def _parts(told: PlainWords, width: int, colour: bool) -> Iterator[RenderableType]:
    yield safe(_summary(told), HEADING)
    if told.passwords:
        yield safe(f"Passwords stand in {count(told.passwords, 'line')} of this log. They are not shown here.", HEADING)
    several = len({kind.source for kind in told.kinds}) > 1
    for kind in told.kinds:
        yield Text()
        yield Text(" ").join((badge(*_BADGES[kind.concern], colour), safe(_place(kind, several), QUIET)))
        yield indented(safe(excerpt(kind.text, _ROWS_OF_TEXT * (width - 2))), 2)
        yield rows(_rows(kind), _LABELS)
    if told.left_out:
        yield Text()
        yield safe(f"{count(told.left_out, 'kind')} of lines of less concern left out", QUIET)


def _summary(told: PlainWords) -> str:
    counts = (
        (told.counts.act, "to act upon"),
        (told.counts.look, "worth a look"),
        (told.counts.none, "no concern"),
    )
    return f"{count(told.lines, 'line')}: " + ", ".join(f"{number:,} {words}" for number, words in counts if number)


def _place(kind: Kind, several: bool) -> str:
    place = f"{kind.source}:{kind.line}" if several else f"line {kind.line:,}"
    return f"{place}, and {kind.more:,} more like this" if kind.more else place


def _rows(kind: Kind) -> Iterator[Row]:
    yield "means", kind.means
    for code in kind.codes:
        yield "code", f"{code.code}: {code.means}"
    if kind.login is not None:
        yield "login", kind.login if kind.login_is_whole else f"{kind.login}… (the line was cut)"
    if kind.password:
        yield "secret", "a password stands in the log here; it is not shown"
    if kind.advice:
        yield "advice", kind.advice
    if kind.run:
        yield "run", kind.run
