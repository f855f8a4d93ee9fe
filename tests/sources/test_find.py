"""Do arguments become sources, and does a machine's own log get found?"""

from __future__ import annotations

import gzip
import os
import socket
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from postwarden.sources.find import expand, find_logs
from postwarden.sources.origin import Origin, Problem

LINE = b"Nov 20 23:26:59 mail postfix/qmgr[210]: 100C929665D: removed\n"


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def put(*names: str) -> None:
    for name in names:
        path = Path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(LINE + os.fsencode(name))


def paths(*arguments: str) -> list[str]:
    found = expand(arguments)
    assert not found.problems
    return [origin.path for origin in found.origins]


def told(*arguments: str) -> list[tuple[str, str]]:
    return [(problem.path, problem.text) for problem in expand(arguments).problems]


def test_rotated_files_come_oldest_first() -> None:
    put("mail.log", "mail.log.1", "mail.log.2.gz", "mail.log.10.gz")
    assert paths("mail.log", "mail.log.1", "mail.log.10.gz", "mail.log.2.gz") == [
        "mail.log.10.gz",
        "mail.log.2.gz",
        "mail.log.1",
        "mail.log",
    ]


def test_a_pattern_that_no_shell_expanded() -> None:
    put("a/mail.log", "a/mail.log.1", "b/mail.log", "c/syslog")
    assert paths("?/mail.log*") == ["a/mail.log.1", "a/mail.log", "b/mail.log"]
    assert told("*.nothing") == [("*.nothing", "no file matches this pattern")]


def test_a_file_may_be_called_like_a_pattern() -> None:
    put("mail[1].log", "mail1.log")
    assert paths("mail[1].log") == ["mail[1].log"]


def test_a_folder_of_mail_logs_gives_these_only() -> None:
    put("log/mail.log", "log/mail.log.1", "log/mail.err", "log/syslog", "log/mail.log.offset", "log/deep/mail.log")
    assert paths("log") == ["log/mail.log.1", "log/mail.log"]


def test_a_folder_of_other_files_gives_all_of_them() -> None:
    put("case/b/maillog", "case/a.txt", "case/b/maillog-20261101", "case/.hidden", "case/.git/config")
    Path("case/again").symlink_to("..")
    assert paths("case") == ["case/a.txt", "case/b/maillog-20261101", "case/b/maillog"]


def test_a_folder_without_logs() -> None:
    Path("empty").mkdir()
    assert told("empty") == [("empty", "is a folder without log files")]


def test_each_file_is_read_once(here: Path) -> None:
    put("mail.log")
    Path("hard.log").hardlink_to("mail.log")
    Path("soft.log").symlink_to("mail.log")
    assert paths("mail.log", "./mail.log", str(here / "mail.log"), "hard.log", "soft.log", "*.log") == ["mail.log"]
    assert paths("-", "-", "journal", "journal") == ["stdin", "journal"]


def test_words() -> None:
    assert expand(["-", "journal", "journal:postfix@-.service", "journal:postfix/smtpd"]).origins == (
        Origin("stdin", "stdin"),
        Origin("journal", "journal"),
        Origin("journal:postfix@-.service", "journal", "postfix@-.service"),
        Origin("journal:postfix/smtpd", "journal", "postfix/smtpd"),
    )


@pytest.mark.parametrize("word", ["journal:", "journal:--root=x", "journal:a b", "journal:a;b", "journal:a\nb"])
def test_names_that_no_unit_has(word: str) -> None:
    assert "is no name of a unit" in told(word)[0][1]


def test_what_cannot_be_read_is_told_and_the_rest_goes_on() -> None:
    put("mail.log")
    Path("loop").symlink_to("loop")
    os.mkfifo("fifo")
    server = socket.socket(socket.AF_UNIX)
    server.bind("sock")
    found = expand(["loop", "gone.log", "mail.log", "/dev/null", "sock", "", "fifo", "a\0b"])
    server.close()
    assert [origin.path for origin in found.origins] == ["mail.log", "fifo"]
    assert found.problems == (
        Problem("loop", "cannot be read: Too many levels of symbolic links"),
        Problem("gone.log", "cannot be read: No such file or directory"),
        Problem("/dev/null", "is a device, not a log"),
        Problem("sock", "is a socket, not a log"),
        Problem("", "cannot be read: No such file or directory"),
        Problem("a\ufffdb", "cannot be read: No such file or directory"),
    )


