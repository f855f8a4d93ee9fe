"""How is `postwarden logins` called, and where do its results go?"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from postwarden.cli.form import hand_over_as
from postwarden.cli.narrowing import BY, IP, LOGIN, RECIPIENT, SENDER, SINCE, UNTIL, named, top, warn
from postwarden.cli.wishes import DEMO, KNOWN, LOGS, MEANS, OUTPUT, forms, judging, options, wishes

if TYPE_CHECKING:
    from postwarden.model.access import Logins

EPILOG = """\
\b
Examples:
  postwarden logins --account ceo@example.org /var/log/mail.log*
  postwarden logins --foreign --home DE
  postwarden logins --by account --since 7d
  postwarden logins --by country --account ceo@example.org
  postwarden logins --ip 192.0.2.0/24 --top 0
  postwarden logins --by ip --format csv > addresses.csv
  postwarden logins --format json | jq -c '.runs[] | [.account, .ip]'

Exit code: 0; 3 when there was nothing to read, or the time or account asked for is not in it; 64 usage error.
"""

_OPTIONS = (
    LOGS,
    BY,
    SINCE,
    UNTIL,
    LOGIN,
    IP,
    SENDER,
    RECIPIENT,
    click.option(
        "--foreign",
        is_flag=True,
        help="Only from outside the home countries and own networks. Home is what --home or the configuration says, "
        "else the country in which the account is on most days.",
    ),
    top(40, "Rows: the latest of a list, the largest groups"),
    *KNOWN,
    forms("table", "json", "csv"),
    OUTPUT,
    DEMO,
    *MEANS,
)


@click.command("logins", epilog=EPILOG)
@options(*_OPTIONS)
def command(
    form: str,
    output: Path | None,
    by: str | None,
    foreign: bool,
    accounts: tuple[str, ...],
    ips: tuple[str, ...],
    senders: tuple[str, ...],
    recipients: tuple[str, ...],
    top: int,
    **asked: Any,
) -> int:
    """List who logged in, from where, and how much was sent: every success, over all logs.

    Logins of one account from one address are one row until it pauses for half a day. LOG is what `postwarden check`
    takes.
    """
    from postwarden.app.access import Listing, logins
    from postwarden.app.narrowing import Narrowing
    from postwarden.report.terminal import render_access

    wanted = wishes(accounts=named(accounts), detectors=(), **asked)
    with judging(wanted, output) as watch:
        narrowing = Narrowing(accounts, ips, senders, recipients, top or None)
        told = logins(wanted, narrowing, Listing(by, foreign=foreign), watch)
    hand_over_as(form, told, output, render_access, csv=_csv)
    return told.exit


def _csv(told: Logins) -> str:
    from postwarden.model.access import LoginGroup, LoginRun
    from postwarden.report.rows_csv import encode_rows

    warn(told.coverage)
    return encode_rows(told.groups, LoginGroup) if told.by else encode_rows(told.runs, LoginRun)
