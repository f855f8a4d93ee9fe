"""How is `postwarden check` called, and where do its results go?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from postwarden.cli.output import save, show, writable
from postwarden.cli.parameters import COUNTRY, NETWORK, SIZE, ZONE, configuration, span

if TYPE_CHECKING:
    from postwarden.app.asked import CheckOptions
    from postwarden.app.check import Watch
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


def _options(function: Callable[..., Any]) -> Callable[..., Any]:
    for option in reversed(
        (
            click.option(
                "--since",
                metavar="WHEN",
                help="Judge from here on: 15m, 2h, 3d, yesterday, 2026-11-20. What was before tells what is usual.",
            ),
            click.option("--until", metavar="WHEN", help="Judge up to here."),
            click.option(
                "--account", "accounts", multiple=True, metavar="NAME", help="Judge only this account (repeatable)."
            ),
            click.option(
                "--home",
                "homes",
                multiple=True,
                type=COUNTRY,
                help="Country whose logins are no news, such as DE (repeatable).",
            ),
            click.option(
                "--own", multiple=True, type=NETWORK, help="Own network, besides Postfix's mynetworks (repeatable)."
            ),
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
            click.option(
                "--format",
                "form",
                type=click.Choice(["text", "json", "html"]),
                default="text",
                show_default=True,
                help="How to show the result.",
            ),
            click.option(
                "--output", type=click.Path(path_type=Path, dir_okay=False), help="Write the result to this file."
            ),
            click.option("--all", "everyone", is_flag=True, help="List clean accounts, too."),
            click.option("--explain", is_flag=True, help="Show every reason with all its evidence."),
            click.option("--demo", is_flag=True, help="Read the shipped incident instead of logs."),
            click.option(
                "--detectors",
                multiple=True,
                type=click.Path(path_type=Path, exists=True, file_okay=False),
                metavar="FOLDER",
                help="More detectors (*.sql), besides those in /etc/postwarden/detectors.",
            ),
            click.option("--no-hash", is_flag=True, help="Do not compute the SHA-256 of the sources."),
            click.option(
                "--memory",
                type=SIZE,
                help="Memory for tables; more is spilled to disk. Default: 1280MiB.",
            ),
            click.option("--threads", type=click.IntRange(1, 64), help="Threads; default: one per processor."),
            click.option("--profile", is_flag=True, help="Tell on stderr what each detector cost."),
        )
    ):
        function = option(function)
    return function


@click.command("check", epilog=EPILOG)
@click.argument("logs", nargs=-1, type=click.Path(readable=False), metavar="[LOG]...")
@_options
def command(form: str, output: Path | None, explain: bool, profile: bool, **asked: Any) -> int:
    """Say which accounts were broken into, since when, how, and what was done with them.

    LOG is a file (gzip, xz, bzip2 and zstd too), a folder, a pattern, `-` for standard input, or `journal`.
    Without one, this machine's mail logs are read.
    """
    from postwarden.app.asked import Refused
    from postwarden.app.check import check
    from postwarden.app.opening import NothingToRead

    options = _wishes(**asked)
    if output is not None:
        writable(output)
    try:
        with _watching(options, profile) as watch:
            report = check(options, watch)
    except NothingToRead as error:
        click.echo(f"postwarden: {error}", err=True)
        return 3
    except Refused as error:
        raise click.UsageError(str(error)) from error
    _show(report, form, output, explain)
    return report.exit


def _wishes(
    since: str | None, until: str | None, logs: tuple[str, ...], demo: bool, file: Path | None, **asked: Any
) -> CheckOptions:
    from dataclasses import replace

    from postwarden.app.asked import CheckOptions
    from postwarden.app.pipeline import machine_zone
    from postwarden.app.references import unknown_countries

    if demo and logs:
        raise click.UsageError("--demo reads the shipped incident: name no LOG with it")
    for flaw in unknown_countries(asked["homes"]):
        raise click.BadParameter(flaw.text, param_hint="--home")
    known = configuration(file, demo=demo, folders=asked["detectors"]).preferring(
        home_countries=asked["homes"],
        own_networks=asked["own"],
        geo_databases=asked["geo"],
        timezone=asked["zone"],
        memory=asked["memory"],
        threads=asked["threads"],
    )
    options = CheckOptions(
        logs=logs,
        demo=demo,
        accounts=asked["accounts"],
        everyone=asked["everyone"],
        hashing=not asked["no_hash"],
        detectors=(Path(known.settings.detectors_folder), *asked["detectors"]),
        configuration=known,
    )
    begin, end = span(since, until, options.zone or machine_zone())
    return replace(options, since=begin, until=end)


@contextmanager
def _watching(options: CheckOptions, profile: bool) -> Iterator[Watch]:
    from postwarden.cli.progress import watching

    with watching(say_sources=not options.logs and not options.demo, profile=profile) as watch:
        yield watch


def _show(report: Report, form: str, output: Path | None, explain: bool) -> None:
    if form == "json":
        from postwarden.report.json_report import encode

        result: str | bytes = encode(report)
    elif form == "html":
        from postwarden.report.html import page

        result = page(report).encode()
    else:
        from postwarden.report.terminal import render

        plain = output is not None
        result = render(report, explain=explain, colour=False if plain else None, width=80 if plain else None)
    if output is None:
        show(result)
    else:
        save(output, result if isinstance(result, bytes) else result.encode())
