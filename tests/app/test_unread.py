"""Are lines that no format reads listed by shape, all of them, and without secrets?"""

from __future__ import annotations

import gzip
import json
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cli.console import COMMAND, environment, run
from postwarden.app.opening import NothingToRead
from postwarden.app.unread import LONGEST, Shape, folded, unread

HOSTILE = "\x1b[2J\u202e<script>"
TEXTS = (
    "frobnicated 9248D303AB for <a@example.org> from 192.0.2.7 in 33 ms",
    "frobnicated 4d8Gkx1QPzz09 for <bb@example.org> from 2001:db8::7 in 3.5 ms",
    "frobnicated twice",
    f"frobnicated {HOSTILE}",
)


def line(text: str) -> str:
    return f"2026-11-20T10:00:00Z mx postfix/smtpd[1]: {text}\n"


@pytest.fixture
def log(tmp_path: Path) -> Path:
    path = tmp_path / "mail.log"
    known = line("connect from unknown[192.0.2.9]")
    path.write_text(known + "".join(map(line, TEXTS)) + "2026-11-20T10:00:00Z mx sshd[1]: hello\n")
    return path


def shapes(*logs: Path) -> list[Shape]:
    with unread([str(log) for log in logs]) as found:
        return found.shapes()


def printed(*arguments: str | Path) -> Any:
    done = run("unread", "--format", "json", *arguments)
    assert done.returncode == 0
    return json.loads(done.stdout)


def test_lines_that_differ_in_numbers_are_one_shape(log: Path) -> None:
    most, *others = shapes(log)
    assert most == Shape("postfix/smtpd", "frobnicated ID for <ADDRESS> from IP in N ms", 2, str(log), 2, TEXTS[0])
    assert [(shape.count, shape.line) for shape in others] == [(1, 5), (1, 4)]


def test_programs_are_kept_apart(tmp_path: Path) -> None:
    log = tmp_path / "mail.log"
    log.write_text(line("frobnicated") + line("frobnicated").replace("/smtpd", "/qmgr"))
    assert [(shape.program, shape.count) for shape in shapes(log)] == [("postfix/qmgr", 1), ("postfix/smtpd", 1)]


def test_what_is_read_is_not_listed(log: Path) -> None:
    with unread([str(log)]) as found:
        assert (found.read, found.unread, found.problems) == (1, 4, ())
        assert [(one.line, one.text) for one in found.lines()] == list(enumerate(TEXTS, 2))


def test_the_oldest_line_stands_for_its_shape(tmp_path: Path) -> None:
    (tmp_path / "mail.log").write_text(line("frobnicated 2"))
    (tmp_path / "mail.log.1.gz").write_bytes(gzip.compress((line("new 1") + line("frobnicated 1")).encode()))
    found = {shape.shape: (Path(shape.source).name, shape.line, shape.count) for shape in shapes(tmp_path)}
    assert found == {"frobnicated N": ("mail.log.1.gz", 2, 2), "new N": ("mail.log.1.gz", 1, 1)}


@pytest.mark.parametrize(
    ("text", "shape"),
    [
        ("33 of 5000", "N of N"),
        ("TLSv1.3 with cipher", "TLSvN with cipher"),
        ("from mx1.example.org[192.0.2.7]:25:", "from mxN.example.org[IP]:N:"),
        ("to=<a.b+c@example.org>, relay=none", "to=<ADDRESS>, relay=none"),
        ("client ::ffff:192.0.2.7", "client IP"),
        ("at 10:20:30", "at N:N:N"),
        ("from 192.0.2.7:2525.", "from IP."),
        ("", ""),
    ],
)
def test_shapes(text: str, shape: str) -> None:
    assert folded(text) == shape


@given(st.text())
def test_no_digit_is_left(text: str) -> None:
    assert not any(letter in "0123456789" for letter in folded(text))


def test_a_shape_is_of_the_beginning_of_a_line() -> None:
    assert folded("word " * 100_000) == folded(("word " * 100_000)[:LONGEST])


def test_secrets_are_cut_out(tmp_path: Path) -> None:
    log = tmp_path / "mail.log"
    log.write_text("2026-11-20T10:00:00Z mx dovecot: newthing: Info: given password: hunter2\n")
    for arguments in ((), ("--lines",), ("--format", "json"), ("--lines", "--format", "json")):
        done = run("unread", log, *arguments)
        assert b"cut out by postwarden" in done.stdout
        assert b"hunter2" not in done.stdout


def test_text_is_harmless_on_a_terminal(log: Path) -> None:
    for arguments in ((), ("--lines",), ("--format", "json"), ("--lines", "--format", "json")):
        shown = run("unread", log, *arguments).stdout.decode()
        assert "\x1b" not in shown
        assert "\u202e" not in shown
    assert printed(log)["shapes"][1]["shape"].endswith("<script>")


def test_text_names_path_and_line(log: Path) -> None:
    done = run("unread", log)
    first, _, shape, example, *_ = done.stdout.decode().splitlines()
    assert first == "4 of 5 lines of the mail server are in a wording not known"
    assert shape.strip() == "2  postfix/smtpd: frobnicated ID for <ADDRESS> from IP in N ms"
    assert example.strip() == f"{log}:2: {TEXTS[0]}"


def test_every_line_is_listed_in_order(log: Path) -> None:
    lines = run("unread", "--lines", log).stdout.decode().splitlines()
    assert lines[:3] == [f"{log}:{number}: postfix/smtpd: {text}" for number, text in enumerate(TEXTS[:3], 2)]
    assert len(lines) == 4
    objects = [json.loads(text) for text in run("unread", "--lines", "--format", "json", log).stdout.splitlines()]
    assert [(one["line"], one["program"]) for one in objects] == [(number, "postfix/smtpd") for number in range(2, 6)]


def test_many_shapes_are_listed_in_part(tmp_path: Path) -> None:
    log = tmp_path / "mail.log"
    log.write_text("".join(line(f"{'x' * number} frobnicated") for number in range(1, 131)))
    shown = run("unread", log).stdout.decode()
    assert shown.count("frobnicated") == 200
    assert shown.endswith("\nand 30 shapes more: --format json lists all\n")
    assert len(printed(log)["shapes"]) == 130


def test_all_read_is_said(tmp_path: Path) -> None:
    done = run("unread", "src/postwarden/app/demo", cwd=Path(__file__).parents[2])
    assert done.stdout == b"0 of 21,513 lines of the mail server are in a wording not known\n"
    assert done.returncode == 0


def test_problems_are_told(log: Path) -> None:
    done = run("unread", log, "missing.log", "/bin/ls", "--format", "json")
    assert done.returncode == 0
    problems: Sequence[str] = json.loads(done.stdout)["problems"]
    assert problems == [
        "missing.log: cannot be read: No such file or directory",
        "/bin/ls: looks like binary data: is this a log?",
    ]
    assert [text.removeprefix("postwarden: ") for text in done.stderr.decode().splitlines()] == problems


def test_nothing_to_read(tmp_path: Path) -> None:
    with pytest.raises(NothingToRead), unread([str(tmp_path / "missing")]):
        pass
    assert run("unread", tmp_path / "missing").returncode == 3


def test_a_reader_who_leaves_is_no_error(log: Path) -> None:
    with log.open("a") as more:
        more.writelines(line(f"frobnicated {number}") for number in range(50_000))
    script = '"$@" unread --lines "$LOG" | head -1; exit "${PIPESTATUS[0]}"'
    done = subprocess.run(
        ["bash", "-c", script, "bash", *COMMAND], env=environment({"LOG": str(log)}), capture_output=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.startswith(f"{log}:2: ".encode())
