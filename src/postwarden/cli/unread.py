"""How is `postwarden unread` called, and how does it list what no format reads?"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from postwarden.cli.output import show_lines

if TYPE_CHECKING:
    from postwarden.app.unread import Unread

SHOWN = 100  # shapes; all of them are in the JSON

EPILOG = """\
\b
Examples:
  postwarden unread
  postwarden unread /var/log/mail.log*
  postwarden unread --lines /var/log/mail.log | less
  postwarden unread --format json | jq -c '.shapes[] | [.count, .shape]'

A shape stands for the lines that differ only in numbers (N), queue ids and the like (ID), IP and mail addresses
(IP, ADDRESS). Passwords are cut out.

Exit code: 0; 3 when there was nothing to read.
"""


@click.command("unread", epilog=EPILOG)
@click.argument("logs", nargs=-1, type=click.Path(readable=False), metavar="[LOG]...")
@click.option("--lines", is_flag=True, help="List every line instead of shapes.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How to show the result; json with --lines is one object per line.",
)
def command(logs: tuple[str, ...], lines: bool, form: str) -> int:
    """List the mail server's lines whose wording is not known.

    They were counted and not used: what they say is missing in every verdict. LOG is what `postwarden check` takes.
    """
    from postwarden.app.opening import NothingToRead
    from postwarden.app.unread import unread

    try:
        with unread(logs) as found:
            for problem in found.problems:
                click.echo(f"postwarden: {problem}", err=True)
            show_lines(_lines(found, form) if lines else _shapes(found, form))
    except NothingToRead as error:
        click.echo(f"postwarden: {error}", err=True)
        return 3
    return 0


def _lines(found: Unread, form: str) -> Iterator[str]:
    from postwarden.report.neutral import json_visible, visible

    for line in found.lines():
        if form == "json":
            yield json_visible(json.dumps(asdict(line), ensure_ascii=False))
        else:
            yield visible(f"{line.source}:{line.line}: {line.program}: {line.text}")


def _shapes(found: Unread, form: str) -> Iterator[str]:
    from postwarden.report.neutral import json_visible, visible

    shapes = found.shapes()
    if form == "json":
        whole = {
            "version": 1,
            "read": found.read,
            "unread": found.unread,
            "problems": found.problems,
            "shapes": [asdict(shape) for shape in shapes],
        }
        yield json_visible(json.dumps(whole, ensure_ascii=False, indent=2))
        return
    yield f"{found.unread:,} of {found.read + found.unread:,} lines of the mail server are in a wording not known"
    for shape in shapes[:SHOWN]:
        yield ""
        yield visible(f"{shape.count:9,}  {shape.program}: {shape.shape}")
        yield visible(f"{'':9}  {shape.source}:{shape.line}: {shape.text}")
    if len(shapes) > SHOWN:
        yield ""
        yield f"and {len(shapes) - SHOWN:,} shapes more: --format json lists all"
