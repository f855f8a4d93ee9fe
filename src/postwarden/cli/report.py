"""How is `postwarden report` called, and where does the report go?"""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from postwarden.cli.form import hand_over_as
from postwarden.cli.output import show
from postwarden.cli.wishes import DEMO, DETECTORS, KNOWN, LOGS, MEANS, OUTPUT, forms, judging, options, wishes

if TYPE_CHECKING:
    from postwarden.mailing.message import Letter
    from postwarden.mailing.sending import Server
    from postwarden.model.daily import Daily

EPILOG = """\
\b
Examples:
  postwarden report
  postwarden report --mail admin@example.org --dry-run
  postwarden report --mail admin@example.org --home DE
  postwarden report --mail a@example.org --smtp smtp://mx.example.org
  postwarden report --format html --output today.html --since yesterday

It tells of the time since the last report that was mailed; without one, of 24 hours.

Exit code: that of the verdict, as `postwarden check`; with --mail 0 when the mail was taken, 3 when it was not; 64
usage error.
"""

_OPTIONS = (
    LOGS,
    click.option("--since", metavar="WHEN", help="Report from here on: 15m, 2h, 3d, yesterday, 2026-11-20."),
    click.option("--until", metavar="WHEN", help="Report up to here."),
    click.option("--mail", "recipients", multiple=True, metavar="ADDRESS", help="Mail it there (repeatable)."),
    click.option("--from", "sender", metavar="ADDRESS", help="Sender of the mail; default: postwarden@ this host."),
    click.option("--smtp", metavar="URL", help="Hand the mail to this server; default: sendmail of this machine."),
    click.option(
        "--smtp-password",
        type=click.Path(path_type=Path, dir_okay=False),
        metavar="FILE",
        help="File with the password of the user in --smtp.",
    ),
    click.option("--dry-run", is_flag=True, help="Print the mail, and send nothing."),
    click.option(
        "--state",
        type=click.Path(path_type=Path, dir_okay=False),
        help="Where is kept what the last mail said; default: in the folder that systemd gives, else below "
        "~/.local/state/postwarden.",
    ),
    *KNOWN,
    forms("text", "html", "json"),
    OUTPUT,
    DEMO,
    DETECTORS,
    *MEANS,
)


@click.command("report", epilog=EPILOG)
@options(*_OPTIONS)
def command(
    form: str,
    output: Path | None,
    recipients: tuple[str, ...],
    sender: str | None,
    smtp: str | None,
    smtp_password: Path | None,
    dry_run: bool,
    state: Path | None,
    since: str | None,
    until: str | None,
    demo: bool,
    **asked: Any,
) -> int:
    """Report the verdict, the figures, and what changed since the last report; by mail, too.

    LOG is what `postwarden check` takes. All logs are read: older ones tell what is usual.
    """
    from dataclasses import replace

    from postwarden.app.daily import daily, longest_gap, recall, remember, summary
    from postwarden.report.daily_text import text

    now = time.time_ns() // 1_000
    to, password = _server(smtp, smtp_password)
    _check_addresses(recipients, sender)
    wanted = wishes(since=since, until=until, demo=demo, accounts=(), **asked)
    with judging(wanted, output) as watch:
        last = None if demo else recall(state or _state())
        if not (since or until or demo):
            wanted = replace(wanted, since=longest_gap(last, now, 24))
        found = daily(wanted, last, watch)
        if not recipients and not dry_run:
            hand_over_as(form, found, output, text, html=_page)
            return found.check.exit
        _mail(found, recipients, sender, to, password, dry_run=dry_run)
        if not dry_run and not demo:
            remember(state or _state(), summary(found, wanted.until or now))
    return 0


def _page(found: Daily) -> bytes:
    from postwarden.report.daily_html import page

    return page(found).encode()


def _letter(found: Daily, recipients: tuple[str, ...], sender: str) -> Letter:
    from datetime import UTC, datetime

    from postwarden.mailing.message import Letter
    from postwarden.report.daily_html import is_bad, page
    from postwarden.report.daily_text import subject, text

    return Letter(
        sender=sender,
        recipients=recipients,
        subject=subject(found),
        text=text(found, 76, colour=False),
        html=page(found),
        date=datetime.now(UTC),
        host=found.host,
        urgent=is_bad(found),
    )


def _mail(
    found: Daily,
    recipients: tuple[str, ...],
    sender: str | None,
    to: Server | None,
    password: str,
    *,
    dry_run: bool,
) -> None:
    from postwarden.mailing.message import message
    from postwarden.mailing.sending import NotSent, by_sendmail, by_smtp

    letter = _letter(found, recipients, sender or f"postwarden@{found.host}")
    mail = message(letter)
    if dry_run:
        show(mail.as_bytes(policy=mail.policy.clone(linesep="\n")))
        return
    try:
        if to is None:
            by_sendmail(mail, letter.sender, recipients)
        else:
            by_smtp(mail, letter.sender, recipients, to, password)
    except NotSent as error:
        from postwarden.report.neutral import visible

        click.echo(f"postwarden: {visible(str(error))}", err=True)
        raise click.exceptions.Exit(3) from error
    click.echo(f"mailed to {', '.join(recipients)}: {letter.subject}", err=True)


def _server(smtp: str | None, secret: Path | None) -> tuple[Server | None, str]:
    """Raises a usage error."""
    from postwarden.mailing.sending import server

    try:
        to = None if smtp is None else server(smtp)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--smtp") from None
    if (to is not None and bool(to.user)) != (secret is not None):
        raise click.UsageError("--smtp-password and a user in --smtp belong together")
    try:
        return to, secret.read_text(encoding="utf-8").strip("\n") if secret else ""
    except (OSError, UnicodeDecodeError) as error:
        raise click.BadParameter(f"{secret} cannot be read: {error}", param_hint="--smtp-password") from None


def _check_addresses(recipients: tuple[str, ...], sender: str | None) -> None:
    from postwarden.mailing.message import BadAddress, address

    for option, addresses in (("--mail", recipients), ("--from", (sender,) if sender else ())):
        for one in addresses:
            try:
                address(one)
            except BadAddress as error:
                raise click.BadParameter(str(error), param_hint=option) from None


def _state() -> Path:
    """systemd says where a service may write."""
    given = os.environ.get("STATE_DIRECTORY", "").split(":")[0]
    folder = given or str(Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local/state") / "postwarden")
    return Path(folder) / "report.json"
