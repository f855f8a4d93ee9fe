"""How is `postwarden trace` called, and where do its results go?"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from postwarden.cli.form import hand_over_as
from postwarden.cli.narrowing import IP, LOGIN, RECIPIENT, SENDER, SINCE, UNTIL, filled, named, top, warn
from postwarden.cli.wishes import DEMO, KNOWN, LOGS, MEANS, OUTPUT, forms, judging, options, wishes

if TYPE_CHECKING:
    from postwarden.model.trace import Trace

EPILOG = """\
\b
Examples:
  postwarden trace 9248D303AB /var/log/mail.log*
  postwarden trace '<20261120080100.9248D@mx.example.org>'
  postwarden trace office@example.com --since yesterday
  postwarden trace anna@example.org --recipient @example.com
  postwarden trace 192.0.2.7 --top 0 --raw
  postwarden trace 9248D303AB --format json | jq '.mails[].steps'

Exit code: 0; 3 when nothing of it was found, or there was nothing to read; 64 usage error.
"""

_OPTIONS = (
    click.argument("query", callback=filled),
    LOGS,
    SINCE,
    UNTIL,
    LOGIN,
    IP,
    SENDER,
    RECIPIENT,
    click.option("--raw", is_flag=True, help="Show the log line of each step, too."),
    top(10, "Mails: the latest of those that are meant"),
    *KNOWN[1:],
    forms("table", "json", "csv"),
    OUTPUT,
    DEMO,
    *MEANS,
)


@click.command("trace", epilog=EPILOG)
@options(*_OPTIONS)
def command(
    query: str,
    form: str,
    output: Path | None,
    accounts: tuple[str, ...],
    ips: tuple[str, ...],
    senders: tuple[str, ...],
    recipients: tuple[str, ...],
    raw: bool,
    top: int,
    **asked: Any,
) -> int:
    """Tell what happened to a mail: session, login, recipients, each delivery attempt, its end.

    QUERY is a queue id, a Message-ID, an address (sender, recipient or login), or an IP address or network of clients.
    LOG is what `postwarden check` takes.
    """
    from postwarden.app.narrowing import Narrowing
    from postwarden.app.trace import traced
    from postwarden.report.terminal import render_trace

    wanted = wishes(accounts=named(accounts), detectors=(), homes=(), **asked)
    with judging(wanted, output) as watch:
        narrowing = Narrowing(accounts, ips, senders, recipients, top or None)
        told = traced(wanted, query, narrowing, watch, raw=raw)
    hand_over_as(form, told, output, render_trace, csv=_csv)
    return told.exit


def _csv(told: Trace) -> str:
    from postwarden.model.trace import Step
    from postwarden.report.rows_csv import encode_rows

    warn(told.coverage)
    return encode_rows([*(step for mail in told.mails for step in mail.steps), *told.refusals], Step)
