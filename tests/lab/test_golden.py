"""Do kept logs of real servers say what happened, row by row? They need no server: see golden/README.md."""

from __future__ import annotations

import gzip
import os
import re
from pathlib import Path

import pytest

from lab.agreement import disagreements, nameless_sessions
from lab.capture import GOLDEN
from lab.clock import ZONE
from lab.playing import scenario_names
from lab.truth import Truth
from pipeline import tables_from_files
from postwarden.app.pipeline import Tables

LOGS = sorted(GOLDEN.glob("*/*/*.log*"))
RELEASES = sorted(folder for folder in GOLDEN.iterdir() if folder.is_dir())


def text(log: Path) -> str:
    raw = log.read_bytes()
    return (gzip.decompress(raw) if log.suffix == ".gz" else raw).decode()


def truth_of(log: Path) -> Truth:
    return Truth.read(next(log.parent.glob("truth.json*")))


def tables_of(log: Path, folder: Path) -> Tables:
    """As if the log had just been written: stamps without a year are dated from the file's age."""
    fresh, end = folder / log.name, max(row.span.end for row in truth_of(log).connections)
    fresh.write_bytes(log.read_bytes())
    os.utime(fresh, (end, end))
    return tables_from_files([fresh], folder, zone=ZONE)


@pytest.mark.parametrize("log", LOGS, ids=lambda log: str(log.relative_to(GOLDEN)))
def test_every_row_is_true_and_nothing_is_missing(log: Path, tmp_path: Path) -> None:
    assert not disagreements(truth_of(log), tables_of(log, tmp_path).connection)


@pytest.mark.parametrize("log", LOGS, ids=lambda log: str(log.relative_to(GOLDEN)))
def test_no_line_is_left_unread(log: Path, tmp_path: Path) -> None:
    (read,) = tables_of(log, tmp_path).sources
    assert (read.counts.unread, read.counts.malformed, read.counts.bad_stamps) == (0, 0, 0)
    assert read.counts.read + read.counts.other == text(log).count("\n")
    assert read.counts.other == text(log).count(" rsyslogd: ")


@pytest.mark.parametrize(
    ("words", "table"),
    [
        ("sasl_username=", "logins"),
        (": disconnect from ", "connections"),
        (" status=deferred ", "deliveries"),
        (": removed", "queue_events"),
        (" NOQUEUE: reject: ", "rejections"),
        ("body_count=", "mailbox_sessions"),
    ],
)
def test_a_line_that_is_lost_is_missed(words: str, table: str, tmp_path: Path) -> None:
    log = GOLDEN / "bookworm/one_of_each/mail.log"
    lines = log.read_text().splitlines(keepends=True)
    lines.remove(next(line for line in reversed(lines) if words in line))
    (tmp_path / "mail.log").write_text("".join(lines))
    found = disagreements(truth_of(log), tables_from_files([tmp_path / "mail.log"], tmp_path, zone=ZONE).connection)
    assert table in {text.partition(":")[0] for text in found}


def test_a_session_that_lost_its_name_is_known_by_its_counters(tmp_path: Path) -> None:
    golden, log = GOLDEN / "bookworm/one_of_each/mail.log", tmp_path / "mail.log"
    named = re.search(r"dovecot: imap(\(\S+): Disconnected: .*body_count=", golden.read_text())
    assert named
    log.write_text(golden.read_text().replace(named[1], "", 1))
    tables = tables_from_files([log], tmp_path, zone=ZONE)
    assert len(disagreements(truth_of(golden), tables.connection)) == 1
    (nameless,) = nameless_sessions(log)
    assert not disagreements(truth_of(golden), tables.connection, nameless=[nameless])
    another = (nameless[0], ("imap", 0, 999))
    assert len(disagreements(truth_of(golden), tables.connection, nameless=[another])) == 1


@pytest.mark.parametrize("release", RELEASES, ids=lambda release: release.name)
def test_the_readme_names_the_versions(release: Path) -> None:
    readme = (GOLDEN / "README.md").read_text()
    (row,) = (line for line in readme.splitlines() if line.startswith(f"| {release.name} |"))
    started = re.compile(r'daemon started -- version ([\d.]+)|master: Dovecot v(\S+) |swVersion="([\d.]+)"')
    found = {"".join(versions) for log in release.glob("*/*.log*") for versions in started.findall(text(log))}
    assert found
    assert {version for version in found if version not in row} == set()


def test_golden_logs_are_of_scenarios() -> None:
    assert {log.parent.name for log in LOGS} <= set(scenario_names())
