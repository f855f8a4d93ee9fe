"""How does the report look as one HTML page that needs nothing else?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from postwarden.model.coverage import SourceCoverage
from postwarden.model.findings import AccountVerdict, Attacker, Evidence, Reason, Report, Verdict
from postwarden.report import coverage_words, wording
from postwarden.report.clock import Clock
from postwarden.report.countries import country_name
from postwarden.report.document import bullets, description, document, resource, section, table
from postwarden.report.elements import Child, Markup, element, markup
from postwarden.report.explained import explained_clean, sections
from postwarden.report.marks import definitions, legend
from postwarden.report.steps import Command, Step, account_steps, server_steps
from postwarden.report.timeline import timelines
from postwarden.report.worldmap import place_rows, world_map

LINES_SHOWN = 2
_SIGN = {Verdict.COMPROMISED: "✖", Verdict.SUSPICIOUS: "▲", Verdict.UNKNOWN: "?", Verdict.CLEAN: "✔"}


def page(report: Report) -> str:
    """The whole page."""
    return document(f"postwarden: {wording.headline(report)}", _Page(report).body())


class _Page:
    """The sections of one report, in the order of the terminal."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.clock = Clock.of(report.timezone)
        self.short = wording.short_sources(report)

    def body(self) -> Iterable[Child]:
        accounts = wording.worst_first(self.report.accounts)
        clean = explained_clean(self.report.accounts)
        yield definitions()
        if any(account.moments for account in accounts):
            yield element("div", resource("world.svg"), class_="unseen", aria_hidden="true")
        yield self.banner(accounts)
        yield element(
            "main",
            (self.account(number, account) for number, account in enumerate((*accounts, *clean))),
            self.afterwards(),
            self.attackers(self.report.attackers),
            self.server(),
            self.clean(),
            self.coverage(),
        )

    def banner(self, accounts: Sequence[AccountVerdict]) -> Markup:
        verdict = self.report.verdict
        links = (
            element(
                "li",
                element(
                    "span", f"{_SIGN[account.verdict]} {account.verdict.upper()}", class_=f"badge {account.verdict}"
                ),
                " ",
                element("a", account.account, href=f"#account-{number}"),
                f" {self.since(account)}",
            )
            for number, account in enumerate(accounts)
        )
        return element(
            "header",
            element("p", "postwarden check", class_="maker"),
            element("h1", element("span", _SIGN[verdict] + " ", aria_hidden="true"), wording.headline(self.report)),
            element("p", wording.judged_window(self.report, self.clock)),
            element("p", wording.meaning(self.report)),
            element("ul", links) if accounts else None,
            class_=str(verdict),
        )

    def since(self, account: AccountVerdict) -> str:
        return f"since {self.clock.minute(account.first_bad)}" if account.first_bad else ""

    def account(self, number: int, account: AccountVerdict) -> Markup:
        badge = element(
            "span", f"{_SIGN[account.verdict]} {account.verdict.upper()}", class_=f"badge {account.verdict}"
        )
        reasons = wording.weightiest_first(account.reasons)
        return element(
            "article",
            element("h2", badge, " ", element("span", account.account, class_="name")),
            element("p", f"score {account.score} of 100", class_="quiet"),
            description(wording.account_rows(account, self.clock)),
            element("h3", "Why") if reasons else None,
            element("ol", (self.reason(reason) for reason in reasons), class_="reasons"),
            self.steps("What to do now (as root)", account_steps(account)),
            (markup(element("h3", title), bullets(lines)) for title, lines in sections(account, self.clock)),
            self.drawings(account),
            id=f"account-{number}",
            class_=str(account.verdict),
        )

    def drawings(self, account: AccountVerdict) -> Child:
        moments = account.moments
        if not moments:
            return None
        titles = ("from", "logins", "bad", "first", "last")
        return (
            element("h3", "Its logins"),
            legend(),
            timelines(moments, self.clock),
            world_map(moments, self.clock),
            table(titles, place_rows(moments, self.clock), "tnnmm"),
        )

    def reason(self, reason: Reason) -> Markup:
        return element(
            "li",
            element("span", f"+{reason.points}", class_="points", title="points of the score"),
            element(
                "div",
                element("strong", reason.text),
                element("p", wording.reason_when(reason, self.clock), class_="quiet"),
                self.evidence(reason.evidence),
                element("p", wording.reason_background(reason), class_="quiet small"),
            ),
        )

    def evidence(self, lines: Sequence[Evidence]) -> Child:
        shown, folded = lines[:LINES_SHOWN], lines[LINES_SHOWN:]
        more = element(
            "details",
            element("summary", wording.count(len(folded), "more line")),
            (self.line(line) for line in folded),
        )
        return ((self.line(line) for line in shown), more if folded else None)

    def line(self, line: Evidence) -> Markup:
        place = element("span", wording.location(line, self.short), class_="place", title=line.source)
        return element("p", place, " ", element("code", line.text), class_="evidence")

    def steps(self, title: str, steps: Sequence[Step]) -> Markup | None:
        if not steps:
            return None
        return markup(element("h3", title), self.stepbullets(steps))

    def stepbullets(self, steps: Sequence[Step]) -> Markup:
        return element("ol", (self.step(step) for step in steps), class_="steps")

    def step(self, step: Step) -> Markup:
        undo = element("p", "To undo: ", element("code", str(step.undo)), class_="quiet") if step.undo else None
        return element(
            "li",
            element("strong", step.title),
            element("p", step.note) if step.note else None,
            element("div", self.commands(step.commands), class_="commands") if step.commands else None,
            undo,
        )

    def commands(self, commands: Iterable[Command]) -> Iterable[Markup]:
        for command in commands:
            if command.remark:
                yield element("span", f"# {command.remark}", class_="remark")
            yield element("code", str(command))

    def afterwards(self) -> Markup | None:
        steps = server_steps(self.report)
        return section("Afterwards, once", self.stepbullets(steps)) if steps else None

    def attackers(self, attackers: Sequence[Attacker]) -> Markup | None:
        if not attackers:
            return None
        titles = ("network", "country", "failed logins", "names tried", "addresses", "from", "until", "what they did")
        rows = (
            (
                attacker.network,
                country_name(attacker.country),
                *(f"{number:,}" for number in (attacker.failures, attacker.accounts, attacker.addresses)),
                self.clock.minute(attacker.first),
                self.clock.minute(attacker.last),
                "; ".join(filter(None, (*attacker.reasons, wording.owners(attacker)))),
            )
            for attacker in attackers
        )
        lines = [line for attacker in attackers for line in attacker.evidence]
        proof = (
            element("details", element("summary", "log lines"), (self.line(line) for line in lines)) if lines else None
        )
        return section(wording.attacker_headline(attackers), table(titles, rows, "ttnnnmmp"), proof)

    def server(self) -> Markup | None:
        findings = self.report.server
        if not findings:
            return None
        found = ((element("strong", f.text), self.evidence(f.evidence)) for f in findings)
        return section("The server itself", bullets(found))

    def clean(self) -> Markup | None:
        names = wording.clean_names(self.report.accounts)
        if not names:
            return None
        found = element("details", element("summary", wording.count(len(names), "account")), bullets(names))
        return section("Nothing found", found)

    def coverage(self) -> Markup:
        coverage = self.report.coverage
        rule = element("p", wording.RULE, class_="quiet") if self.report.accounts else None
        return section(
            "What could be seen",
            element("ul", (element("li", "⚠ ", warning) for warning in coverage.warnings), class_="warnings"),
            description(coverage_words.coverage_rows(coverage)),
            bullets(self.source(source) for source in coverage.sources),
            rule,
        )

    def source(self, source: SourceCoverage) -> Child:
        digest = (
            element("p", element("code", f"sha256 {source.sha256}"), class_="quiet small") if source.sha256 else None
        )
        details = coverage_words.source_details(source, self.clock, digest=False)
        return (element("strong", source.path), element("p", details, class_="quiet"), digest)
