"""How does the story of an account look as one HTML page that needs nothing else?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from postwarden.model.findings import AccountVerdict, Evidence
from postwarden.model.timeline import Timeline, TimelineEntry
from postwarden.report import coverage_words, wording
from postwarden.report.clock import Clock
from postwarden.report.document import bullets, description, document, resource, section
from postwarden.report.elements import Child, Markup, element
from postwarden.report.marks import definitions, legend
from postwarden.report.timeline import timelines
from postwarden.report.timeline_words import entry_lines, headline, span_told
from postwarden.report.worldmap import world_map


def page(timeline: Timeline) -> str:
    """The whole page."""
    return document(f"postwarden timeline: {headline(timeline)}", _body(timeline, Clock.of(timeline.timezone)))


def _body(timeline: Timeline, clock: Clock) -> Iterable[Child]:
    account = timeline.account
    yield definitions()
    if account and account.moments:
        yield element("div", resource("world.svg"), class_="unseen", aria_hidden="true")
    yield element(
        "header",
        element("p", "postwarden timeline", class_="maker"),
        element("h1", headline(timeline)),
        element("p", span_told(timeline, clock)),
        class_=str(account.verdict) if account else "unknown",
    )
    yield element(
        "main",
        (_verdict(account, clock), _drawings(account, clock)) if account else None,
        _story(timeline.entries, timeline.name, clock) if timeline.entries else None,
        section(
            "What could be seen",
            element("ul", (element("li", "⚠ ", warning) for warning in timeline.coverage.warnings), class_="warnings"),
            description(coverage_words.coverage_rows(timeline.coverage)),
            bullets(f"{one.path}: {coverage_words.source_details(one, clock)}" for one in timeline.coverage.sources),
        ),
    )


def _verdict(account: AccountVerdict, clock: Clock) -> Markup:
    facts = description(wording.account_rows(account, clock)) if account.first_bad else None
    score = element("p", f"score {account.score} of 100", class_="quiet")
    return element("article", element("h2", "The verdict"), score, facts, class_=str(account.verdict))


def _drawings(account: AccountVerdict, clock: Clock) -> Markup | None:
    """Of many logins only some are drawn: each stands for its neighbours."""
    moments = account.moments
    if not moments:
        return None
    bad = sum(moment.bad for moment in moments)
    drawn = f"{bad:,} of {account.blast.sessions:,} bad logins are drawn" if account.blast.sessions > bad else ""
    return section("Its logins", legend(drawn), timelines(moments, clock), world_map(moments, clock))


def _story(entries: Sequence[TimelineEntry], account: str, clock: Clock) -> Markup:
    days = groupby(entries, lambda entry: clock.read(entry.first).strftime("%A %Y-%m-%d"))
    return section(
        "The story",
        (
            (element("h3", day), element("ol", (_entry(e, account, clock) for e in members), class_="reasons"))
            for day, members in days
        ),
    )


def _entry(entry: TimelineEntry, account: str, clock: Clock) -> Markup:
    first, *more = entry_lines(entry, account, clock)
    moment = clock.minute(entry.first)[11:]
    return element(
        "li",
        element("span", moment, class_="points" if entry.bad else "quiet", title=clock.second(entry.first)),
        element(
            "div",
            element("strong", first) if entry.bad else first,
            (element("p", words, class_="quiet") for words in more),
            _lines(entry.lines),
        ),
    )


def _lines(lines: Sequence[Evidence]) -> Markup | None:
    if not lines:
        return None
    shown = (
        element(
            "p",
            element("span", f"{line.source}:{line.line}", class_="place"),
            element("code", line.text),
            class_="evidence",
        )
        for line in lines
    )
    return element("details", element("summary", wording.count(len(lines), "log line")), shown)
