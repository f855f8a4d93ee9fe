"""How much mail, how many logins, refusals and delays were there? From arguments to the statistics."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from ipaddress import ip_network

from postwarden.app.asked import CheckOptions
from postwarden.app.caveats import time_unseen
from postwarden.app.check import Read, Watch, read
from postwarden.app.coverage import LeftOut, coverage, span
from postwarden.app.telling import window, zone_name
from postwarden.model.findings import Coverage, Exit
from postwarden.model.statistics import Statistics
from postwarden.stats.figures import EARLIEST, LATEST, NEEDS, Question, count

VERSION = 1


@dataclass(frozen=True, slots=True)
class Narrowing:
    """Whose rows are counted; empty lists mean everybody's. Names may be `@domain`."""

    accounts: Sequence[str] = ()
    ips: Sequence[str] = ()
    """Addresses and networks."""
    senders: Sequence[str] = ()
    recipients: Sequence[str] = ()
    top: int | None = None
    """Rows of each list; None: all."""


def statistics(options: CheckOptions, narrowing: Narrowing | None = None, watch: Watch | None = None) -> Statistics:
    """Read the logs and count. Raises NothingToRead and Refused."""
    narrowing, watch = narrowing or Narrowing(), watch or Watch()
    with read(options, watch, NEEDS) as done:
        watch.step("counting")
        return counted(done, options, narrowing)


def counted(done: Read, options: CheckOptions, narrowing: Narrowing) -> Statistics:
    """The statistics of logs that have been read, with the records that NEEDS names."""
    figures = count(done.tables.connection, _question(options, narrowing, done))
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
        zone=_database_zone(done.zone),
        ended=last + 1 if options.until is None else min(last + 1, options.until),
        since=EARLIEST if options.since is None else options.since,
        until=LATEST if options.until is None else options.until,
        accounts=narrowing.accounts,
        senders=narrowing.senders,
        recipients=narrowing.recipients,
        networks=[ip_network(network) for network in narrowing.ips],
        top=narrowing.top,
    )


def _database_zone(zone: tzinfo) -> str:
    """The name by which the database knows a zone: of the tz database, or an offset."""
    name = getattr(zone, "key", None)
    return name or datetime.now(zone).strftime("GMT%z")
