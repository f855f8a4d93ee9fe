"""Which accounts do these logs show to be broken into? The main job, from arguments to the report."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
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
        threads = options.threads or usable_processors()
        connection = stack.enter_context(open_workspace(sources.scratch, memory=options.memory, threads=threads))
        tables = fill_tables(
            connection,
            sources.readings,
            places,
            options.zone or machine_zone(),
            zone_is_told=options.zone is not None,
            threads=threads,
            progress=watch.read,
            step=watch.step,
        )
        watch.step("asking detectors")
        return _judged(options, watch, tables, places, sources)


def _judged(options: CheckOptions, watch: Watch, tables: Tables, places: Places, sources: Opened) -> Report:
    connection = tables.connection
    connection.execute("create or replace table homes (country VARCHAR)")
    connection.execute("insert into homes select unnest(?::VARCHAR[])", [[code.upper() for code in options.homes]])
    broken: list[DetectorError] = []
    complaints: list[str] = []
    detectors = _detectors(options, broken, complaints)
    since, until = options.since, options.until
    seen = visible(connection, until)
    findings = run(connection, detectors, since=since, until=until, profile=watch.cost, failed=broken.append)
    judgement = judge(connection, findings, since=since, until=until, accounts=options.accounts or None)
    watch.step("gathering evidence")
    complaints += [f"detector left out: {error}" for error in broken]
    return told(tables, judgement, places, sources.problems, complaints, options, seen=seen)


def _detectors(options: CheckOptions, broken: list[DetectorError], complaints: list[str]) -> Sequence[Detector]:
    folders = []
    for folder in dict.fromkeys(options.detectors):
        try:
            os.listdir(folder)  # noqa: PTH208  (asks whether it may be read: glob() is silent about that)
        except FileNotFoundError:
            continue
        except OSError as error:
            complaints.append(f"the detectors in {folder} are left out: {error.strerror or error}")
        else:
            folders.append(folder)
    return load(folders, failed=broken.append)


@contextmanager
def _sources(options: CheckOptions) -> Iterator[Opened]:
    with ExitStack() as stack:
        logs = (str(stack.enter_context(as_file(DEMO))),) if options.demo else options.logs
        yield stack.enter_context(opened(logs, hashing=options.hashing))


@contextmanager
def _places(options: CheckOptions) -> Iterator[Places]:
    if not options.demo:
        yield Places(options.geo, OwnNetworks((*mynetworks(), *options.own)))
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
