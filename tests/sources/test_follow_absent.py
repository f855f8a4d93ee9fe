"""What is told, and is nothing lost, when a log is not there, is no file, or may not be read?"""

from __future__ import annotations

import gzip
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from postwarden.sources.follow import Follower

from .rotating import Opener, again, append, line, lines, text, told


def test_a_log_that_does_not_exist_yet_is_read_from_its_beginning(tmp_path: Path, opened: Opener) -> None:
    follower = opened(tmp_path / "none" / "mail.log")
    assert text(follower) == b""
    assert told(follower) == ["does not exist at the moment: it is read as soon as it does"]
    assert not follower.problems[0].lost
    (tmp_path / "none").mkdir()
    (tmp_path / "none" / "mail.log").touch()
    assert (text(follower), told(follower)) == (b"", [])
    append(tmp_path / "none" / "mail.log", line(1))
    follower = again(follower)
    assert text(follower) == line(1)


@pytest.mark.parametrize("suffix", ["", ".gz"])
def test_an_empty_log_begins_behind_the_one_before_it(log: Path, opened: Opener, suffix: str) -> None:
    old = log.rename(log.with_name("mail.log.1"))
    if suffix:
        old.with_name("mail.log.1.gz").write_bytes(gzip.compress(old.read_bytes()))
        shutil.copystat(old, log.with_name("mail.log.1.gz"))
        old.unlink()
    log.touch()
    follower = again(opened(start="beginning"))
    assert text(follower) == b""
    if not suffix:
        append(old, line(9))
    append(log, line(10))
    assert text(follower) == (b"" if suffix else line(9)) + line(10)
    assert told(follower) == []


def test_a_folder_that_is_gone_for_a_moment(log: Path, ended: Follower) -> None:
    append(log, line(9))
    log.parent.rename(log.parent.with_name("away"))
    ended = again(ended)
    assert (text(ended), len(told(ended))) == (b"", 1)
    log.parent.with_name("away").rename(log.parent)
    assert (text(ended), told(ended)) == (line(9), [])


def test_permission_lost_is_told_and_nothing_is_lost(
    log: Path, ended: Follower, monkeypatch: pytest.MonkeyPatch
) -> None:
    log.rename(log.with_name("mail.log.1"))
    log.write_bytes(line(9))
    really = os.open

    def refuse(name: str, flags: int, mode: int = 0o777) -> int:
        raise PermissionError(13, "Permission denied", name)

    for follower in (ended, again(ended)):
        monkeypatch.setattr(os, "open", refuse)
        assert text(follower) == b""
        (problem,) = follower.problems
        assert problem.text.startswith("cannot be read: Permission denied; run as root")
        monkeypatch.setattr(os, "open", really)
    assert (text(follower), told(follower)) == (line(9), [])


def test_a_log_that_may_not_be_read_at_first(log: Path, opened: Opener, monkeypatch: pytest.MonkeyPatch) -> None:
    really = os.open
    monkeypatch.setattr(os, "open", lambda *_: os.close(-1))
    follower = opened()
    assert follower.position is None
    assert text(follower) == b""
    assert told(follower) == ["cannot be read: Bad file descriptor"]
    monkeypatch.setattr(os, "open", really)
    assert text(follower) == b""
    append(log, line(9))
    assert text(follower) == line(9)


def test_what_is_no_file_is_told(log: Path, ended: Follower) -> None:
    log.unlink()
    log.mkdir()
    assert (text(ended), told(ended)) == (b"", ["is a directory"])
    log.rmdir()
    os.mkfifo(log)
    assert (text(ended), told(ended)) == (b"", ["is a FIFO: only files can be followed"])
    log.unlink()
    log.write_bytes(line(9))
    assert (text(ended), told(ended)) == (line(9), [])


@pytest.fixture
def refusing(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Files that may not be read from now on."""
    really = os.open

    def refuse(ending: str) -> None:
        def opened(name: str, flags: int, mode: int = 0o777) -> int:
            if str(name).endswith(ending):
                raise PermissionError(13, "Permission denied", name)
            return really(name, flags, mode)

        monkeypatch.setattr(os, "open", opened)

    return refuse


def test_a_copy_that_may_not_be_read_is_waited_for(log: Path, ended: Follower, refusing: Callable[[str], None]) -> None:
    append(log, line(9))
    shutil.copy(log, log.with_name("mail.log.1"))
    log.write_bytes(line(10))
    refusing(".1")
    assert text(ended) == b""
    (problem,) = ended.problems
    assert problem.path.endswith("mail.log.1")
    assert "run as root" in problem.text
    refusing("nothing")
    assert (text(ended), told(ended)) == (lines(9, 11), [])


def test_a_packed_file_that_may_not_be_read_is_no_gap(
    log: Path, ended: Follower, refusing: Callable[[str], None]
) -> None:
    log.with_name("mail.log.1.gz").write_bytes(gzip.compress(log.read_bytes()))
    shutil.copystat(log, log.with_name("mail.log.1.gz"))
    log.unlink()
    log.write_bytes(line(9))
    ended = again(ended)
    refusing(".gz")
    assert text(ended) == b""
    assert [problem.path for problem in ended.problems] == [str(log.with_name("mail.log.1.gz"))]
    refusing("nothing")
    assert (text(ended), told(ended)) == (line(9), [])


def test_an_older_file_that_may_not_be_read_does_not_matter(
    log: Path, ended: Follower, refusing: Callable[[str], None]
) -> None:
    log.with_name("mail.log.1").write_bytes(lines(-9, 0))
    os.utime(log.with_name("mail.log.1"), (1, 1))
    log.write_bytes(line(50))
    refusing(".1")
    assert text(ended) == line(50)
    assert len(told(ended)) == 1
    assert "is no longer there" in told(ended)[0]


def test_a_left_file_that_may_not_be_read_is_told_and_the_log_goes_on(
    log: Path, ended: Follower, refusing: Callable[[str], None]
) -> None:
    log.rename(log.with_name("mail.log.1"))
    log.write_bytes(line(9))
    assert text(ended) == line(9)
    ended = again(ended)
    append(log, line(10))
    refusing(".1")
    assert text(ended) == line(10)
    assert [problem.path for problem in ended.problems] == [str(log.with_name("mail.log.1"))]
