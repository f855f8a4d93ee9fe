"""How is a question narrowed to some accounts, clients, senders and recipients?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from postwarden.cli.parameters import NETWORK
from postwarden.cli.wishes import Decorator

if TYPE_CHECKING:
    from postwarden.model.coverage import Coverage

SINCE = click.option("--since", metavar="WHEN", help="Look from here on: 15m, 2h, 3d, yesterday, 2026-11-20.")
UNTIL = click.option("--until", metavar="WHEN", help="Look up to here.")
LOGIN = click.option(
    "--account", "accounts", multiple=True, metavar="NAME", help="Only this login, or @domain (repeatable)."
)
IP = click.option(
    "--ip", "ips", multiple=True, type=NETWORK, help="Only clients at this address or network (repeatable)."
)
SENDER = click.option(
    "--sender", "senders", multiple=True, metavar="ADDRESS", help="Only with mail from it, or @domain (repeatable)."
)
RECIPIENT = click.option(
    "--recipient", "recipients", multiple=True, metavar="ADDRESS", help="Only with mail to it, or @domain (repeatable)."
)
BY = click.option(
    "--by",
    type=click.Choice(["account", "ip", "network", "country", "as", "day", "hour"]),
    help="Group them, the most first; `hour` is that of the clock.",
)


def named(accounts: tuple[str, ...]) -> tuple[str, ...]:
    """Accounts that were named, without the domains: it is said where one of them does not occur."""
    return tuple(name for name in accounts if not name.startswith("@"))


def top(default: int, of: str) -> Decorator:
    """How many of them are told."""
    return click.option("--top", type=click.IntRange(0), default=default, show_default=True, help=f"{of}; 0: all.")


def filled(context: click.Context, parameter: click.Parameter, told: str) -> str:
    """An argument that is not empty: a variable of a script may be."""
    if not told.strip():
        raise click.BadParameter("it is empty", context, parameter)
    return told.strip()


def warn(coverage: Coverage) -> None:
    """Tell on stderr what a form without room for it cannot say."""
    from postwarden.report.neutral import visible

    for warning in filter(None, (coverage.unseen, *coverage.warnings)):
        click.echo(f"postwarden: {visible(warning)}", err=True)
