"""Does the same log say the same: twice, with one thread or two, and in whatever order lines of one second came?

The logs are the demo with its stamps cut to seconds, so that thousands of lines share one; a traditional log of a real
server; and a break-in written by hand.
"""

from __future__ import annotations

import gzip
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from importlib.resources import files
from itertools import groupby
from pathlib import Path
from typing import Any

import duckdb
import msgspec
import pytest

from app.test_sparing import robbed
from judge.month import PLACES, Month
from pipeline import database
from postwarden.app.asked import CheckOptions
from postwarden.app.check import DEMO, Watch, check, read
from postwarden.app.configuration import Configuration
from postwarden.detect import engine
from postwarden.model.findings import Report, Verdict
from postwarden.model.tables import TABLES

GOLDEN = Path(__file__).parents[1] / "lab/golden/bookworm/one_of_each/traditional.log"
STAMP = re.compile(rb"^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.\d+)?(\+\d\d:\d\d|Z) |^(\w{3} [ \d]\d \d\d:\d\d:\d\d) ")
PROCESS, QUEUE_ID = re.compile(rb" \S+ \S+\[\d+\]: "), re.compile(rb"\b[0-9A-F]{6,12}\b")


def demo() -> list[bytes]:
    """Oldest first, each stamp cut to its second."""
    packed = gzip.decompress((DEMO / "mail.log.2.gz").read_bytes())
    text = packed + (DEMO / "mail.log.1").read_bytes() + (DEMO / "mail.log").read_bytes()
    return [STAMP.sub(rb"\1\2 ", line) for line in text.splitlines()]


def golden() -> list[bytes]:
    return GOLDEN.read_bytes().splitlines()


def month() -> list[bytes]:
    written = Month()
    robbed(written)
    return written.log()


LOGS = {"demo": demo, "golden": golden, "month": month}


@cache
def lines(name: str) -> tuple[bytes, ...]:
    return tuple(LOGS[name]())


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("same")
    database(made / "places.mmdb", PLACES)
    return made


def options(folder: Path, name: str, log: Sequence[bytes], threads: int = 1) -> CheckOptions:
    """The log is written under the same name each time: reports name it."""
    (folder / f"{name}.log").write_bytes(b"".join(line + b"\n" for line in log))
    shipped = files("postwarden.enrich") / "data" / "documentation.mmdb"
    places = str(shipped) if name == "demo" else str(folder / "places.mmdb")
    known = Configuration().preferring(geo_databases=(places,), timezone="UTC", threads=threads)
    return CheckOptions((str(folder / f"{name}.log"),), configuration=known, detectors=(), everyone=True, explain=True)


def report(folder: Path, name: str, log: Sequence[bytes], threads: int = 1) -> Report:
    return check(options(folder, name, log, threads))


def findings(connection: duckdb.DuckDBPyConnection) -> list[Any]:
    return engine.run(connection, engine.load())


@pytest.mark.parametrize("name", LOGS)
def test_twice_and_with_two_threads(name: str, folder: Path) -> None:
    first = report(folder, name, lines(name))
    assert first.accounts
    assert (first.verdict is Verdict.COMPROMISED) is (name != "golden")
    assert report(folder, name, lines(name)) == first
    assert report(folder, name, lines(name), threads=2) == first


@pytest.mark.parametrize("name", LOGS)
def test_whatever_the_order_of_rows_in_the_tables(name: str, folder: Path) -> None:
    with read(options(folder, name, lines(name)), Watch()) as done:
        connection = done.tables.connection
        said = findings(connection)
        assert said
        for table in TABLES:
            found = connection.execute("select table_name from duckdb_tables() where table_name = ?", [table.name])
            if found.fetchone():  # the others are views of these
                connection.execute(f"create temp table shuffled as select * from {table.name} order by hash(rowid)")
                connection.execute(
                    f"truncate {table.name}; insert into {table.name} from shuffled; drop table shuffled"
                )
        assert findings(connection) == said


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("name", LOGS)
def test_whatever_the_order_of_lines_of_one_second(name: str, seed: int, folder: Path) -> None:
    mixed = list(shuffled(lines(name), random.Random(seed)))
    assert mixed != list(lines(name))
    assert sorted(mixed) == sorted(lines(name))
    assert without_lines(report(folder, name, mixed)) == without_lines(report(folder, name, lines(name)))


def shuffled(log: Sequence[bytes], chance: random.Random) -> Iterator[bytes]:
    """Lines of one second in an order in which they might have been logged, too.

    One process logs in its order, and what happens to one mail happens in its order.
    """
    for _, together in groupby(log, key=stamp):
        waiting = [(line, subjects(line)) for line in together]
        while waiting:
            seen: set[bytes] = set()
            free = []
            for at, (_line, about) in enumerate(waiting):
                if not about & seen:
                    free.append(at)
                seen |= about
            yield waiting.pop(chance.choice(free))[0]


def stamp(line: bytes) -> bytes:
    found = STAMP.match(line)
    return found[0] if found else line


def subjects(line: bytes) -> set[bytes]:
    """Whose order must be kept: the process, and the mails that are named."""
    process = PROCESS.search(line)
    number = re.search(rb"\[\d+\]", process[0]) if process else None
    return {number[0] if number else b"", *QUEUE_ID.findall(line)}


def without_lines(told: Report) -> Any:
    """All that does not name single lines: which of two lines of one second comes first is not known."""
    bare = replace(told, coverage=replace(told.coverage, sources=()))
    return _stripped(msgspec.to_builtins(bare))


def _stripped(part: Any) -> Any:
    if isinstance(part, dict):
        return {name: _stripped(value) for name, value in part.items() if name != "evidence"}
    if isinstance(part, list | tuple):
        return [_stripped(value) for value in part]
    return part
