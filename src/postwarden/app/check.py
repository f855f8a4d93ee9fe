"""Which accounts do these logs show to be broken into? The main job, from arguments to the report."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from importlib.resources import as_file, files

import duckdb

from postwarden.app.asked import CheckOptions, Refused
from postwarden.app.opening import Opened, opened, usable_processors
from postwarden.app.pipeline import Tables, fill_tables, machine_zone
from postwarden.app.telling import told
from postwarden.detect.detector import Detector, DetectorError
from postwarden.detect.engine import Cost, load, run
from postwarden.enrich.databases import DatabaseError
from postwarden.enrich.networks import OwnNetworks, mynetworks
from postwarden.enrich.places import Places
from postwarden.judge.judge import judge, visible
from postwarden.link.linking import kinds_for
from postwarden.model.findings import Report
from postwarden.store.workspace import open_workspace

DEMO = files("postwarden.app") / "demo"


@dataclass(slots=True)
class Watch:
    """Who is told of progress and cost."""

    begin: Callable[[Sequence[str], int], None] = lambda _sources, _size: None
    """Told the sources and how many bytes they have on the disk."""
    read: Callable[[int], None] = lambda _: None
    """Told how many of these bytes have been read."""
    step: Callable[[str], None] = lambda _: None
    cost: Callable[[Cost], None] | None = None


def check(options: CheckOptions, watch: Watch | None = None) -> Report:
    """Read the logs and judge every account in them. Raises NothingToRead and Refused."""
    watch = watch or Watch()
    with ExitStack() as stack:
        stack.enter_context(_refusing(options))
        places = stack.enter_context(_places(options))
        sources = stack.enter_context(_sources(options))
        watch.begin([reading.origin.path for reading in sources.readings], sources.size)
        detectors = _detectors(options)
        threads = options.threads or usable_processors()
        connection = stack.enter_context(open_workspace(sources.scratch, memory=options.memory, threads=threads))
        tables = fill_tables(
            connection,
            sources.readings,
            places,
            options.zone or machine_zone(),
            zone_is_told=options.zone is not None,
            threads=threads,
            kinds=kinds_for(detector.sql for detector in detectors.able),
            progress=watch.read,
            step=watch.step,
        )
        watch.step("asking detectors")
        return _judged(options, watch, tables, places, sources, detectors)


def _judged(
    options: CheckOptions, watch: Watch, tables: Tables, places: Places, sources: Opened, detectors: _Detectors
) -> Report:
    connection = tables.connection
    connection.execute("create or replace table homes (country VARCHAR)")
    connection.execute("insert into homes select unnest(?::VARCHAR[])", [[code.upper() for code in options.homes]])
    since, until = options.since, options.until
    seen = visible(connection, until)
    findings = run(
        connection, detectors.able, since=since, until=until, profile=watch.cost, failed=detectors.broken.append
    )
    judgement = judge(connection, findings, since=since, until=until, accounts=options.accounts or None)
    watch.step("gathering evidence")
    return told(tables, judgement, places, sources.problems, detectors.complaints(), options, seen=seen)


@dataclass(slots=True)
class _Detectors:
    able: tuple[Detector, ...] = ()
    broken: list[DetectorError] = field(default_factory=list)
    closed: list[str] = field(default_factory=list)

    def complaints(self) -> list[str]:
        """What is said about those that were left out."""
        told = [f"the detectors in {folder} are left out: permission denied" for folder in self.closed]
        return told + [f"detector left out: {error}" for error in self.broken]


def _detectors(options: CheckOptions) -> _Detectors:
    detectors = _Detectors()
    there = [folder for folder in dict.fromkeys(options.detectors) if os.path.isdir(folder)]  # noqa: PTH112
    detectors.closed = [str(folder) for folder in there if not os.access(folder, os.R_OK | os.X_OK)]
    open_ones = [folder for folder in there if str(folder) not in detectors.closed]
    detectors.able = load(open_ones, failed=detectors.broken.append)
    return detectors


@contextmanager
def _sources(options: CheckOptions) -> Iterator[Opened]:
    with ExitStack() as stack:
        logs = (str(stack.enter_context(as_file(DEMO))),) if options.demo else options.logs
        yield stack.enter_context(opened(logs, hashing=options.hashing))


@contextmanager
def _places(options: CheckOptions) -> Iterator[Places]:
    if not options.demo:
        with ThreadPoolExecutor(1) as asking:  # Postfix may take a second to answer: the logs are read meanwhile
            answer = asking.submit(mynetworks)
            yield Places(options.geo, lambda: OwnNetworks((*answer.result(), *options.own)))
        return
    with as_file(files("postwarden.enrich") / "data" / "documentation.mmdb") as database:
        yield Places((database, *options.geo), OwnNetworks(options.own), shipped=False)


@contextmanager
def _refusing(options: CheckOptions) -> Iterator[None]:
    """What an option of the operator's makes impossible is told in the words of that option."""
    try:
        yield
    except DatabaseError as error:
        raise Refused(f"geography data: {error}") from error
    except duckdb.OutOfMemoryException as error:
        raise Refused(
            f"the tables do not fit: allow more memory than {options.memory} with --memory, or more room on the disk "
            "with TMPDIR"
        ) from error
