"""How is `postwarden explain` called, and where do the lines come from?"""

from __future__ import annotations

import sys

import click

from postwarden.cli.form import hand_over_as
from postwarden.cli.wishes import forms

EPILOG = """\
\b
Examples:
  postwarden explain --concern look /var/log/mail.log
  grep 9248D303AB /var/log/mail.log | postwarden explain
  tail -n 50 /var/log/mail.log | postwarden explain
  journalctl -u postfix@- -n 50 | postwarden explain -
  postwarden explain --format json mail.log | jq '.kinds[].means'

Lines that say the same are told once. Login names that debug logging hides in
base64 are shown; passwords never are, only that they stand there.

Exit code: 0; 3 when there was nothing to read; 64 usage error.
"""


@click.command("explain", epilog=EPILOG)
@click.argument("files", nargs=-1, type=click.Path(readable=False, allow_dash=True), metavar="[FILE|-]...")
@click.option(
    "--concern",
    "least",
    type=click.Choice(["none", "look", "act"]),
    default="none",
    show_default=True,
    help="Tell only lines of this concern, or of more.",
)
@forms("table", "json")
def command(files: tuple[str, ...], least: str, form: str) -> int:
    """Say in plain words what log lines mean, whether they are a concern, and what to do.

    FILE is what `postwarden check` takes; - or nothing is standard input.
    """
    from postwarden.app.opening import NothingToRead
    from postwarden.app.plain_words import plain_words
    from postwarden.model.meaning import Concern
    from postwarden.report.terminal import render_plain_words

    if not files and sys.stdin.isatty():
        raise click.UsageError("there are no lines to explain: name a FILE, or pipe lines into it")
    try:
        told = plain_words(files or ("-",), Concern(least))
    except NothingToRead as error:
        click.echo(f"postwarden: {error}", err=True)
        return 3
    for problem in told.problems:
        click.echo(f"postwarden: {problem}", err=True)
    hand_over_as(form, told, None, render_plain_words)
    return 0
