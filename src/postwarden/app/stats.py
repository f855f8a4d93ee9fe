"""How much mail, how many logins, refusals and delays were there? From arguments to the statistics."""

from __future__ import annotations

from postwarden.app.asked import CheckOptions
from postwarden.app.caveats import time_unseen
from postwarden.app.check import Read, Watch, read
from postwarden.app.coverage import LeftOut, coverage, span
from postwarden.app.narrowing import Narrowing, asked, database_zone
from postwarden.app.telling import window, zone_name
from postwarden.model.coverage import Coverage
from postwarden.model.findings import Exit
from postwarden.model.statistics import Statistics
from postwarden.stats.figures import NEEDS, Question, count

VERSION = 1


def statistics(options: CheckOptions, narrowing: Narrowing | None = None, watch: Watch | None = None) -> Statistics:
    """Read the logs and count. Raises NothingToRead and Refused."""
    narrowing, watch = narrowing or Narrowing(), watch or Watch()
    with read(options, watch, NEEDS, judging=False) as done:
        watch.step("counting")
        return counted(done, options, narrowing)


def counted(done: Read, options: CheckOptions, narrowing: Narrowing) -> Statistics:
    """The statistics of logs that have been read, with the records that NEEDS names."""
    figures = count(done.tables.connection, _question(options, narrowing, done), done.tables.second)
    covered = coverage(done.tables, done.places, LeftOut(done.problems), options, judging=False)
    return Statistics(
        version=VERSION,
        window=window(done.tables, options),
        exit=int(_exit(done, options, covered)),
        figures=figures,
        coverage=covered,
        timezone=zone_name(options.zone),
    )


def _exit(done: Read, options: CheckOptions, covered: Coverage) -> Exit:
    unread = covered.blind or all(source.error is not None for source in covered.sources)
    return Exit.UNKNOWN if unread or time_unseen(done.tables.sources, options) else Exit.CLEAN


def _question(options: CheckOptions, narrowing: Narrowing, done: Read) -> Question:
    _, last = span(done.tables.sources) or (0, 0)
    return Question(
        zone=database_zone(done.zone),
        ended=last + 1 if options.until is None else min(last + 1, options.until),
        asked=asked(options, narrowing),
        top=narrowing.top,
    )
