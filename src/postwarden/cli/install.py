"""How is `postwarden install` called, and what does it show before it acts?"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from postwarden.cli.output import show
from postwarden.cli.parameters import COUNTRY
from postwarden.cli.wishes import options

if TYPE_CHECKING:
    from postwarden.install.steps import Step
    from postwarden.install.units import Access, Wanted

LOCAL = "smtp://localhost"
EPILOG = """\
\b
Examples:
  postwarden install --mail admin@example.org
  postwarden install --mail admin@example.org --home DE --at 07:15 --yes
  postwarden install --remove
  postwarden install --remove --yes

It only shows what it would do, unless --yes is given. To do it again changes nothing, or only what differs.

Exit code: 0; 3 when it could not be done; 64 usage error.
"""

_OPTIONS = (
    click.option("--mail", "recipients", multiple=True, metavar="ADDRESS", help="Mail the report there (repeatable)."),
    click.option("--at", default="06:30", show_default=True, metavar="HH:MM", help="When, by this machine's clock."),
    click.option("--from", "sender", metavar="ADDRESS", help="Sender of the mail; default: postwarden@ this host."),
    click.option("--smtp", metavar="URL", default=LOCAL, show_default=True, help="Hand the mail to this server."),
    click.option(
        "--smtp-password",
        type=click.Path(path_type=Path, dir_okay=False, exists=True, resolve_path=True),
        metavar="FILE",
        help="File with the password of the user in --smtp.",
    ),
    click.option("--home", "homes", multiple=True, type=COUNTRY, help="Country whose logins are no news (repeatable)."),
    click.option("--cron", is_flag=True, help="Write a line for cron, though there is systemd."),
    click.option("--remove", is_flag=True, help="Take away what was installed."),
    click.option("--yes", is_flag=True, help="Do it, instead of showing it."),
    click.option(
        "--root",
        type=click.Path(path_type=Path, exists=True, file_okay=False, resolve_path=True),
        default=Path("/"),
        help="Write below this folder, and start nothing: for packages and images.",
    ),
)


@click.command("install", epilog=EPILOG)
@options(*_OPTIONS)
def command(remove: bool, yes: bool, cron: bool, root: Path, **asked: Any) -> int:
    """Let systemd, or cron, mail the report each day.

    The service runs as a user of its own that may read the mail logs and write nothing but what the last report said.
    Unless --smtp names another machine, it reaches none but this one.
    """
    from postwarden.app.installing import has_systemd
    from postwarden.install.steps import Impossible, to_install, to_remove
    from postwarden.install.units import files, places

    running = has_systemd()
    units = not cron and (running or root != Path("/"))
    try:
        if remove:
            steps = to_remove(places(), root, systemd=running)
        else:
            wanted = _wanted(starts=units and root == Path("/"), **asked)
            steps = to_install(files(wanted, systemd=units), root, systemd=running)
        _tell(steps, yes=yes, remove=remove)
        return 3 if yes and not _done(steps) else 0
    except Impossible as error:
        click.echo(f"postwarden: {error}", err=True)
        return 3


def _done(steps: list[Step]) -> bool:
    """Do them; whether all went well. Raises Impossible."""
    from postwarden.install.steps import ENABLE, do
    from postwarden.install.units import NAME

    whole = True
    for step in steps:
        failed = do(step)
        click.echo(f"postwarden: {failed}" if failed else f"done: {step}", err=True)
        whole = whole and not failed
    if ENABLE in steps:
        click.echo(f"to get a report now: systemctl start {NAME}", err=True)
    return whole


def _tell(steps: list[Step], *, yes: bool, remove: bool) -> None:
    from postwarden.install.steps import shown

    if not steps:
        show("Nothing to do: " + ("nothing is installed." if remove else "it is installed like that."))
    elif not yes:
        lines = [line for step in steps for line in shown(step)]
        show("\n".join(["This would be done (--yes does it):", "", *lines]))


def _wanted(
    recipients: tuple[str, ...],
    at: str,
    sender: str | None,
    smtp: str,
    smtp_password: Path | None,
    homes: tuple[str, ...],
    *,
    starts: bool,
) -> Wanted:
    """Raises a usage error and Impossible."""
    from postwarden.app.installing import access, own_command
    from postwarden.install.units import Wanted

    if not recipients:
        raise click.UsageError("to whom? --mail ADDRESS")
    if not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", at):
        raise click.BadParameter(f"{at!r} is no time of day: expected one such as 06:30", param_hint="--at")
    local = _checked(recipients, sender, smtp, smtp_password)
    words, means = own_command(), access()
    if starts:
        _check_reach(words, means)
    named = [("--mail", one) for one in recipients] + [("--home", country) for country in homes]
    named += [("--from", sender)] if sender else []
    told = tuple(word for pair in (*named, ("--smtp", smtp)) for word in pair)
    return Wanted(words, told, means, at, local, str(smtp_password or ""))


def _check_reach(words: tuple[str, ...], means: Access) -> None:
    """A service that could never run is not installed. Raises Impossible."""
    from postwarden.app.installing import closed, needed, out_of_reach
    from postwarden.install.steps import Impossible

    paths = needed(words)
    if hidden := out_of_reach(paths):
        raise Impossible(
            f"{hidden} lies in a home or among temporary files, which the service cannot see: "
            "install postwarden and its Python elsewhere, such as /opt/postwarden"
        )
    if shut := closed(paths, means):
        raise Impossible(
            f"{shut} may not be read by the service, which is a user of its own: "
            "let all read it and what postwarden needs inside (chmod o+rX)"
        )


def _checked(recipients: tuple[str, ...], sender: str | None, smtp: str, secret: Path | None) -> bool:
    """Whether the mail stays on this machine. Raises a usage error."""
    from postwarden.mailing.message import BadAddress, address
    from postwarden.mailing.sending import server

    try:
        for one in (*recipients, *([sender] if sender else [])):
            address(one)
        to = server(smtp)
    except (BadAddress, ValueError) as error:
        raise click.UsageError(str(error)) from None
    if bool(to.user) != (secret is not None):
        raise click.UsageError("--smtp-password and a user in --smtp belong together")
    return to.host in ("localhost", "127.0.0.1", "::1")
