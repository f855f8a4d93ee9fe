"""How do lists of logins and failures stand in the columns of a terminal?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from postwarden.model.access import Failures, FailureTotals, Logins, LoginTotals
from postwarden.report.access_lists import (
    FAILURE_RUNS,
    LOGIN_RUNS,
    failure_groups,
    login_groups,
)
from postwarden.report.amounts import country
from postwarden.report.clock import Clock
from postwarden.report.columns import RIGHT, WRITTEN, Column, Kind
from postwarden.report.console import HEADING, QUIET, bare_table, printed, safe
from postwarden.report.coverage_words import counted_lines
from postwarden.report.wording import count, time_seen

WIDE = 100
_UNTOLD = frozenset({"account", "names", "key"})
_LEAST_PROVIDER, _LEAST_NAME = 8, 16


def text(told: Logins | Failures, width: int, colour: bool) -> str:
    """The list, ending in a newline."""
    return printed(_parts(told, width), width, colour)


def _parts(told: Logins | Failures, width: int) -> Iterator[RenderableType]:
    clock = Clock.of(told.timezone)
    yield safe(time_seen(told.window, clock), HEADING)
    for line in _login_words(told) if isinstance(told, Logins) else _failure_words(told):
        yield safe(line)
    yield Text()
    found: Sequence[object] = told.groups if told.by else told.runs
    if told.left_out and not told.by:
        yield safe(f"{told.left_out:,} older ones are not shown: --top 0 lists all", QUIET)
    if found:
        yield _table(_columns(told), found, width, _Moments.of(told, clock))
    else:
        yield safe(told.coverage.unseen or "none")
    if told.left_out and told.by:
        yield safe(f"and {told.left_out:,} more: --top 0 lists all", QUIET)
    yield Text()
    yield safe(counted_lines(told.coverage), QUIET)
    for warning in told.coverage.warnings:
        yield safe("! " + warning, "yellow")


def _login_words(told: Logins) -> Iterator[str]:
    totals = told.totals
    yield (
        f"{count(totals.logins, 'login')} to {count(totals.accounts, 'account')} from "
        f"{_origins(totals)}, {count(totals.mails, 'mail')}"
    )
    if totals.silent:
        yield f"{totals.silent:,} of them sent nothing: Postfix does not log whose they are"


def _failure_words(told: Failures) -> Iterator[str]:
    totals = told.totals
    yield f"{count(totals.failures, 'failed login')} to {count(totals.names, 'name')} from {_origins(totals)}"
    if totals.succeeded:
        yield f"{count(totals.succeeded, 'address', 'addresses')} failed first and logged in later (then in)"
    kinds = ((totals.aborted, "given up by the client"), (totals.outages, "not answered by the server"))
    if rest := ", ".join(f"{number:,} {words}" for number, words in kinds if number):
        yield f"besides, attempts {rest} (--all lists them)"


def _origins(totals: LoginTotals | FailureTotals) -> str:
    """Addresses, and countries where any of them has a place."""
    addresses = count(totals.addresses, "address", "addresses")
    return f"{addresses} in {count(totals.countries, 'country', 'countries')}" if totals.countries else addresses


def _columns(told: Logins | Failures) -> tuple[Column, ...]:
    if isinstance(told, Logins):
        return login_groups(told.by) if told.by else LOGIN_RUNS
    return failure_groups(told.by) if told.by else FAILURE_RUNS


class _Moments:
    """Moments to the minute; the year only where there are several."""

    def __init__(self, clock: Clock, form: str) -> None:
        self._clock, self._form = clock, form

    @classmethod
    def of(cls, told: Logins | Failures, clock: Clock) -> _Moments:
        ends = [clock.read(end).year for end in (told.window.from_, told.window.to) if end]
        return cls(clock, "%m-%d %H:%M" if len(set(ends)) == 1 else "%Y-%m-%d %H:%M")

    def __call__(self, stamp: object) -> str:
        return self._clock.read(str(stamp)).strftime(self._form)


def _table(columns: Sequence[Column], found: Sequence[object], width: int, moments: _Moments) -> Table:
    """Numbers and moments are always whole; names fold, and providers are cut to what room is left."""
    told = {column: [_cell(column, row, width, moments) for row in found] for column in columns}
    widest = {column: max(len(column.title), *(cell.cell_len for cell in below)) for column, below in told.items()}
    shown = _fitting([column for column in columns if width >= WIDE or not column.wide], widest, width)
    room = width - sum(2 + widest[column] for column in shown if column.kind is not Kind.TEXT)
    table = bare_table()
    for column in shown:
        own = {Kind.TEXT: min(widest[column], room), Kind.NAME: None}.get(column.kind, widest[column])
        table.add_column(
            column.title,
            justify="right" if column.kind in RIGHT else "left",
            no_wrap=column.kind is not Kind.NAME,
            overflow="ellipsis" if column.kind is Kind.TEXT else "fold",
            width=own,
        )
    for row in zip(*(told[column] for column in shown), strict=True):
        table.add_row(*row)
    return table


def _fitting(columns: Sequence[Column], widest: Mapping[Column, int], width: int) -> list[Column]:
    """The columns that there is room for: the provider gives way first, then the last ones."""
    shown = list(columns)
    while len(shown) > 2:
        names = [min(widest[c], _LEAST_NAME) if c.kind is Kind.NAME else widest[c] for c in shown]
        provider = next((at for at, c in enumerate(shown) if c.kind is Kind.TEXT), None)
        if provider is not None:
            whole = sum(2 + widest[c] for c in shown if c.kind is not Kind.TEXT)
            if width - whole >= _LEAST_PROVIDER:
                return shown
        elif sum(names) + 2 * len(names) - 2 <= width:
            return shown
        shown.pop(-1 if provider is None else provider)
    return shown


def _cell(column: Column, row: object, width: int, moments: _Moments) -> Text:
    return safe(_words(column, getattr(row, column.field), width, moments))


def _words(column: Column, value: object, width: int, moments: _Moments) -> str:
    if column.kind in WRITTEN:
        return WRITTEN[column.kind](value)
    if column.kind is Kind.MOMENT:
        return moments(value)
    if column.kind is Kind.SHORT_COUNTRY:
        return _country(value, width)
    if column.field in _UNTOLD and not value:
        return "(not logged)"
    if isinstance(value, tuple):
        return ", ".join(value[:1]) + (f" +{len(value) - 1}" if len(value) > 1 else "")
    return "" if value is None else str(value)


def _country(value: object, width: int) -> str:
    if value is None:
        return ""
    return country(value) if width >= WIDE or len(str(value)) > 2 else str(value)
