"""How is the report laid out in the columns of a terminal?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rich.cells import cell_len
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from postwarden.model.findings import AccountVerdict, Attacker, Evidence, Reason, Report, Verdict
from postwarden.report import wording
from postwarden.report.clock import Clock
from postwarden.report.console import HEADING, QUIET, badge, heading, indented, printed, rows, safe, what_was_seen
from postwarden.report.countries import country_name
from postwarden.report.excerpt import excerpt
from postwarden.report.explained import explained_clean, sections
from postwarden.report.neutral import visible
from postwarden.report.steps import Command, Step, account_steps, server_steps

DETAILED = 20
"""Accounts beyond the worst twenty are listed in one line each."""
ATTACKERS = 5
LINES_PER_REASON = 2
ROWS_PER_LINE = 3
TELLING = ("sasl_username=", "status=", "authentication failed", "reject", "user=<", "from=<")
"""Where the interesting part of a log line begins if it does not name the account."""

_COMMAND = "cyan"
_PLACE = "magenta"  # blue is unreadable on many black terminals


def text(report: Report, width: int, colour: bool, explain: bool) -> str:
    """The whole report."""
    return printed(_Layout(report, width, colour, explain).parts(), width, colour)


def folded(command: Command, width: int) -> list[str]:
    """A command in lines that the shell reads as one; a single word that is too long stays whole."""
    lines = [""]
    for word in command.words:
        longer = f"{lines[-1]} {word}" if lines[-1] else word
        if lines[-1] and cell_len(longer) > width - 2:  # room for the backslash
            lines.append("  " + word)
        else:
            lines[-1] = longer
    return [line + " \\" for line in lines[:-1]] + lines[-1:]


class _Layout:
    """The parts of one report, from the verdict down to the coverage."""

    def __init__(self, report: Report, width: int, colour: bool, explain: bool) -> None:
        self.report = report
        self.width = width
        self.colour = colour
        self.explain = explain
        self.clock = Clock.of(report.timezone)
        self.short = wording.short_sources(report)

    def parts(self) -> Iterator[RenderableType]:
        accounts = wording.worst_first(self.report.accounts)
        yield from self.verdict()
        if len(accounts) > 1:
            yield from self.overview(accounts)
        for account in accounts[:DETAILED]:
            yield from self.account(account)
        for account in explained_clean(self.report.accounts):
            yield from self.account(account)
        if accounts[DETAILED:]:
            yield Text()
            yield safe(f"Details of {len(accounts) - DETAILED:,} more: --account NAME, or --format html")
        yield from self.steps("Afterwards, once", server_steps(self.report))
        yield from self.attackers()
        yield from self.server()
        yield from self.clean()
        yield from self.coverage()
        if accounts:  # the first lines have scrolled away
            yield Text()
            yield from self.verdict_line()

    def badge(self, words: str, verdict: Verdict) -> Text:
        return badge(words, verdict, self.colour)

    def verdict_line(self) -> Iterator[RenderableType]:
        yield self.badge(wording.headline(self.report), self.report.verdict)

    def verdict(self) -> Iterator[RenderableType]:
        yield from self.verdict_line()
        yield safe(wording.judged_window(self.report, self.clock), QUIET)
        yield safe(wording.meaning(self.report))

    def overview(self, accounts: Sequence[AccountVerdict]) -> Iterator[RenderableType]:
        """One line for each account: the whole picture before the details."""
        yield Text()
        table = Table.grid(padding=(0, 2))
        table.add_column(no_wrap=True)
        table.add_column(justify="right", no_wrap=True)
        table.add_column(no_wrap=True)
        table.add_column(overflow="fold")
        for account in accounts:
            since = f"since {self.clock.minute(account.first_bad)}" if account.first_bad else ""
            table.add_row(Text(account.verdict.upper(), HEADING), str(account.score), since, safe(account.account))
        yield indented(table, 2)

    def account(self, account: AccountVerdict) -> Iterator[RenderableType]:
        score = f"  score {account.score} of 100"
        yield Text()
        yield Text("─" * self.width, QUIET)
        yield Text.assemble(
            self.badge(account.verdict.upper(), account.verdict),
            "  ",
            safe(account.account, HEADING),
            (score, QUIET),
            overflow="fold",
        )
        yield rows(wording.account_rows(account, self.clock), 8)
        if account.reasons:
            yield from heading("Why")
        for reason in wording.weightiest_first(account.reasons):
            yield from self.reason(reason, account.account)
        for title, lines in sections(account, self.clock):
            yield from heading(title)
            yield from (indented(safe(line), 2) for line in lines)
        yield from self.steps("What to do now (as root)", account_steps(account))

    def reason(self, reason: Reason, account: str) -> Iterator[RenderableType]:
        grid = Table.grid(padding=(0, 1))
        grid.add_column(width=4, justify="right")
        grid.add_column(overflow="fold")
        grid.add_row(Text(f"+{reason.points}", HEADING), safe(reason.text))
        grid.add_row("", safe(wording.reason_when(reason, self.clock), QUIET))
        if self.explain:
            grid.add_row("", safe(wording.reason_background(reason), QUIET))
        yield grid
        yield from self.evidence(reason.evidence, (account,))

    def evidence(self, lines: Sequence[Evidence], needles: Iterable[str] = ()) -> Iterator[RenderableType]:
        for line in lines if self.explain else lines[:LINES_PER_REASON]:
            place = visible(wording.location(line, self.short))
            shown = visible(line.text)
            if not self.explain:
                room = ROWS_PER_LINE * (self.width - 7) - cell_len(place) - 3
                shown = excerpt(shown, room, map(visible, (*needles, *TELLING)))
            yield indented(Text.assemble((place, _PLACE), "  ", shown, overflow="fold", no_wrap=False), 7)

    def steps(self, title: str, steps: Sequence[Step]) -> Iterator[RenderableType]:
        if not steps:
            return
        yield from heading(title)
        for number, step in enumerate(steps, 1):
            yield indented(safe(f"{number}. {step.title}"), 2)
            if step.note:
                yield indented(safe(step.note), 5)
            for command in step.commands:
                yield from self.command(command)
            if step.undo:
                yield indented(safe(f"# to undo: {step.undo}", QUIET), 7)

    def command(self, command: Command) -> Iterator[RenderableType]:
        """Lines that rich must not fold: its fold would break them when they are pasted."""
        if command.remark:
            yield indented(safe(f"# {command.remark}", QUIET), 7)
        lines = "\n".join(" " * 7 + line for line in folded(command, self.width - 7))
        yield Text(lines, _COMMAND, no_wrap=True, overflow="ignore")

    def attackers(self) -> Iterator[RenderableType]:
        attackers = self.report.attackers
        if not attackers:
            return
        yield from heading(wording.attacker_headline(attackers))
        shown = attackers if self.explain else attackers[:ATTACKERS]
        yield indented(self.attacker_table(shown), 2)
        for attacker in (a for a in shown if a.spared):
            yield indented(safe(f"{attacker.network}: {wording.owners(attacker)}"), 2)
        for attacker in shown if self.explain else ():
            yield indented(safe(f"{attacker.network}: {'; '.join(attacker.reasons)}"), 2)
            yield from self.evidence(attacker.evidence)
        if len(shown) < len(attackers):
            yield indented(Text(f"and {len(attackers) - len(shown):,} more: --explain lists them", QUIET), 2)

    def attacker_table(self, attackers: Sequence[Attacker]) -> RenderableType:
        table = Table(box=None, padding=(0, 2, 0, 0), show_edge=False, header_style=QUIET)
        table.add_column("network", overflow="fold")
        table.add_column("country", overflow="fold")
        for title in ("failed", "names", "hosts"):
            table.add_column(title, justify="right", no_wrap=True)
        table.add_column("last try", no_wrap=True)
        for attacker in attackers:
            table.add_row(
                safe(attacker.network),
                safe(country_name(attacker.country)),
                *(f"{number:,}" for number in (attacker.failures, attacker.accounts, attacker.addresses)),
                self.clock.minute(attacker.last),
            )
        return table

    def server(self) -> Iterator[RenderableType]:
        if not self.report.server:
            return
        yield from heading("The server itself")
        for finding in self.report.server:
            yield indented(safe("! " + finding.text), 2)
            yield from self.evidence(finding.evidence)

    def clean(self) -> Iterator[RenderableType]:
        names = wording.clean_names(self.report.accounts)
        if names:
            yield from heading("Nothing found in")
            yield from (indented(safe(name), 2) for name in names)

    def coverage(self) -> Iterator[RenderableType]:
        yield from what_was_seen(self.report.coverage, self.clock)
        if self.explain:
            yield indented(safe(wording.RULE, QUIET), 2)
