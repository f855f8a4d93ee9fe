"""How is `postwarden stats` called, and where do its results go?"""

from __future__ import annotations

from dataclasses import fields
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from postwarden.cli.form import hand_over_as
from postwarden.cli.narrowing import IP, LOGIN, named, warn
from postwarden.cli.wishes import DEMO, KNOWN, LOGS, MEANS, OUTPUT, forms, judging, options, wishes
from postwarden.model.statistics import Figures

if TYPE_CHECKING:
    from postwarden.model.statistics import Statistics

TOP = 10
NAMES = tuple(field.name for field in fields(Figures) if field.name != "left_out")

EPILOG = """\
\b
Examples:
  postwarden stats
  postwarden stats --yesterday /var/log/mail.log /var/log/mail.log.1
  postwarden stats --date 2026-11-20 --detail /var/log/mail.log*
  postwarden stats --account ceo@example.org --since 7d
  postwarden stats --recipient @example.net --only deferrals --top 0
  postwarden stats --format csv --only per_day /var/log/mail.log* > days.csv
  postwarden stats --format json | jq .figures.totals

Exit code: 0; 3 when there was nothing to read, or nothing of the time asked for; 64 usage error.
"""

_OPTIONS = (
    LOGS,
    click.option("--since", metavar="WHEN", help="Count from here on: 15m, 2h, 3d, yesterday, 2026-11-20."),
    click.option("--until", metavar="WHEN", help="Count up to here."),
    click.option("--yesterday", is_flag=True, help="Count yesterday."),
    click.option("--date", "day", metavar="DAY", help="Count this day: today, yesterday, 2026-11-20."),
    LOGIN,
    IP,
    click.option(
        "--sender", "senders", multiple=True, metavar="ADDRESS", help="Only mail from it, or @domain (repeatable)."
    ),
    click.option(
        "--recipient", "recipients", multiple=True, metavar="ADDRESS", help="Only mail to it, or @domain (repeatable)."
    ),
    click.option("--detail", is_flag=True, help="All lists, sessions with smtpd among them, and reasons in full."),
    click.option(
        "--only",
        multiple=True,
        type=click.Choice(NAMES),
        metavar="LIST",
        help="Only this list, or totals (repeatable; names as in the JSON).",
    ),
    click.option(
        "--top", type=click.IntRange(0), default=TOP, show_default=True, help="Rows of each list; 0: all of them."
    ),
    *KNOWN[1:],  # all but --home: which country is no news does not matter here
    forms("table", "json", "csv"),
    OUTPUT,
    DEMO,
    *MEANS,
)


@click.command("stats", epilog=EPILOG)
@options(*_OPTIONS)
def command(
    form: str,
    output: Path | None,
    accounts: tuple[str, ...],
    ips: tuple[str, ...],
    senders: tuple[str, ...],
    recipients: tuple[str, ...],
    top: int,
    yesterday: bool,
    day: str | None,
    detail: bool,
    only: tuple[str, ...],
    since: str | None,
    until: str | None,
    **asked: Any,
) -> int:
    """Count mails, logins, refusals and delays: what pflogsumm reports, and more.

    LOG is what `postwarden check` takes.
    """
    from postwarden.app.narrowing import Narrowing
    from postwarden.app.stats import statistics
    from postwarden.report.terminal import render_statistics

    if only and form == "json":
        raise click.UsageError("--only is for tables and CSV: of the JSON, take `.figures.LIST` with jq")
    begin, end = _time(since, until, "yesterday" if yesterday else day, given=yesterday and day is not None)
    wanted = wishes(since=begin, until=end, accounts=named(accounts), detectors=(), homes=(), **asked)
    with judging(wanted, output) as watch:
        told = statistics(wanted, Narrowing(accounts, ips, senders, recipients, top or None), watch)
    draw = partial(render_statistics, detail=detail, only=only)
    hand_over_as(form, told, output, draw, csv=partial(_csv, only=only))
    return told.exit


def _time(since: str | None, until: str | None, day: str | None, *, given: bool) -> tuple[str | None, str | None]:
    """Begin and end as --since and --until would tell them. Raises a usage error."""
    if day is None:
        return since, until
    if given or since or until:
        raise click.UsageError("say the time once: --yesterday, --date, or --since and --until")
    if day in ("today", "yesterday"):
        return day, "today" if day == "yesterday" else None
    try:
        first = date.fromisoformat(day)
        return first.isoformat(), (first + timedelta(days=1)).isoformat()
    except (ValueError, OverflowError):
        raise click.BadParameter(
            f"{day!r} is no day: expected today, yesterday or one such as 2026-11-20", param_hint="--date"
        ) from None


def _csv(told: Statistics, only: tuple[str, ...]) -> str:
    from postwarden.report.stats_csv import encode_csv

    warn(told.coverage)  # there is no room for it in the result
    return encode_csv(told.figures, only)
