"""How does the daily report look as HTML that a mail client shows, too?

Clients drop scripts, SVG, custom properties, and styles that know more than classes; images they show when asked. So
charts are tables whose cells are coloured: they show everywhere, and as text where there are no colours.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from postwarden.model.daily import Daily
from postwarden.model.findings import AccountVerdict, Verdict
from postwarden.report import coverage_words, wording
from postwarden.report.amounts import amount_of_bytes
from postwarden.report.clock import Clock
from postwarden.report.countries import country_name
from postwarden.report.daily_text import since
from postwarden.report.document import resource
from postwarden.report.elements import Child, Markup, element, markup
from postwarden.report.stats_totals import total_rows
from postwarden.report.steps import account_steps, server_steps

ACCOUNTS, REASONS, ROWS = 10, 6, 10
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


def page(daily: Daily) -> str:
    """The whole page; it needs nothing else, and asks nobody for anything."""
    title = wording.headline(daily.check)
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", http_equiv="Content-Security-Policy", content=_POLICY),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="color-scheme", content="light dark"),
        element("title", f"postwarden: {title}"),
        element("style", resource("mail.css")),
    )
    body = element("div", *_parts(daily), class_="body")
    return "<!doctype html>\n" + element("html", head, element("body", body), lang="en") + "\n"


def _parts(daily: Daily) -> Iterable[Child]:
    clock, check = Clock.of(daily.check.timezone), daily.check
    accounts = wording.worst_first(check.accounts)
    yield element(
        "div",
        element("p", f"postwarden on {daily.host}"),
        element("h1", wording.headline(check)),
        element("p", wording.judged_window(check, clock)),
        element("p", wording.meaning(check)),
        class_=f"banner {check.verdict}",
    )
    if daily.last:
        yield _changes(daily)
    yield from (_account(account, clock) for account in accounts[:ACCOUNTS])
    if accounts[ACCOUNTS:]:
        yield element("p", f"and {len(accounts) - ACCOUNTS:,} accounts more: see `postwarden check`")
    yield _server(daily)
    yield _attackers(daily, clock)
    yield _figures(daily)
    yield _seen(daily)


def _changes(daily: Daily) -> Markup:
    said = [element("li", change.text, class_="worse" if change.worse else None) for change in daily.changes]
    return _section(
        "Since the last report",
        element("p", f"The last one told {since(daily)}.", class_="quiet"),
        element("ul", said) if said else element("p", "Nothing worth mentioning has changed."),
    )


def _account(account: AccountVerdict, clock: Clock) -> Markup:
    reasons = wording.weightiest_first(account.reasons)[:REASONS]
    return element(
        "div",
        element(
            "h2", element("span", account.verdict.upper(), class_=f"badge {account.verdict}"), f" {account.account}"
        ),
        _pairs(wording.account_rows(account, clock)),
        element("h3", "Why"),
        element("ul", (element("li", f"+{r.points} {r.text}") for r in reasons)),
        element("h3", "What to do now (as root)"),
        _steps(account),
        class_="card",
    )


def _steps(account: AccountVerdict) -> Markup:
    return element(
        "ol",
        (
            element("li", step.title, (element("p", element("code", str(command))) for command in step.commands))
            for step in account_steps(account)
        ),
    )


def _server(daily: Daily) -> Markup:
    steps = [step.title for step in server_steps(daily.check)]
    return markup(
        _listed("The server itself", [finding.text for finding in daily.check.server]),
        _listed("Afterwards, once", steps),
    )


def _listed(title: str, said: Sequence[str]) -> Markup | None:
    return _section(title, element("ul", (element("li", words) for words in said))) if said else None


def _attackers(daily: Daily, clock: Clock) -> Markup | None:
    found = daily.check.attackers[:ROWS]
    if not found:
        return None
    rows = [
        (one.network, country_name(one.country), f"{one.failures:,}", f"{one.accounts:,}", clock.minute(one.last))
        for one in found
    ]
    titles = ("network", "country", "failed", "names", "until")
    return _section(wording.attacker_headline(daily.check.attackers), _table(titles, rows))


def _figures(daily: Daily) -> Markup:
    told = daily.statistics.figures
    hours = [(f"{hour.hour:02}", hour.received) for hour in told.per_hour]
    failed = [(f"{hour.hour:02}", hour.failures) for hour in told.per_hour]
    senders = [(str(one.sender or "(not logged)"), one.messages) for one in told.senders_by_count[:ROWS]]
    accounts = [
        (one.account, f"{one.logins:,}", f"{one.countries:,}", f"{one.messages:,}", f"{one.recipients:,}")
        for one in told.accounts[:ROWS]
    ]
    domains = [
        (one.domain or "(none)", f"{one.deliveries:,}", f"{one.deferrals:,}", amount_of_bytes(one.bytes))
        for one in told.recipient_domains[:ROWS]
    ]
    return _section(
        "Figures",
        _pairs(total_rows(told)),
        _bars("Mails received, by hour of the clock", hours, "usual"),
        _bars("Failed logins, by hour of the clock", failed, "failed"),
        _bars("Senders by number of mails", senders, "usual"),
        _titled("Accounts that logged in", ("account", "logins", "countries", "mails", "to"), accounts),
        _titled("Where mail went to", ("domain", "mails", "deferred", "size"), domains),
    )


def _bars(title: str, counted: Sequence[tuple[str, int]], kind: str) -> Markup | None:
    """One row per value; nothing where nothing was counted."""
    most = max((number for _, number in counted), default=0)
    if not most:
        return None
    rows = (
        element(
            "tr",
            element("td", label, class_="label"),
            element("td", f"{number:,}", class_="number"),
            element("td", _bar(number * 100 // most, kind), class_="scale"),
        )
        for label, number in counted
    )
    return markup(element("h3", title), element("table", rows, class_="bars", role="presentation", width="100%"))


def _bar(percent: int, kind: str) -> Markup:
    """Old clients know no other way to a coloured box of a width."""
    colours = {"usual": "#2467a8", "failed": "#b3201b"}
    if not percent:
        return Markup("")
    cell = element("td", Markup("&nbsp;"), bgcolor=colours[kind], class_=kind)
    return element("table", element("tr", cell), width=f"{percent}%", cellpadding=0, cellspacing=0, role="presentation")


def _seen(daily: Daily) -> Markup:
    covered = daily.check.coverage
    return _section(
        "What could be seen",
        element("ul", (element("li", warning, class_="worse") for warning in covered.warnings)),
        _pairs(coverage_words.coverage_rows(covered)),
    )


def _section(title: str, *children: Child) -> Markup:
    return element("div", element("h2", title), *children, class_="card")


def _pairs(rows: Iterable[wording.Row]) -> Markup:
    cells = (
        element("tr", element("td", label, class_="quiet label"), element("td", words, class_="words"))
        for label, words in rows
    )
    return element("table", cells, class_="pairs")


def _titled(title: str, titles: Sequence[str], rows: Sequence[Sequence[str]]) -> Markup | None:
    return markup(element("h3", title), _table(titles, rows)) if rows else None


def _table(titles: Sequence[str], rows: Iterable[Sequence[str]]) -> Markup:
    head = element("tr", (element("th", title) for title in titles))
    return element("table", head, (element("tr", (element("td", cell) for cell in row)) for row in rows), class_="rows")


def is_bad(daily: Daily) -> bool:
    """Whether somebody should look at once."""
    return daily.check.verdict is Verdict.COMPROMISED
