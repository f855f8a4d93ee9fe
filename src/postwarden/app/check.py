"""Which accounts do these logs show to be broken into? The main job, from arguments to the report."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import tzinfo
from importlib.resources import as_file, files
from pathlib import Path

import duckdb

from postwarden.app.asked import CheckOptions, Refused
from postwarden.app.costs import Costs
from postwarden.app.coverage import LeftOut
from postwarden.app.detectors import Detectors, detectors
from postwarden.app.opening import Opened, opened, usable_processors
from postwarden.app.pipeline import Tables, fill_tables, machine_zone
from postwarden.app.silence import unsilenced
from postwarden.app.telling import told
from postwarden.detect.engine import run
from postwarden.detect.window import before
from postwarden.enrich.databases import DatabaseError
from postwarden.enrich.networks import OwnNetworks, mynetworks
from postwarden.enrich.places import Places
from postwarden.judge.judge import judge, visible
from postwarden.link.linking import kinds_for
from postwarden.model.findings import Report
from postwarden.sources.origin import Problem
from postwarden.store.workspace import open_workspace

DEMO = files("postwarden.app") / "demo"


@dataclass(slots=True)
class Watch:
    """Who is told of progress."""

    begin: Callable[[Sequence[str], int], None] = lambda _sources, _size: None
    """Told the sources and how many bytes they have on the disk."""
    read: Callable[[int], None] = lambda _: None
    """Told how many of these bytes have been read."""
    step: Callable[[str], None] = lambda _: None
    look: Callable[[str, float], None] = lambda _time, _share: None
    """Told up to which moment a replay has come, and which share of the time asked for lies behind it."""


@dataclass(frozen=True, slots=True)
class Read:
    """Logs that have been read, and what is asked of them."""

    tables: Tables
    places: Places
    problems: tuple[Problem, ...]
    asked: Detectors
    zone: tzinfo


def check(options: CheckOptions, watch: Watch | None = None) -> Report:
    """Read the logs and judge every account in them. Raises NothingToRead and Refused."""
    watch, costs = watch or Watch(), Costs()
    with ExitStack() as stack:
        with costs.stage("reading"):
            done = stack.enter_context(read(options, watch))
        watch.step("asking detectors")
        report = judged(options, watch, done, costs)
    return replace(report, profile=costs.dearest_first()) if options.profile else report


@contextmanager
def read(
    options: CheckOptions, watch: Watch, also: frozenset[str] = frozenset(), *, judging: bool = True
) -> Iterator[Read]:
    """The tables of the logs, to be asked within the `with`. Raises NothingToRead and Refused.

    `also` are kinds of records that are wanted besides those that detectors need. Without `judging` none is loaded.
    """
    with ExitStack() as stack:
        stack.enter_context(_refusing(options))
        places = stack.enter_context(_places(options))
        sources = stack.enter_context(_sources(options))
        watch.begin([reading.origin.path for reading in sources.readings], sources.size)
        asked = detectors(options) if judging else Detectors()
        threads = options.settings.threads or usable_processors()
        memory = options.settings.memory
        connection = stack.enter_context(open_workspace(sources.scratch, memory=memory, threads=threads))
        zone = options.zone or machine_zone()
        tables = fill_tables(
            connection,
            sources.readings,
            places,
            zone,
            zone_is_told=options.zone is not None,
            threads=threads,
            settings=options.settings,
            kinds=kinds_for(detector.sql for detector in asked.able) | also,
            progress=watch.read,
            step=watch.step,
        )
        yield Read(tables, places, sources.problems, asked, zone)


def judged(options: CheckOptions, watch: Watch, done: Read, costs: Costs) -> Report:
    """The report on logs that have been read."""
    connection, asked = done.tables.connection, done.asked
    since, until = options.since, options.until
    seen = visible(connection, until)
    with costs.stage("asking detectors"):
        findings = run(
            connection,
            asked.able,
            asked.limits,
            since=since,
            until=until,
            profile=costs.asked,
            failed=asked.broken.append,
        )
    findings, silenced = unsilenced(findings, options.settings.silence, done.zone, options.accounts)
    with costs.stage("judging"), before(connection, until):
        judgement = judge(connection, findings, since=since, until=until, accounts=options.accounts or None)
    watch.step("gathering evidence")
    left_out = LeftOut(done.problems, tuple(asked.complaints()), asked.turned_off, silenced)
    weights = {detector.name: detector.card.weight for detector in asked.able}
    with costs.stage("gathering evidence"):
        return told(done.tables, judgement, done.places, left_out, options, seen=seen, weights=weights)


@contextmanager
def _sources(options: CheckOptions) -> Iterator[Opened]:
    with ExitStack() as stack:
        logs = (str(stack.enter_context(as_file(DEMO))),) if options.demo else options.logs
        yield stack.enter_context(opened(logs, hashing=options.hashing))


@contextmanager
def _places(options: CheckOptions) -> Iterator[Places]:
    own, databases = options.settings.own_networks, [Path(path) for path in options.settings.geo_databases]
    if not options.demo:
        with ThreadPoolExecutor(1) as asking:  # Postfix may take a second to answer: the logs are read meanwhile
            answer = asking.submit(mynetworks)
            yield Places(databases, lambda: OwnNetworks((*answer.result(), *own)))
        return
    with as_file(files("postwarden.enrich") / "data" / "documentation.mmdb") as database:
        yield Places((database, *databases), OwnNetworks(own), shipped=False)


@contextmanager
def _refusing(options: CheckOptions) -> Iterator[None]:
    """What an option of the operator's makes impossible is told in the words of that option."""
    try:
        yield
    except DatabaseError as error:
        raise Refused(f"geography data: {error}") from error
    except duckdb.OutOfMemoryException as error:
        raise Refused(
            f"the tables do not fit: allow more memory than {options.settings.memory} with --memory, or more room on "
            "the disk with TMPDIR"
        ) from error
