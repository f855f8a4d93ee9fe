"""Is the journal asked for the right lines, and is what goes wrong told?"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from postwarden.sources.journal import command
from postwarden.sources.origin import Origin
from postwarden.sources.reading import Reading

ENTRIES = [
    {
        "__REALTIME_TIMESTAMP": str(1795217219098333 + number),
        "_HOSTNAME": "mail",
        "SYSLOG_IDENTIFIER": "postfix/smtpd",
        "SYSLOG_PID": "264",
        "MESSAGE": f"connect from unknown[192.0.2.{number}]",
    }
    for number in range(200)
]


@pytest.fixture
def fake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """A journalctl that notes how it was called, and then does what the test says."""
    (tmp_path / "entries").write_text("".join(json.dumps(entry) + "\n" for entry in ENTRIES))

    def made(script: str) -> None:
        (tmp_path / "journalctl").write_text(f'#!/bin/sh\ncd {tmp_path}\nprintf "%s\\n" "$@" > called\n{script}\n')
        (tmp_path / "journalctl").chmod(0o755)
        monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)

    return made


def journal(tmp_path: Path, unit: str = "") -> Reading:
    return Reading(Origin("journal", "journal", unit), 0, scratch=tmp_path)


def test_entries_become_syslog_lines(tmp_path: Path, fake: Callable[[str], None]) -> None:
    fake("cat entries")
    with journal(tmp_path) as reading:
        text = b"".join(reading.blocks()).decode().splitlines()
        assert text[7] == "2026-11-20T23:26:59.098340+00:00 mail postfix/smtpd[264]: connect from unknown[192.0.2.7]"
        assert (reading.lines, reading.problem, reading.dated) == (200, None, None)
        assert reading.bytes == (tmp_path / "entries").stat().st_size
        assert reading.evidence([8]) == {8: json.dumps(ENTRIES[7])}
    assert "SYSLOG_FACILITY=2\n" in (tmp_path / "called").read_text()


def test_a_unit_is_one_argument(tmp_path: Path, fake: Callable[[str], None]) -> None:
    fake("cat entries")
    with journal(tmp_path, "postfix@-.service") as reading:
        assert len(b"".join(reading.blocks()).splitlines()) == 200
    called = (tmp_path / "called").read_text().splitlines()
    assert called[-1] == "--unit=postfix@-.service"
    assert {"--output=json", "--all"} < set(called)


def test_an_identifier_has_a_slash() -> None:
    assert command("postfix/smtpd")[-1] == "--identifier=postfix/smtpd"


def test_a_name_that_is_none_is_refused_here_too(tmp_path: Path) -> None:
    assert "no name of a unit" in (journal(tmp_path, "--root=/x").problem or "")


@pytest.mark.parametrize(
    ("script", "problem"),
    [
        (
            "echo 'Hint: You are not  seeing\nall messages.' >&2; cat entries",
            "journalctl says: Hint: You are not seeing all messages.",
        ),
        ("cat entries; exit 3", "journalctl ended with status 3"),
        ("head -n 3 entries; head -c 100000 /dev/zero | tr '\\0' x >&2", "journalctl says: " + "x" * 300),
        ("true", "the journal has no such lines"),
    ],
)
def test_what_goes_wrong_is_told(tmp_path: Path, fake: Callable[[str], None], script: str, problem: str) -> None:
    fake(script)
    with journal(tmp_path) as reading:
        lines = len(b"".join(reading.blocks()).splitlines())
        assert reading.problem == problem
        assert reading.lines == lines == (200 if "cat" in script else 3 if "head" in script else 0)


def test_no_journalctl(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with journal(tmp_path) as reading:
        assert list(reading.blocks()) == []
        assert reading.problem == "journalctl is not installed on this machine"


def test_journalctl_is_stopped_when_nobody_reads_on(tmp_path: Path, fake: Callable[[str], None]) -> None:
    fake("echo $$ > pid; while :; do cat entries; done")
    with journal(tmp_path) as reading:
        assert next(iter(reading.blocks()))
    assert not Path(f"/proc/{(tmp_path / 'pid').read_text().strip()}").exists()


def test_the_real_journalctl_takes_these_arguments(tmp_path: Path) -> None:
    if not shutil.which("journalctl"):
        pytest.skip("this machine has no journalctl")
    for selection in ("", "postfix@-.service", "postfix/smtpd"):
        done = subprocess.run([*command(selection), "--lines=1"], capture_output=True, text=True, check=False)
        assert "option" not in done.stderr
        assert "Failed to" not in done.stderr
        assert all(json.loads(line) for line in done.stdout.splitlines())
