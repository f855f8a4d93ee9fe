"""How is `postwarden replay` called, and where do its results go?"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from postwarden.cli.form import hand_over_as
from postwarden.cli.parameters import LENGTH
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

EPILOG = """\
\b
Examples:
  postwarden replay
  postwarden replay /var/log/mail.log* --since 7d
  postwarden replay --every 1h /var/log/mail.log /var/log/mail.log.1
  postwarden replay --account ceo@example.org /backup/maillog-2026*
  postwarden replay --format json | jq -c '.alarms[] | [.raised, .account]'

An alarm is raised when the verdict on an account becomes worse than it has ever been.

Exit code, by the worst alarm, false ones included: 0 no alarm, 1 suspicious, 2 compromised, 3 unknown (the logs do
not show enough to judge, or could not be read), 64 usage error.
"""

_OPTIONS = (
    LOGS,
    click.option(
        "--since",
        metavar="WHEN",
        help="Begin to look here: 7d, yesterday, 2026-11-20. What was before is known already.",
    ),
    click.option("--until", metavar="WHEN", help="As if the logs ended here."),
    click.option(
        "--every",
        type=LENGTH,
        default="1d",
        show_default=True,
        help="Look this often, and closer where a verdict changes. What comes and goes in between is not seen.",
    ),
    click.option(
        "--precision",
        type=LENGTH,
        default="1s",
        show_default=True,
        help="Find the moment of an alarm this closely; 5m is faster.",
    ),
    ACCOUNTS,
    *KNOWN,
    forms("text", "json"),
    OUTPUT,
    DEMO,
    DETECTORS,
    *MEANS,
)


@click.command("replay", epilog=EPILOG)
@options(*_OPTIONS)
def command(form: str, output: Path | None, every: int, precision: int, **asked: Any) -> int:
    """Say what would have been alerted when, had these logs been watched.

    Tells how long after the first bad moment each alarm would have come, how many mails had gone out by then, and
    which alarms were false: the whole log no longer supports them. No alarm rests on a line that was not there yet.

    LOG is what `postwarden check` takes.
    """
    from postwarden.app.replay import Pace, replay
    from postwarden.report.terminal import render_replay

    wanted = wishes(**asked)
    with judging(wanted, output) as watch:
        done = replay(wanted, Pace(every, precision), watch)
    hand_over_as(form, done, output, render_replay)
    return done.exit
