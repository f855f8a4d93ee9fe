"""Who sees a progress bar? People at a terminal who wait for long logs, and nobody else."""

from __future__ import annotations

import json
import os
import pty
import subprocess
from pathlib import Path
from typing import Any

import pytest

from cli import console
from postwarden.cli import progress


class Terminal:
    """A stream that says whether it is a terminal."""

    encoding = "utf-8"

    def __init__(self, isatty: bool) -> None:
        self.text = ""
        self.isatty = lambda: isatty

    def write(self, text: str) -> int:
        self.text += text
        return len(text)

    def flush(self) -> None:
        pass


def watched(terminal: bool, size: int, monkeypatch: pytest.MonkeyPatch) -> str:
    stream = Terminal(terminal)
    monkeypatch.setattr("sys.stderr", stream)
    monkeypatch.setenv("TERM", "xterm")
    with progress.watching(say_sources=False) as watch:
        watch.begin(["/var/log/mail.log"], size)
        watch.read(size // 2)
        watch.step("linking")
    return stream.text


def test_a_large_log_has_a_bar_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = watched(True, 1 << 30, monkeypatch)
    assert "linking" in shown
    assert "\x1b[2K" in shown, "the bar is not taken away"


def test_a_small_log_has_none(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "linking" not in watched(True, 1 << 20, monkeypatch)


def test_a_pipe_never_sees_a_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    assert watched(False, 1 << 30, monkeypatch) == ""


def on_terminal(*arguments: str, **how: Any) -> tuple[int, bytes, bytes]:
    """Exit code, what was printed, and what a terminal as standard error was sent."""
    leader, follower = pty.openpty()
    process = subprocess.Popen(
        [*console.COMMAND, *arguments],
        env=console.environment({"TERM": "xterm"}),
        stdout=subprocess.PIPE,
        stderr=follower,
        **how,
    )
    os.close(follower)
    assert process.stdout
    out = process.stdout.read()
    sent = bytearray()
    try:
        while piece := os.read(leader, 4096):
            sent += piece
    except OSError:  # the end of a terminal is an error
        pass
    os.close(leader)
    return process.wait(60), out, bytes(sent)


def test_standard_input_of_unknown_length_has_a_bar_on_stderr_only(tmp_path: Path) -> None:
    log = tmp_path / "mail.log"
    log.write_bytes(console.LOGIN)
    with subprocess.Popen(["cat", str(log)], stdout=subprocess.PIPE) as cat:
        code, out, sent = on_terminal("check", "-", stdin=cat.stdout)
    assert code == 0
    assert b"\x1b[" in sent
    assert b"\x1b" not in out


def test_a_pipe_gets_no_bar_whatever_the_log(tmp_path: Path) -> None:
    done = console.run("check", "-", input=console.LOGIN)
    assert done.stderr == b""


def test_sources_that_were_found_are_named(capsys: pytest.CaptureFixture[str]) -> None:
    with progress.watching(say_sources=True) as watch:
        watch.begin([f"/var/log/mail.log.{n}" for n in range(9)], 2_500_000)
    told = capsys.readouterr().err
    assert told == (
        "reading /var/log/mail.log.0, /var/log/mail.log.1, /var/log/mail.log.2, /var/log/mail.log.3, "
        "/var/log/mail.log.4, /var/log/mail.log.5 and 3 more (2.5 MB)\n"
    )


def test_profile_tells_what_each_part_cost(tmp_path: Path) -> None:
    log = tmp_path / "mail.log"
    log.write_bytes(console.LOGIN)
    done = console.run("check", log, "--profile", "--format", "json")
    profile = json.loads(done.stdout)["profile"]
    found = {"stage": "", "summary": "", "detector": "  0 findings"}
    lines = [f" ms  {one['kind']:8}  {one['name']}{found[one['kind']]}" for one in profile]
    assert [line.lstrip(" 0123456789.") for line in done.stderr.decode().splitlines()] == [m.lstrip() for m in lines]
    assert {("stage", "reading"), ("summary", "arrivals"), ("detector", "impossible_travel")} <= {
        (one["kind"], one["name"]) for one in profile
    }
    assert {one["findings"] for one in profile if one["kind"] != "detector"} == {None}
    parts = [one["seconds"] for one in profile if one["kind"] != "stage"]
    assert parts == sorted(parts, reverse=True)


def test_without_profile_nothing_of_it_is_told(tmp_path: Path) -> None:
    log = tmp_path / "mail.log"
    log.write_bytes(console.LOGIN)
    done = console.run("check", log, "--format", "json")
    assert (done.stderr, json.loads(done.stdout)["profile"]) == (b"", [])
