"""How is `postwarden nagios` called by the monitoring, and how does it end?"""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

import click

from postwarden.cli.moments import moment
from postwarden.cli.output import show
from postwarden.cli.parameters import LENGTH, configuration
from postwarden.cli.wishes import KNOWN, options
from postwarden.model.monitoring import FIGURES, Status

EPILOG = (
    """\
\b
Examples:
  postwarden nagios
  postwarden nagios --since 15m --critical top_account=500 /var/log/mail.log
  postwarden nagios --learn '/var/log/mail.log*'
  postwarden nagios --accept newsletter@example.org

\b
Figures, for --warning and --critical, and in the performance data:
"""
    + "".join(f"  {name:12} {meaning}\n" for name, meaning in FIGURES.items())
    + """
\b
Ranges: 10 (alarm above 10), 10: (below 10), 10:20 (outside), @10:20 (within).
Without any: compromised is critical, suspicious is a warning.

Exit code: 0 OK, 1 WARNING, 2 CRITICAL, 3 UNKNOWN: it could not look.
"""
)


class _Plugin(click.Command):
    """A plug-in says on standard output why it could not look, and ends with 3."""

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        try:
            return super().make_context(info_name, args, parent, **extra)
        except click.UsageError as error:
            _give_up(error.format_message())

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except click.ClickException as error:
            _give_up(error.format_message())
        except (OSError, MemoryError) as error:
            _give_up(str(error) or "there is not enough memory")


def _give_up(why: str) -> NoReturn:
    from postwarden.report.nagios import unknown

    show(unknown(why))
    raise click.exceptions.Exit(Status.UNKNOWN)


class _Threshold(click.ParamType[tuple[str, str]]):
    name = "FIGURE=RANGE"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, str]:
        from postwarden.monitor.ranges import read_range

        figure, _, text = str(value).partition("=")
        if figure not in FIGURES:
            self.fail(f"{figure!r} is no figure: expected one of {', '.join(FIGURES)}", param, ctx)
        try:
            read_range(text)
        except ValueError as error:
            self.fail(str(error), param, ctx)
        return figure, text


_OPTIONS = (
    click.argument("log", required=False, type=click.Path(readable=False)),
    click.option(
        "--since", "window", type=LENGTH, default="15m", show_default=True, help="How many minutes are looked at."
    ),
    click.option("--warning", "-w", multiple=True, type=_Threshold(), help="What is a warning (repeatable)."),
    click.option("--critical", "-c", multiple=True, type=_Threshold(), help="What is critical (repeatable)."),
    click.option(
        "--stale",
        type=LENGTH,
        default="1h",
        show_default=True,
        help="UNKNOWN when the mail system has logged nothing for so long.",
    ),
    click.option(
        "--state",
        type=click.Path(path_type=Path, dir_okay=False),
        help="Where the place in the log and what is usual are kept; default: below ~/.local/state/postwarden.",
    ),
    click.option(
        "--learn", multiple=True, metavar="LOG", help="At the first run, learn from these what is usual (repeatable)."
    ),
    click.option("--accept", multiple=True, metavar="NAME", help="What this account does now is usual (repeatable)."),
    click.option("--now", "moment_", metavar="WHEN", help="Look as if it were this moment: to try it on old logs."),
    *KNOWN,
)


@click.command("nagios", cls=_Plugin, epilog=EPILOG)
@options(*_OPTIONS)
def command(
    log: str | None,
    window: int,
    stale: int,
    warning: Sequence[tuple[str, str]],
    critical: Sequence[tuple[str, str]],
    state: Path | None,
    moment_: str | None,
    file: Path | None,
    learn: tuple[str, ...],
    accept: tuple[str, ...],
    **told: Any,
) -> int:
    """Check the last minutes of a log, as a plug-in for Nagios, Icinga and Zenoss.

    Reads on from where the last run stopped, over rotations, and measures each account by what was usual for it. LOG
    is one file that is written to; default: this machine's mail log.
    """
    from zoneinfo import ZoneInfo

    from postwarden.app.monitoring import Asked, Blind, find_log, look, thresholds
    from postwarden.app.pipeline import machine_zone
    from postwarden.report.nagios import tell, unknown

    settings = _settings(file, **told)
    limits = thresholds(dict(warning) or {"suspicious": "0"}, dict(critical) or {"compromised": "0"})
    try:
        path = log or find_log()
        asked = Asked(
            log=path,
            state=state or _state(path),
            window=window,
            stale=stale,
            now=_now(moment_),
            thresholds=limits,
            accept=accept,
            learn=learn,
            settings=settings,
            zone=ZoneInfo(str(settings.timezone)) if settings.timezone else machine_zone(),
        )
        found = look(asked)
    except Blind as error:
        show(unknown(str(error)))
        return Status.UNKNOWN
    show(tell(found, limits))
    return found.status


def _settings(file: Path | None, **told: Any) -> Any:
    known = configuration(file)
    return known.preferring(
        home_countries=told["homes"], own_networks=told["own"], geo_databases=told["geo"], timezone=told["zone"]
    ).settings


def _state(log: str) -> Path:
    """One file per log: two logs share no place."""
    folder = os.environ.get("XDG_STATE_HOME") or Path.home() / ".local/state"
    name = hashlib.sha256(os.fsencode(Path(log).absolute())).hexdigest()[:12]
    return Path(folder) / "postwarden" / f"nagios-{name}.json"


def _now(text: str | None) -> int:
    from datetime import UTC, datetime

    if text is None:
        return time.time_ns() // 1_000
    try:
        return moment(text, UTC, datetime.now(UTC))
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--now") from None