def test_names_that_no_terminal_can_show() -> None:
    name = os.fsdecode(b"mail\xff\x1b[2J.log")
    put(name)
    (origin,) = expand(["."]).origins
    assert origin.path == "./mail\ufffd\ufffd[2J.log"
    assert origin.target == f"./{name}"


AS_NOBODY = """
import os, sys
from postwarden.sources.find import expand
os.setgroups([]); os.setgid(65534); os.setuid(65534)
for problem in expand(sys.argv[1:]).problems:
    print(problem.path, problem.text, sep="|")
"""


def test_permission_denied(here: Path) -> None:
    if os.getuid() != 0:
        pytest.skip("needs root, to become somebody who may not read a file")
    put("grp.log", "own.log", "ok.log", "closed/mail.log")
    os.chown("grp.log", 0, 4)
    for name, mode in (("grp.log", 0o640), ("own.log", 0o600), ("ok.log", 0o644), ("closed", 0o700)):
        Path(name).chmod(mode)
    for folder in (here, here.parent, here.parent.parent):
        folder.chmod(stat.S_IMODE(folder.stat().st_mode) | 0o055)
    call = [sys.executable, "-c", AS_NOBODY, "grp.log", "own.log", "ok.log", "closed"]
    done = subprocess.run(call, capture_output=True, text=True, check=False)
    assert done.stderr == ""
    assert sorted(done.stdout.splitlines()) == [
        "closed|cannot be read: Permission denied; run as root",
        "grp.log|cannot be read: Permission denied; run as root or join group adm",
        "own.log|cannot be read: Permission denied; run as root",
    ]


def test_an_interrupted_rotation_is_read_once() -> None:
    text = LINE * 5000
    Path("mail.log.1").write_bytes(text)
    Path("mail.log.1.gz").write_bytes(gzip.compress(text)[:-60])
    Path("mail.log.2.gz").write_bytes(gzip.compress(text))
    found = expand(["mail.log*"])
    assert [origin.path for origin in found.origins] == ["mail.log.2.gz", "mail.log.1"]
    assert found.problems == (
        Problem("mail.log.1.gz", "holds the same lines as mail.log.1, and is left out", lost=False),
    )


def test_other_lines_under_the_same_number_are_read() -> None:
    Path("mail.log.1").write_bytes(b"a\n")
    Path("mail.log.1.gz").write_bytes(gzip.compress(b"b\n"))
    Path("mail.log.1.xz").write_bytes(b"")
    assert paths("mail.log*") == ["mail.log.1", "mail.log.1.gz", "mail.log.1.xz"]


@pytest.mark.parametrize(
    ("there", "found"),
    [
        (["mail.log", "mail.log.1", "mail.err", "mail.info", "syslog"], ["mail.log.1", "mail.log"]),
        (["maillog", "maillog-20261101", "messages"], ["maillog-20261101", "maillog"]),
        (["mail", "mail-20261101.xz", "mail.warn", "messages"], ["mail-20261101.xz", "mail"]),
        (["mail/mail.log", "mail/clamav.log", "syslog"], ["mail/mail.log"]),
        (["syslog", "syslog.1", "auth.log"], ["syslog.1", "syslog"]),
        (["messages"], ["messages"]),
        (["auth.log", "dpkg.log"], []),
    ],
)
def test_logs_of_this_machine(here: Path, there: list[str], found: list[str]) -> None:
    put(*(f"var/log/{name}" for name in there))
    assert find_logs(here) == tuple(str(here / "var/log" / name) for name in found)


def test_an_empty_mail_log_is_none(here: Path) -> None:
    put("var/log/syslog")
    Path("var/log/mail.log").touch()
    assert find_logs(here) == (str(here / "var/log/syslog"),)


def test_a_log_that_dovecot_writes_itself_is_taken_too(here: Path) -> None:
    put("var/log/mail.log", "var/log/dovecot.log")
    assert len(find_logs(here)) == 2
    Path("var/log/dovecot.log").write_bytes(b"Nov 20 23:26:59 mail dovecot: imap-login: x\n")
    assert len(find_logs(here)) == 1


def test_the_journal_is_the_last_resort(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put("var/log/journal/0123/system.journal", "bin/journalctl")
    Path("bin/journalctl").chmod(0o755)
    monkeypatch.setenv("PATH", str(here / "bin"))
    assert find_logs(here) == ("journal",)
    monkeypatch.setenv("PATH", str(here))
    assert find_logs(here) == ()
    put("var/log/mail.log")
    assert find_logs(here) == (str(here / "var/log/mail.log"),)
