"""Does `postwarden explain` read what it is given, and say how it ended?"""

from __future__ import annotations

import gzip
import json
import os
import pty
import subprocess
from pathlib import Path

import pytest

from cli.console import COMMAND, LOGIN, environment, run, told

SECRET = b"Nov 19 10:00:00 mx postfix/smtpd[1]: < unknown[192.0.2.9]: AUTH PLAIN AGJvYgBodW50ZXIyIQ==\n"


@pytest.mark.parametrize("arguments", [(), ("-",)])
def test_standard_input(arguments: tuple[str, ...]) -> None:
    done = run("explain", *arguments, input=LOGIN)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.startswith(b"3 lines: 3 no concern\n\nOK line 1\n")
    assert "somebody logged in with the right password" in told(done)


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_files(tmp_path: Path, pack: type[bytes]) -> None:
    log = tmp_path / "mail.log.gz"
    log.write_bytes(pack(LOGIN))
    assert run("explain", log).stdout == run("explain", input=LOGIN).stdout


def test_a_packed_pipe() -> None:
    assert run("explain", input=gzip.compress(LOGIN)).stdout == run("explain", input=LOGIN).stdout


def test_json() -> None:
    done = run("explain", "--format", "json", input=LOGIN + SECRET)
    plain = json.loads(done.stdout)
    assert (plain["version"], plain["lines"], plain["passwords"]) == (1, 4, 1)
    assert [kind["wording"] for kind in plain["kinds"]] == [
        "smtpd/connect",
        "smtpd/client",
        "smtpd/disconnect",
        "verbose/auth-plain-received",
    ]
    assert plain["kinds"][-1]["login"] == "bob"


def test_concern() -> None:
    done = run("explain", "--concern", "act", input=LOGIN + SECRET)
    assert b"ACT line 4\n" in done.stdout
    assert b"\nOK " not in done.stdout
    assert done.stdout.endswith(b"\n\n3 kinds of lines of less concern left out\n")


@pytest.mark.parametrize("form", ["table", "json"])
def test_passwords_are_not_shown(form: str) -> None:
    done = run("explain", "--format", form, input=SECRET)
    assert b"bob" in done.stdout
    assert b"hunter2" not in done.stdout
    assert b"AGJvYgBodW50ZXIyIQ" not in done.stdout


@pytest.mark.parametrize("form", ["table", "json"])
def test_hostile_bytes_are_not_obeyed(form: str) -> None:
    line = b"Nov 19 10:00:00 mx postfix/smtpd[1]: \x1b[2J\xff\xe2\x80\xae from nowhere\n"
    done = run("explain", "--format", form, input=line)
    assert done.returncode == 0
    assert not {"\x1b", "\u202e"} & set(done.stdout.decode())


def test_empty_input_is_nothing_to_explain() -> None:
    done = run("explain", input=b"")
    assert (done.returncode, done.stdout) == (3, b"")
    assert told(done) == "postwarden: there is no line to explain: what was given is empty"


def test_a_file_that_is_missing(tmp_path: Path) -> None:
    done = run("explain", tmp_path / "missing")
    assert done.returncode == 3
    assert "missing: cannot be read: No such file or directory" in told(done)


def test_one_of_two_files_is_missing(tmp_path: Path) -> None:
    (tmp_path / "mail.log").write_bytes(LOGIN)
    done = run("explain", tmp_path / "mail.log", tmp_path / "missing")
    assert done.returncode == 0
    assert b"missing: cannot be read" in done.stderr
    assert done.stdout.startswith(b"3 lines")


def test_a_terminal_is_not_waited_for() -> None:
    controller, terminal = pty.openpty()
    try:
        done = run("explain", stdin=terminal)
    finally:
        os.close(controller)
        os.close(terminal)
    assert done.returncode == 64
    assert "name a FILE, or pipe lines into it" in told(done)


@pytest.mark.parametrize(
    ("around", "coloured"), [({}, False), ({"FORCE_COLOR": "1"}, True), ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, False)]
)
def test_colours(around: dict[str, str], coloured: bool) -> None:
    assert (b"\x1b[" in run("explain", input=LOGIN, env=around).stdout) is coloured


def test_a_reader_who_leaves_is_no_error(tmp_path: Path) -> None:
    log = tmp_path / "mail.log"
    log.write_bytes(b"".join(b"Nov 19 10:00:00 mx postfix/smtpd[1]: waltzed %s\n" % (b"x" * n) for n in range(2000)))
    script = '"$@" explain "$LOG" | head -1; exit "${PIPESTATUS[0]}"'
    done = subprocess.run(
        ["bash", "-c", script, "bash", *COMMAND], env=environment({"LOG": str(log)}), capture_output=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, b"")
