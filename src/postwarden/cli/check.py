"""How is `postwarden check` called, and where do its results go?"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from postwarden.cli.form import hand_over_as
from postwarden.cli.wishes import (
    ACCOUNTS,
    DEMO,
    DETECTORS,
    KNOWN,
    LOGS,
    MEANS,
    OUTPUT,
    forms,
    judging,
    options,
    wishes,
)

if TYPE_CHECKING:
    from postwarden.model.findings import Report

EPILOG = """\
\b
Examples:
  postwarden check
  postwarden check /var/log/mail.log* --since 2d
  postwarden check --account ceo@example.org --explain /var/log/mail.log
  postwarden check --format html --output incident.html /backup/maillog-2026*
  journalctl -o json -u postfix | postwarden check -
  postwarden check --format json | jq -c '.accounts[] | [.account, .verdict]'

Exit code: 0 nothing found, 1 suspicious, 2 compromised, 3 unknown (the logs do not show enough to judge, or could
not be read), 64 usage error.
"""


_OPTIONS = (
    LOGS,
    click.option(
        "--since",
        metavar="WHEN",
        help="Judge from here on: 15m, 2h, 3d, yesterday, 2026-11-20. What was before tells what is usual.",
    ),
    click.option("--until", metavar="WHEN", help="Judge up to here."),
    ACCOUNTS,
    *KNOWN,
    forms("text", "json", "html"),
    OUTPUT,
    click.option("--all", "everyone", is_flag=True, help="List clean accounts, too."),
    click.option("--explain", is_flag=True, help="Show what speaks for and against each verdict, with all evidence."),
    DEMO,
    DETECTORS,
    click.option(
        "--no-hash", "hashing", flag_value=False, default=True, help="Do not compute the SHA-256 of the sources."
    ),
    *MEANS,
    click.option("--profile", is_flag=True, help="Tell on stderr and in JSON what each part cost."),
)


@click.command("check", epilog=EPILOG)
@options(*_OPTIONS)
def command(form: str, output: Path | None, explain: bool, profile: bool, **asked: Any) -> int:
    """Say which accounts were broken into, since when, how, and what was done with them.

    LOG is a file (gzip, xz, bzip2 and zstd too), a folder, a pattern, `-` for standard input, or `journal`.
    Without one, this machine's mail logs are read.
    """
    from postwarden.app.check import check
    from postwarden.report.terminal import render

    wanted = wishes(explain=explain, profile=profile, **asked)
    with judging(wanted, output) as watch:
        report = check(wanted, watch)
    for cost in report.profile:
        findings = "" if cost.findings is None else f"  {cost.findings:,} findings"
        click.echo(f"{cost.seconds * 1000:9.1f} ms  {cost.kind:8}  {cost.name}{findings}", err=True)
    hand_over_as(form, report, output, partial(render, explain=explain), html=_page)
    return report.exit


def _page(report: Report) -> bytes:
    from postwarden.report.html import page

    return page(report).encode()
