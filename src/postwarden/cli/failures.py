"""How is `postwarden failures` called, and where do its results go?"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from postwarden.cli.form import hand_over_as
from postwarden.cli.narrowing import BY, IP, LOGIN, SINCE, UNTIL, named, top, warn
from postwarden.cli.wishes import DEMO, KNOWN, LOGS, MEANS, OUTPUT, forms, judging, options, wishes

if TYPE_CHECKING:
    from postwarden.model.access import Failures

EPILOG = """\
\b
Examples:
  postwarden failures /var/log/mail.log*
  postwarden failures --by network --since 1d
  postwarden failures --by account
  postwarden failures --account ceo@example.org --by ip
  postwarden failures --ip 192.0.2.0/24 --top 0
  postwarden failures --by ip --format csv > addresses.csv
  postwarden failures --format json | jq -c '.runs[] | select(.came_in)'

Exit code: 0; 3 when there was nothing to read, or the time or account asked for is not in it; 64 usage error.
"""

_OPTIONS = (
    LOGS,
    BY,
    SINCE,
    UNTIL,
    LOGIN,
    IP,
    click.option("--all", "everything", is_flag=True, help="Attempts that were aborted, and outages, too."),
    top(40, "Rows: the latest of a list, the largest groups"),
    *KNOWN[1:],
    forms("table", "json", "csv"),
    OUTPUT,
    DEMO,
    *MEANS,
)


@click.command("failures", epilog=EPILOG)
@options(*_OPTIONS)
def command(
    form: str,
    output: Path | None,
    by: str | None,
    everything: bool,
    accounts: tuple[str, ...],
    ips: tuple[str, ...],
    top: int,
    **asked: Any,
) -> int:
    """List who failed to log in, from where, and who of them came in later.

    Failures of one address are one row until it pauses for an hour. LOG is what `postwarden check` takes.
    """
    from postwarden.app.access import Listing, failures
    from postwarden.app.narrowing import Narrowing
    from postwarden.report.terminal import render_access

    wanted = wishes(accounts=named(accounts), detectors=(), homes=(), **asked)
    with judging(wanted, output) as watch:
        narrowing = Narrowing(accounts, ips, top=top or None)
        told = failures(wanted, narrowing, Listing(by, everything=everything), watch)
    hand_over_as(form, told, output, render_access, csv=_csv)
    return told.exit


def _csv(told: Failures) -> str:
    from postwarden.model.access import FailureGroup, FailureRun
    from postwarden.report.rows_csv import encode_rows

    warn(told.coverage)
    return encode_rows(told.groups, FailureGroup) if told.by else encode_rows(told.runs, FailureRun)
