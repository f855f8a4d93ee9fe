"""What is left behind when a check is interrupted half way? Nothing but a word of it."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from cli.console import COMMAND, LOGIN, environment

PATIENCE_S = 30


@pytest.fixture
def endless(tmp_path: Path) -> Iterator[Path]:
    """A log that is never read to its end: somebody holds it open for writing."""
    fifo = tmp_path / "mail.log"
    os.mkfifo(fifo)
    descriptor = os.open(fifo, os.O_RDWR)
    os.write(descriptor, LOGIN)
    yield fifo
    os.close(descriptor)


@pytest.fixture
def scratch(tmp_path: Path) -> Path:
    folder = tmp_path / "scratch"
    folder.mkdir()
    return folder


def begun(log: Path, scratch: Path, *, ignoring: bool = False) -> subprocess.Popen[bytes]:
    """A check that has made its scratch folder and is reading."""
    process = subprocess.Popen(
        [*COMMAND, "check", str(log)],
        env=environment({"TMPDIR": str(scratch)}),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        # The tests themselves may run under nohup.
        preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN if ignoring else signal.SIG_DFL),
    )
    give_up = time.monotonic() + PATIENCE_S
    while not list(scratch.glob("postwarden-*")):
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < give_up
        time.sleep(0.01)
    return process


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)], ids=str
)
def test_a_signal_cleans_up(endless: Path, scratch: Path, number: signal.Signals, code: int) -> None:
    process = begun(endless, scratch)
    process.send_signal(number)
    out, err = process.communicate(timeout=PATIENCE_S)
    assert (process.returncode, out) == (code, b"")
    assert err.strip() == b"interrupted; nothing was changed"
    assert list(scratch.iterdir()) == []


def test_an_impatient_second_ctrl_c_leaves_nothing_either(endless: Path, scratch: Path) -> None:
    process = begun(endless, scratch)
    for _ in range(20):
        process.send_signal(signal.SIGINT)
        time.sleep(0.005)
    _, err = process.communicate(timeout=PATIENCE_S)
    assert process.returncode == 130
    assert b"Traceback" not in err
    assert list(scratch.iterdir()) == []


def test_nohup_is_obeyed(endless: Path, scratch: Path) -> None:
    process = begun(endless, scratch, ignoring=True)
    process.send_signal(signal.SIGHUP)
    time.sleep(0.2)
    assert process.poll() is None
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=PATIENCE_S)
    assert process.returncode == 143


@pytest.mark.parametrize("step", ["linking", "placing addresses", "asking detectors", "gathering evidence"])
def test_an_interrupt_in_any_step_ends_in_the_same_way(tmp_path: Path, scratch: Path, step: str) -> None:
    """A query that is interrupted raises errors of DuckDB's own."""
    log = tmp_path / "mail.log"
    log.write_bytes(LOGIN)
    script = (
        "import os, signal, sys, threading\n"
        "from postwarden.cli import progress\n"
        "from postwarden.cli.main import run\n"
        "def step(name):\n"
        f"    if name == {step!r}: threading.Timer(0.001, os.kill, (os.getpid(), signal.SIGINT)).start()\n"
        "original = progress.Watch\n"
        "progress.Watch = lambda **more: original(step=step, **more)\n"
        "run()\n"
    )
    done = subprocess.run(
        [COMMAND[0], "-c", script, "check", str(log)],
        env=environment({"TMPDIR": str(scratch)}),
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stderr.strip()) in (
        (130, b"interrupted; nothing was changed"),
        (0, b""),  # it came after the end
    )
    assert list(scratch.iterdir()) == []
