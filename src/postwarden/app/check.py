"""Which accounts do these logs show to be broken into? The main job, from arguments to the report."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import tzinfo
from importlib.resources import as_file, files
from pathlib import Path

from postwarden.app.pipeline import Tables, fill_tables, machine_zone
from postwarden.app.telling import told
from postwarden.detect.detector import DetectorError
from postwarden.detect.engine import Cost, load, run
from postwarden.enrich.networks import OwnNetworks, mynetworks
from postwarden.enrich.places import Places
from postwarden.judge.judge import judge, visible
from postwarden.model.findings import Report
from postwarden.sources.find import expand, find_logs
from postwarden.sources.origin import Problem
from postwarden.sources.reading import Reading
from postwarden.store.workspace import open_workspace

USER_DETECTORS = Path("/etc/postwarden/detectors")
DEMO = files("postwarden.app") / "demo"


class NothingToRead(Exception):
    """No source could be found or opened; the text says what was tried."""


@dataclass(frozen=True, slots=True)
class CheckOptions:
    """What the operator asked for. Times are µs UTC."""

    logs: tuple[str, ...] = ()
    since: int | None = None
    until: int | None = None
    accounts: tuple[str, ...] = ()
    homes: tuple[str, ...] = ()
    """ISO 3166-1 alpha-2 codes of countries whose logins are no news."""
    geo: tuple[Path, ...] = ()
    own: tuple[str, ...] = ()
    """Own networks besides Postfix's mynetworks, in CIDR notation."""
    zone: tzinfo | None = None
    """Zone of stamps that have none; None: this machine's."""
    demo: bool = False
    everyone: bool = False
    """Whether clean accounts are listed, too."""
    hashing: bool = True
    memory: str = "1GiB"
    threads: int = 0
    """0: as many as this process may use."""
    detectors: tuple[Path, ...] = (USER_DETECTORS,)


@dataclass(slots=True)
class Watch:
    """Who is told of progress and cost."""

    begin: Callable[[Sequence[str], int], None] = lambda _sources, _size: None
    """Told the sources and how many bytes they have on the disk."""
    read: Callable[[int], None] = lambda _: None
    """Told how many of these bytes have been read."""
    step: Callable[[str], None] = lambda _: None
    cost: Callable[[Cost], None] | None = None


@dataclass(slots=True)
class _Complaints:
    """What went wrong without stopping the check."""

    problems: list[Problem] = field(default_factory=list)
    detectors: list[DetectorError] = field(default_factory=list)

    def texts(self) -> list[str]:
        return [f"{p.path}: {p.text}" for p in self.problems] + [f"detector left out: {e}" for e in self.detectors]


def check(options: CheckOptions, watch: Watch | None = None) -> Report:
    """Read the logs and judge every account in them. Raises NothingToRead when there is nothing to read."""
    watch = watch or Watch()
    complaints = _Complaints()
    with ExitStack() as stack:
        scratch = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="postwarden-", dir=_scratch())))
        readings = [stack.enter_context(reading) for reading in _readings(options, complaints, scratch, stack)]
        watch.begin([reading.origin.path for reading in readings], _size(readings))
        threads = options.threads or len(os.sched_getaffinity(0))
        connection = stack.enter_context(open_workspace(scratch, memory=options.memory, threads=threads))
        places = stack.enter_context(_places(options))
        tables = fill_tables(
            connection,
            readings,
            places,
            options.zone or machine_zone(),
            zone_is_told=options.zone is not None,
            threads=threads,
            progress=watch.read,
            step=watch.step,
        )
        watch.step("asking detectors")
        return _judged(options, watch, tables, places, complaints)


def _judged(options: CheckOptions, watch: Watch, tables: Tables, places: Places, complaints: _Complaints) -> Report:
    connection = tables.connection
    connection.execute("create or replace table homes (country VARCHAR)")
    connection.execute("insert into homes select unnest(?::VARCHAR[])", [[code.upper() for code in options.homes]])
    folders = [folder for folder in options.detectors if folder.is_dir()]
    detectors = load(folders, failed=complaints.detectors.append)
    since, until = options.since, options.until
    seen = visible(connection)
    findings = run(
        connection, detectors, since=since, until=until, profile=watch.cost, failed=complaints.detectors.append
    )
    judgement = judge(connection, findings, since=since, until=until, accounts=options.accounts or None)
    watch.step("gathering evidence")
    return told(tables, judgement, places, complaints.texts(), options, seen=seen)


def _readings(options: CheckOptions, complaints: _Complaints, scratch: Path, stack: ExitStack) -> Iterator[Reading]:
    arguments: Sequence[str] = options.logs or find_logs()
    if options.demo:
        arguments = [str(stack.enter_context(as_file(DEMO)))]
    if not arguments:
        raise NothingToRead(
            "no mail log on this machine: neither /var/log/mail.log, maillog or syslog nor a journal; name one"
        )
    found = expand(arguments)
    complaints.problems.extend(found.problems)
    if not found.origins:
        raise NothingToRead("; ".join(complaints.texts()) or "nothing to read in " + " ".join(arguments))
    for number, origin in enumerate(found.origins):
        yield Reading(origin, number, hashing=options.hashing, scratch=scratch)


def _size(readings: Sequence[Reading]) -> int:
    """Bytes on the disk, 0 for what is no file."""
    return sum(Path(r.origin.target).stat().st_size for r in readings if r.origin.kind == "file" and not r.problem)


@contextmanager
def _places(options: CheckOptions) -> Iterator[Places]:
    if not options.demo:
        yield Places(options.geo, OwnNetworks((*mynetworks(), *options.own)))
        return
    with as_file(files("postwarden.enrich") / "data" / "documentation.mmdb") as database:
        yield Places((database, *options.geo), OwnNetworks(options.own), shipped=False)


def _scratch() -> str | None:
    """Not the usual folder: that one is in memory on many systems, and what is spilled may be larger."""
    roomy = "/var/tmp"  # noqa: S108  (a fresh folder of our own is made in it)
    return None if "TMPDIR" in os.environ or not os.access(roomy, os.W_OK) else roomy
