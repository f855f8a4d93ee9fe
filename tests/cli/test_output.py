"""Does the result arrive whole, wherever it goes, and is nothing else harmed?"""

from __future__ import annotations

import fcntl
import os
import pty
import stat
import struct
import subprocess
import termios
from contextlib import suppress
from pathlib import Path

import click
import pytest

from cli.console import COMMAND, LOGIN, environment, run, told
from postwarden.cli.output import save, writable
from postwarden.model.findings import Exit


@pytest.fixture
def log(tmp_path: Path) -> Path:
    path = tmp_path / "mail.log"
    path.write_bytes(LOGIN)
    return path


def on_a_terminal(columns: int, *arguments: str, env: dict[str, str]) -> str:
    """What a terminal of that width is sent."""
    leader, follower = pty.openpty()
    fcntl.ioctl(leader, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    process = subprocess.Popen([*COMMAND, *arguments], env=environment(env), stdout=follower, stderr=subprocess.DEVNULL)
    os.close(follower)
    sent = bytearray()
    with suppress(OSError):  # the end of a terminal is an error
        while piece := os.read(leader, 4096):
            sent += piece
    os.close(leader)
    process.wait(60)
    return sent.decode().replace("\r\n", "\n")


def test_a_reader_who_leaves_does_not_change_the_exit_code() -> None:
    script = '"$@" check --demo | head -1; exit "${PIPESTATUS[0]}"'
    done = subprocess.run(
        ["bash", "-c", script, "bash", *COMMAND], env=environment(), capture_output=True, timeout=60, check=False
    )
    assert done.stdout == b"1 account COMPROMISED\n"
    assert done.returncode == Exit.COMPROMISED
    assert done.stderr == b""


@pytest.mark.parametrize("arguments", [("--help",), ("completion", "bash"), ("check", "--help")])
def test_a_reader_who_left_before_is_no_traceback(arguments: tuple[str, ...]) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "wb") as pipe:
        done = run(*arguments, stdout=pipe)
    assert done.returncode == 141
    assert done.stderr == b""


def test_a_full_disk_is_told(log: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        done = run("check", log, stdout=full)
    assert done.returncode == Exit.USAGE
    assert b"the result cannot be written: No space left on device" in done.stderr
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize("descriptors", [(0,), (1,), (2,), (0, 1, 2)])
def test_closed_streams_change_nothing(log: Path, descriptors: tuple[int, ...]) -> None:
    def close() -> None:
        for number in descriptors:
            os.close(number)

    done = run("check", log, preexec_fn=close)
    assert done.returncode == Exit.CLEAN
    assert "Traceback" not in told(done)
    assert done.stdout.startswith(b"nothing found") == (1 not in descriptors)


@pytest.mark.parametrize("encoding", ["latin-1", "ascii"])
def test_poor_locales_get_all_the_text(encoding: str) -> None:
    around = {"LC_ALL": "C", "PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"}
    done = run("check", "--demo", env=around)
    assert done.returncode == Exit.COMPROMISED
    text = done.stdout.decode(encoding)
    assert "-" * 80 in text
    assert "COMPROMISED" in text
    assert b"Traceback" not in done.stderr
    assert run("check", "--help", env=around).returncode == 0


@pytest.mark.parametrize("form", ["json", "html"])
def test_documents_are_utf8_in_every_locale(form: str) -> None:
    poor = run("check", "--demo", "--format", form, env={"LC_ALL": "C", "PYTHONIOENCODING": "ascii"})
    assert poor.stdout == run("check", "--demo", "--format", form).stdout
    assert poor.stdout.decode("utf-8")


def test_text_without_a_terminal_is_plain_and_80_columns_wide() -> None:
    text = run("check", "--demo", env={"COLUMNS": "200", "TERM": "xterm-256color"}).stdout.decode()
    assert "\x1b" not in text
    # What is to be copied into a shell may be longer: a word of it must not be broken
    assert {len(line) for line in text.splitlines() if len(line) > 80} == set()


@pytest.mark.parametrize(
    ("around", "coloured"),
    [({}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False), ({"NO_COLOR": ""}, True)],
)
def test_a_terminal_gets_colours_unless_told_not_to(around: dict[str, str], coloured: bool) -> None:
    text = on_a_terminal(80, "check", "--demo", env={"TERM": "screen-256color", **around})
    assert ("\x1b[" in text) is coloured


@pytest.mark.parametrize("columns", [80, 60, 132])
def test_the_report_fits_the_terminal(columns: int) -> None:
    text = on_a_terminal(columns, "check", "--demo", env={"TERM": "screen-256color", "NO_COLOR": "1"})
    prose = [line for line in text.splitlines() if not line.startswith("       ")]  # commands are never broken
    assert max(map(len, prose)) <= columns
    assert "COMPROMISED" in text


@pytest.mark.parametrize("form", ["text", "json", "html"])
def test_a_file_holds_what_would_have_been_printed(log: Path, form: str) -> None:
    target = log.parent / "out"
    done = run("check", log, "--format", form, "--output", target)
    assert (done.returncode, done.stdout) == (Exit.CLEAN, b"")
    assert target.read_bytes() == run("check", log, "--format", form).stdout
    assert sorted(path.name for path in log.parent.iterdir()) == ["mail.log", "out"]


def test_a_device_stays_a_device(log: Path) -> None:
    """As root, replacing the file of that name would destroy /dev/null."""
    assert run("check", log, "--output", "/dev/null").returncode == Exit.CLEAN
    assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)
    done = run("check", log, "--output", "/dev/full")
    assert done.returncode == Exit.USAGE
    assert "/dev/full cannot be written: No space left on device" in told(done)
    assert stat.S_ISCHR(Path("/dev/full").stat().st_mode)
    assert run("check", log, "--output", "/dev/stdout").stdout.startswith(b"nothing found")


def test_a_link_stays_a_link_and_a_mode_stays(tmp_path: Path) -> None:
    target, link = tmp_path / "report", tmp_path / "latest"
    target.write_bytes(b"old")
    target.chmod(0o640)
    link.symlink_to(target)
    save(link, b"new")
    assert link.is_symlink()
    assert target.read_bytes() == b"new"
    assert stat.S_IMODE(target.stat().st_mode) == 0o640


def test_a_failed_save_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "report"
    target.write_bytes(b"old")

    def full(self: Path, other: Path) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(click.ClickException, match="No space left on device"):
        save(target, b"new")
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"report": b"old"}


def test_writable_accepts_what_save_can_do(tmp_path: Path) -> None:
    for path in (tmp_path / "new", Path("/dev/null")):
        writable(path)
        save(path, b"x")
    with pytest.raises(click.ClickException, match="no folder"):
        writable(tmp_path / "missing" / "x")
