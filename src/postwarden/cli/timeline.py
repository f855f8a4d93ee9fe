"""How is `postwarden timeline` called, and where do its results go?"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from postwarden.cli.form import hand_over_as
from postwarden.cli.narrowing import IP, RECIPIENT, SENDER, SINCE, UNTIL, filled, warn
from postwarden.cli.output import save
from postwarden.cli.wishes import DEMO, DETECTORS, KNOWN, LOGS, MEANS, OUTPUT, forms, judging, options, wishes

if TYPE_CHECKING:
    from postwarden.model.timeline import Timeline

EPILOG = """\
\b
Examples:
  postwarden timeline ceo@example.org /var/log/mail.log*
  postwarden timeline ceo@example.org --html ceo.html
  postwarden timeline ceo@example.org --since 2026-11-18 --raw
  postwarden timeline ceo@example.org --ip 192.0.2.0/24 --all
  postwarden timeline ceo@example.org --format csv > ceo.csv
  postwarden timeline ceo@example.org --format json | jq '.entries[].ip'

Exit code: 0; 3 when the account does not occur, or there was nothing to read; 64 usage error.
"""

_OPTIONS = (
    click.argument("account", callback=filled),
    LOGS,
    SINCE,
    UNTIL,
    IP,
    SENDER,
    RECIPIENT,
    click.option(
        "--all", "everything", is_flag=True, help="Tell the whole time, not only the break-in and a day around it."
    ),
    click.option("--raw", is_flag=True, help="Show the lines of the first mail of each login, and of its session."),
    click.option(
        "--html",
        type=click.Path(path_type=Path, dir_okay=False),
        metavar="FILE",
        help="Write it to this file, too, as one page with drawings of its logins.",
    ),
    *KNOWN,
    forms("table", "json", "csv"),
    OUTPUT,
    DEMO,
    DETECTORS,
    *MEANS,
)


@click.command("timeline", epilog=EPILOG)
@options(*_OPTIONS)
def command(
    account: str,
    form: str,
    output: Path | None,
    html: Path | None,
    ips: tuple[str, ...],
    senders: tuple[str, ...],
    recipients: tuple[str, ...],
    raw: bool,
    everything: bool,
    **asked: Any,
) -> int:
    """Tell the story of an account: the break-in, and what surrounds each of its logins.

    ACCOUNT is a login name. Marked with ! is what belongs to the break-in, with > what the detectors say. LOG is what
    `postwarden check` takes.
    """
    from postwarden.app.narrowing import Narrowing
    from postwarden.app.timeline import lived
    from postwarden.report.terminal import render_timeline

    wanted = wishes(accounts=(account,), **asked)
    with judging(wanted, output, html) as watch:
        narrowing = Narrowing((), ips, senders, recipients)
        told = lived(wanted, account, narrowing, watch, raw=raw, everything=everything)
    if html is not None:
        from postwarden.report.timeline_page import page

        save(html, page(told).encode())
    hand_over_as(form, told, output, render_timeline, csv=_csv)
    return told.exit


def _csv(told: Timeline) -> str:
    from postwarden.model.timeline import TimelineEntry
    from postwarden.report.rows_csv import encode_rows

    warn(told.coverage)
    return encode_rows(told.entries, TimelineEntry, without=("lines",))
