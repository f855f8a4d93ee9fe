"""Which commands are there, and how does a run of postwarden end?"""

from __future__ import annotations

import signal
import sys
from importlib import import_module
from typing import Any

import click

from postwarden import __version__
from postwarden.cli.output import heard
from postwarden.cli.process import Stoppable, complete_streams

COMMANDS = {
    "check": "Say which accounts were broken into, since when, how, and what was done with them.",
    "replay": "Say what would have been alerted when, had these logs been watched.",
    "logins": "List who logged in, from where, and how much was sent: every success, over all logs.",
    "failures": "List who failed to log in, from where, and who of them came in later.",
    "trace": "Tell what happened to a mail: session, login, recipients, each delivery attempt, its end.",
    "explain": "Say in plain words what log lines mean, whether they are a concern, and what to do.",
    "timeline": "Tell the story of an account: the break-in, and what surrounds each of its logins.",
    "stats": "Count mails, logins, refusals and delays: what pflogsumm reports, and more.",
    "report": "Report the verdict, the figures, and what changed since the last report; by mail, too.",
    "install": "Let systemd, or cron, mail the report each day.",
    "nagios": "Check the last minutes of a log, as a plug-in for Nagios, Icinga and Zenoss.",
    "config": "Begin a configuration, or check it.",
    "unread": "List the mail server's lines whose wording is not known.",
    "completion": "Print the shell completion for bash, zsh or fish.",
}
UNKNOWN, USAGE, INTERRUPTED = 3, 64, 128 + signal.SIGINT


class _Commands(click.Group):
    """Imports a command when it is asked for: help and completion stay fast."""

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        with heard():
            return super().make_context(info_name, args, parent, **extra)

    def invoke(self, ctx: click.Context) -> Any:
        with heard():
            return super().invoke(ctx)

    def list_commands(self, ctx: click.Context) -> list[str]:
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        del ctx
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"postwarden.cli.{cmd_name}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


EPILOG = """\
\b
Examples:
  postwarden check                       this machine's mail logs
  postwarden check /var/log/mail.log*    these, packed ones included
  postwarden check --since 2d --home DE  the last two days, at home in Germany
  postwarden check --demo                a shipped incident, to see it at work
"""


@click.group(cls=_Commands, epilog=EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, "-V", "--version", message="postwarden %(version)s")
def postwarden() -> None:
    """Reads the logs of Postfix and Dovecot, and says which accounts were broken into.

    It looks, and touches nothing: only `install --yes` writes outside its own
    state, only `report --mail` sends.
    """


def run() -> None:
    """The console script: every way to end has its exit code."""
    complete_streams()
    with Stoppable():
        try:
            sys.exit(postwarden.main(prog_name="postwarden", standalone_mode=False) or 0)
        except click.ClickException as error:
            error.show()
            sys.exit(USAGE)
        except (OSError, MemoryError) as error:
            click.echo(f"postwarden: {error if str(error) else 'there is not enough memory'}", err=True)
            sys.exit(UNKNOWN)
