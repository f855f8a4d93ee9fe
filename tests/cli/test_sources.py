"""Does every odd thing that can be named as a log end with a clear message and the right exit code?"""

from __future__ import annotations

import gzip
import json
import os
import random
import threading
from pathlib import Path

import pytest

from cli.console import LOGIN, close, run, told, without_rights
from postwarden.model.findings import Exit


@pytest.fixture
def log(tmp_path: Path) -> Path:
    path = tmp_path / "mail.log"
    path.write_bytes(LOGIN)
    return path


def test_a_log_with_a_login_is_clean(log: Path) -> None:
    done = run("check", log)
    assert done.returncode == Exit.CLEAN
    assert told(done).startswith("nothing found in 1 account")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "UNKNOWN: these logs show no logins"),
        (b"\n\n\n", "UNKNOWN: these logs show no logins"),
        (
            b"Nov 19 10:00:00 mx postfix/smtpd[1]: connect from unknown[192.0.2.9]\n",
            "UNKNOWN: these logs show no logins",
        ),
        (b"Nov 19 10:00:00 mx sshd[1]: Accepted password for carol\n", "is this a mail log?"),
        (random.Random(1).randbytes(4096), "looks like binary data"),
        (b"\x7fELF" + bytes(60_000), "looks like binary data"),
        (gzip.compress(LOGIN)[:90], "break off before their end"),
        (b"PK\x03\x04" + bytes(100), "is a ZIP archive"),
    ],
    ids=["empty", "blank", "no-login", "other-program", "random", "program", "truncated-gzip", "zip"],
)
def test_what_shows_no_login_is_unknown(tmp_path: Path, content: bytes, says: str) -> None:
    path = tmp_path / "odd.log"
    path.write_bytes(content)
    done = run("check", path)
    assert done.returncode == Exit.UNKNOWN
    assert says in told(done)


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("/bin/ls", "/bin/ls: looks like binary data: is this a log?"),
        ("/dev/null", "/dev/null: is a device, not a log"),
        ("/dev/zero", "/dev/zero: is a device, not a log"),
        ("missing.log", "missing.log: cannot be read: No such file or directory"),
        ("missing*.log", "missing*.log: no file matches this pattern"),
        ("", "cannot be read: No such file or directory"),
        ("empty", "empty: is a folder without log files"),
        ("fifo", "fifo: is a FIFO that nobody writes to"),
        ("evil\x1b]0;.log", "evil\ufffd]0;.log: cannot be read"),
        ("journal:--help", "is no name of a unit"),
    ],
)
def test_what_cannot_be_read_is_unknown(tmp_path: Path, name: str, says: str) -> None:
    (tmp_path / "empty").mkdir()
    os.mkfifo(tmp_path / "fifo")
    done = run("check", name, cwd=tmp_path)
    assert done.returncode == Exit.UNKNOWN
    assert says in told(done)


@pytest.mark.parametrize(
    ("bad", "says"),
    [(LOGIN + b"A" * 10_485_760 + b"\n", "1 line longer than 16 KiB was cut"), (LOGIN + b"\0\xff\xfe\n", "")],
    ids=["10-MB-line", "nul-and-no-utf8"],
)
def test_bad_lines_spoil_nothing(tmp_path: Path, bad: bytes, says: str) -> None:
    path = tmp_path / "mail.log"
    path.write_bytes(bad)
    done = run("check", path)
    assert done.returncode == Exit.CLEAN
    assert says in told(done)


def test_a_folder_is_read(log: Path) -> None:
    done = run("check", log.parent, "--format", "json")
    assert done.returncode == Exit.CLEAN
    assert [source["path"] for source in json.loads(done.stdout)["coverage"]["sources"]] == [str(log)]


def test_standard_input_is_read() -> None:
    done = run("check", "-", input=LOGIN)
    assert done.returncode == Exit.CLEAN
    assert "nothing found in 1 account" in told(done)


def test_a_fifo_is_read(tmp_path: Path) -> None:
    fifo = tmp_path / "fifo"
    os.mkfifo(fifo)
    writer = threading.Thread(target=lambda: fifo.write_bytes(LOGIN), daemon=True)
    writer.start()
    done = run("check", fifo)
    writer.join(10)
    assert done.returncode == Exit.CLEAN, told(done)


@pytest.mark.parametrize("closed", ["file", "folder", "inside"])
def test_without_permission_the_verdict_is_unknown(tmp_path: Path, log: Path, closed: str) -> None:
    folder = tmp_path / "closed"
    folder.mkdir()
    secret = folder / "mail.log"
    secret.write_bytes(LOGIN)
    close(secret if closed == "file" else folder)
    named = folder if closed == "folder" else secret
    done = run("check", named, preexec_fn=without_rights)
    assert done.returncode == Exit.UNKNOWN
    assert f"{named}: cannot be read: Permission denied; run as root" in told(done)
    done = run("check", named, log, preexec_fn=without_rights)
    assert done.returncode == Exit.UNKNOWN
    assert "UNKNOWN: 1 of 2 logs could not be read; nothing found in the rest" in told(done)
    folder.chmod(0o700)


def test_what_could_not_be_opened_stands_in_the_report(tmp_path: Path, log: Path) -> None:
    done = run("check", tmp_path / "missing.log", log, "--format", "json")
    report = json.loads(done.stdout)
    assert (done.returncode, report["exit"], report["verdict"]) == (3, 3, "unknown")
    errors = {source["path"]: source["error"] for source in report["coverage"]["sources"]}
    assert errors == {str(log): None, str(tmp_path / "missing.log"): "cannot be read: No such file or directory"}
    assert any("missing.log: cannot be read" in warning for warning in report["coverage"]["warnings"])


def test_a_file_left_out_for_its_twin_is_no_loss(tmp_path: Path, log: Path) -> None:
    (tmp_path / "mail.log.1").write_bytes(LOGIN.replace(b"Nov 19", b"Nov 18"))
    (tmp_path / "mail.log.1.gz").write_bytes(gzip.compress(LOGIN.replace(b"Nov 19", b"Nov 18")))
    done = run("check", tmp_path)
    assert done.returncode == Exit.CLEAN
    assert "holds the same lines as" in told(done)
