"""What may be asked of every command that judges logs, and how does it become the options of the app?"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from postwarden.cli.output import writable
from postwarden.cli.parameters import COUNTRY, NETWORK, SIZE, ZONE, configuration, span

if TYPE_CHECKING:
    from postwarden.app.asked import CheckOptions
    from postwarden.app.check import Watch
    from postwarden.app.configuration import Configuration

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]

LOGS = click.argument("logs", nargs=-1, type=click.Path(readable=False), metavar="[LOG]...")
ACCOUNTS = click.option(
    "--account", "accounts", multiple=True, metavar="NAME", help="Judge only this account (repeatable)."
)
KNOWN = (
    click.option(
        "--home",
        "homes",
        multiple=True,
        type=COUNTRY,
        help="Country whose logins are no news, such as DE (repeatable).",
    ),
    click.option("--own", multiple=True, type=NETWORK, help="Own network, besides Postfix's mynetworks (repeatable)."),
    click.option(
        "--geo",
        multiple=True,
        type=click.Path(path_type=Path, readable=False),
        metavar="DB.mmdb",
        help="Geography data: GeoLite2, DB-IP, IPinfo, … (repeatable).",
    ),
    click.option(
        "--config",
        "file",
        type=click.Path(path_type=Path, readable=False),
        help="What is known about this server; default: /etc/postwarden/postwarden.toml. Options win over it.",
    ),
    click.option("--timezone", "zone", type=ZONE, help="Zone of times without one; default: this machine's."),
)
OUTPUT = click.option(
    "--output", type=click.Path(path_type=Path, dir_okay=False), help="Write the result to this file."
)
DEMO = click.option("--demo", is_flag=True, help="Read the shipped incident instead of logs.")
DETECTORS = click.option(
    "--detectors",
    multiple=True,
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    metavar="FOLDER",
    help="More detectors (*.sql), besides those in /etc/postwarden/detectors.",
)
MEANS = (
    click.option("--memory", type=SIZE, help="Memory for tables; more is spilled to disk. Default: 1280MiB."),
    click.option("--threads", type=click.IntRange(1, 64), help="Threads; default: one per processor."),
)


def forms(*names: str) -> Decorator:
    """How the result may be shown; the first is the default."""
    return click.option(
        "--format",
        "form",
        type=click.Choice(names),
        default=names[0],
        show_default=True,
        help="How to show the result.",
    )


def options(*wanted: Decorator) -> Decorator:
    """These, in this order in the help."""

    def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
        for option in reversed(wanted):
            function = option(function)
        return function

    return decorate


def wishes(
    *,
    logs: tuple[str, ...],
    demo: bool,
    since: str | None,
    until: str | None,
    accounts: tuple[str, ...],
    file: Path | None,
    detectors: Sequence[Path],
    everyone: bool = False,
    explain: bool = False,
    profile: bool = False,
    hashing: bool = False,
    **told: Any,
) -> CheckOptions:
    """The options of the app, the configuration among them. Raises a usage error."""
    from dataclasses import replace

    from postwarden.app.asked import CheckOptions
    from postwarden.app.pipeline import machine_zone

    if demo and logs:
        raise click.UsageError("--demo reads the shipped incident: name no LOG with it")
    known = settled(file, demo=demo, detectors=detectors, **told)
    asked = CheckOptions(
        logs=logs,
        demo=demo,
        accounts=accounts,
        everyone=everyone,
        explain=explain,
        profile=profile,
        hashing=hashing,
        detectors=(Path(known.settings.detectors_folder), *detectors),
        configuration=known,
    )
    begin, end = span(since, until, asked.zone or machine_zone())
    return replace(asked, since=begin, until=end)


def settled(file: Path | None, *, demo: bool = False, detectors: Sequence[Path] = (), **told: Any) -> Configuration:
    """The configuration with those settings in its place that options tell. Raises a usage error."""
    from postwarden.app.references import unknown_countries

    for flaw in unknown_countries(told["homes"]):
        raise click.BadParameter(flaw.text, param_hint="--home")
    return configuration(file, demo=demo, folders=detectors).preferring(
        home_countries=told["homes"],
        own_networks=told["own"],
        geo_databases=told["geo"],
        timezone=told["zone"],
        memory=told["memory"],
        threads=told["threads"],
    )


@contextmanager
def judging(wanted: CheckOptions, *results: Path | None) -> Iterator[Watch]:
    """Who is told of the progress; and what is said when there is nothing to read, or a wish cannot be fulfilled.

    `results` are the files that will be written: it is found out before whether they can be.
    """
    from postwarden.app.asked import Refused
    from postwarden.app.opening import NothingToRead
    from postwarden.cli.progress import watching
    from postwarden.model.findings import Exit

    for path in filter(None, results):
        writable(path)
    try:
        with watching(say_sources=not wanted.logs and not wanted.demo) as watch:
            yield watch
    except NothingToRead as error:
        click.echo(f"postwarden: {error}", err=True)
        raise click.exceptions.Exit(Exit.UNKNOWN) from error
    except Refused as error:
        raise click.UsageError(str(error)) from error
