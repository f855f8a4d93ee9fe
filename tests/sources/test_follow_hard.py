"""Is a log followed right, and cheaply, when it changes in the middle of a look, or is not what it seems?"""

from __future__ import annotations

import gzip
import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from postwarden.sources import tail, trail
from postwarden.sources.follow import Follower
from postwarden.sources.lines import LINE, LONGEST, Block, whole_lines
from postwarden.sources.position import LOOKED_AT, Fingerprint, Position
from postwarden.sources.rotated_set import Member, members_of

from .rotating import Opener, again, append, line, lines, text, told


def test_a_large_log_is_not_read_again(log: Path, opened: Opener, read_bytes: list[int]) -> None:
    os.truncate(log, 5 << 30)
    append(log, b"\n" + line(1))
    follower = opened()
    append(log, line(2))
    follower = again(follower)
    assert text(follower) == line(2)
    assert sum(read_bytes) < 500_000


def test_a_long_half_line_is_searched_once(log: Path, ended: Follower, read_bytes: list[int]) -> None:
    append(log, b"x" * 5_000_000)
    assert text(ended) == b""
    read_bytes.clear()
    append(log, b"x")
    assert text(ended) == b""
    assert sum(read_bytes) < 100_000
    append(log, b"\n" + line(9))
    assert text(ended) == b"x" * LINE + b"\n" + line(9)
    assert text(again(ended)) == b""


def test_a_line_that_is_too_long_ends_with_its_own_end(log: Path, ended: Follower) -> None:
    for length in (LONGEST + 9, 5_000_000):
        long = b"".join(b"%07d," % number for number in range(length // 8 + 1))[:length]
        append(log, long + b"\n")
        assert text(ended) == long[:LINE] + b"\n"
        assert (text(ended), told(ended)) == (b"", [])
        ended = again(ended)
        assert (text(ended), told(ended)) == (b"", [])


def test_a_packed_file_is_not_unpacked_at_each_look(log: Path, ended: Follower, read_bytes: list[int]) -> None:
    append(log, line(9))
    log.with_name("mail.log.1.gz").write_bytes(gzip.compress(log.read_bytes()))
    log.unlink()
    ended = again(ended)
    assert text(ended) == line(9)
    read_bytes.clear()
    assert text(ended) == b""
    assert sum(read_bytes) == 0


def test_the_beginning_is_known_better_as_the_file_grows(log: Path, ended: Follower) -> None:
    append(log, lines(9, 50))
    text(ended)
    assert ended.position
    assert ended.position.current.head == Fingerprint.of(lines(0, 50)[:LOOKED_AT])
    assert ended.position.current.modified_ns == log.stat().st_mtime_ns


def before_reading(monkeypatch: pytest.MonkeyPatch, happens: Callable[[], object]) -> None:
    """It happens once, when a file's end has been found and its lines are about to be read."""

    def reading(chunks: Iterable[bytes], start: int) -> Iterator[Block]:
        monkeypatch.setattr(tail, "whole_lines", whole_lines)
        happens()
        return whole_lines(chunks, start)

    monkeypatch.setattr(tail, "whole_lines", reading)


def copied_and_truncated(log: Path, to: Path, then: bytes) -> None:
    shutil.copy(log, to)
    log.write_bytes(then)


def test_truncated_while_it_is_read(log: Path, ended: Follower, monkeypatch: pytest.MonkeyPatch) -> None:
    append(log, lines(9, 99))
    before_reading(monkeypatch, lambda: copied_and_truncated(log, log.with_name("mail.log.1"), lines(200, 400)))
    assert text(ended) == b""
    assert text(ended) == lines(9, 99) + lines(200, 400)
    assert told(ended) == []


def test_an_old_file_that_is_truncated_while_it_is_read(
    log: Path, ended: Follower, monkeypatch: pytest.MonkeyPatch
) -> None:
    append(log, lines(9, 99))
    old = log.rename(log.with_name("mail.log.1"))
    log.write_bytes(line(200))
    before_reading(monkeypatch, lambda: copied_and_truncated(old, log.with_name("mail.log.2"), b""))
    assert text(ended) == lines(9, 99) + line(200)
    assert told(ended) == []


def test_a_log_that_is_cut_within_a_line_while_it_is_read(
    log: Path, ended: Follower, monkeypatch: pytest.MonkeyPatch
) -> None:
    append(log, lines(9, 99))
    before_reading(monkeypatch, lambda: os.truncate(log, len(lines(0, 50)) - 20))
    assert text(ended) == b"", "no half line"
    append(log, b"...\n")
    assert text(ended) == lines(9, 49) + line(49)[:-20] + b"...\n"


def test_a_crash_that_leaves_nul_is_told(log: Path, ended: Follower) -> None:
    append(log, lines(9, 99))
    assert text(ended) == lines(9, 99)
    with log.open("r+b") as file:
        file.seek(-500, os.SEEK_END)
        file.write(bytes(500))
    append(log, b"\n" + line(99))
    ended = again(ended)
    assert text(ended).endswith(line(99))
    assert len(told(ended)) == 1


def test_lines_behind_one_that_was_overwritten_are_given(log: Path, ended: Follower) -> None:
    append(log, lines(9, 99))
    assert text(ended) == lines(9, 99)
    log.write_bytes(lines(0, 98) + line(500) + line(99))
    assert text(ended) == line(99)
    assert "was written anew" in told(ended)[0]


def test_a_left_file_that_was_written_anew_is_left_alone(log: Path, ended: Follower) -> None:
    old = log.rename(log.with_name("mail.log.1"))
    log.write_bytes(line(9))
    assert text(ended) == line(9)
    old.write_bytes(lines(50, 90))
    assert (text(ended), text(again(ended))) == (b"", b"")


def overlooking(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """The first look at the folder misses a file, as it may while that is renamed."""

    def looked(path: str) -> tuple[Member, ...]:
        monkeypatch.setattr(trail, "members_of", members_of)
        return tuple(member for member in members_of(path) if not member.name.endswith(name))

    monkeypatch.setattr(trail, "members_of", looked)


@pytest.mark.parametrize("restarted", [False, True])
def test_a_file_that_the_first_look_at_the_folder_misses(
    log: Path, ended: Follower, monkeypatch: pytest.MonkeyPatch, restarted: bool
) -> None:
    log.rename(log.with_name("mail.log.2"))
    log.with_name("mail.log.1").write_bytes(line(9))
    log.write_bytes(line(10))
    ended = again(ended) if restarted else ended
    overlooking(monkeypatch, "mail.log.1")
    assert (text(ended), told(ended)) == (lines(9, 11), [])


def test_a_short_copy_is_not_taken_for_a_file_that_the_first_look_misses(
    log: Path, ended: Follower, monkeypatch: pytest.MonkeyPatch
) -> None:
    log.with_name("mail.log.3").write_bytes(lines(0, 50))
    append(log, lines(9, 99))
    assert text(ended) == lines(9, 99)
    log.rename(log.with_name("mail.log.2"))
    log.write_bytes(line(99))
    ended = again(ended)
    overlooking(monkeypatch, "mail.log.2")
    assert (text(ended), told(ended)) == (line(99), [])


def test_a_first_run_that_misses_the_log(log: Path, opened: Opener, monkeypatch: pytest.MonkeyPatch) -> None:
    log.with_name("mail.log.1").write_bytes(lines(-9, 0))
    overlooking(monkeypatch, "mail.log")
    before = descriptors()
    follower = opened()
    assert descriptors() == before + 1
    append(log, line(9))
    assert text(follower) == line(9)


def test_a_program_that_writes_to_the_old_file_all_the_time(
    log: Path, ended: Follower, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = log.rename(log.with_name("mail.log.1"))
    log.write_bytes(line(50))
    numbers = iter(range(9, 50))

    def looked(path: str) -> tuple[Member, ...]:
        members = members_of(path)
        append(old, line(next(numbers)))
        return members

    monkeypatch.setattr(trail, "members_of", looked)
    assert (text(ended), told(ended)) == (line(9) + line(50), [])


def test_a_rotation_that_never_ends_is_told(log: Path, ended: Follower, monkeypatch: pytest.MonkeyPatch) -> None:
    log.rename(log.with_name("mail.log.1"))
    log.write_bytes(line(9))
    monkeypatch.setattr(trail, "members_of", lambda path: members_of(path)[:1])
    assert text(ended) == b""
    assert [(problem.text[:30], problem.lost) for problem in ended.problems] == [
        ("is being rotated at this momen", False)
    ]
    monkeypatch.setattr(trail, "members_of", members_of)
    assert (text(ended), told(ended)) == (line(9), [])


def test_lines_that_came_late_are_not_read_again_after_a_gap(log: Path, ended: Follower) -> None:
    old = log.rename(log.with_name("mail.log.1"))
    log.write_bytes(line(9))
    os.utime(log, (1e9, 1e9))
    assert text(ended) == line(9)
    append(old, line(10))
    assert text(ended) == line(10)
    log.unlink()
    log.write_bytes(line(11))
    ended = again(ended)
    assert text(ended) == line(11)
    assert "is no longer there" in told(ended)[0]


def test_the_log_has_not_gone_on_before_its_first_line_is_whole(log: Path, ended: Follower) -> None:
    old = log.rename(log.with_name("mail.log.1"))
    append(log, b"Nov 20 23:26")
    append(old, line(9))
    assert text(ended) == line(9)
    assert ended.position
    assert ended.position.current.path == str(old)
    append(log, b":10 the rest\n")
    assert text(ended) == b"Nov 20 23:26:10 the rest\n"


@pytest.mark.parametrize(("inode_of", "first"), [(None, 20), ("mail.log.1", 30)])
def test_a_beginning_that_many_files_share(log: Path, opened: Opener, inode_of: str | None, first: int) -> None:
    for number, name in enumerate(("mail.log.3", "mail.log.2", "mail.log.1", "mail.log"), 1):
        log.with_name(name).write_bytes(lines(number * 10, number * 10 + 10))
        os.utime(log.with_name(name), (number * 1e8, number * 1e8))
    position = opened(start="beginning").position
    assert position
    inode = log.with_name(inode_of).stat().st_ino if inode_of else 0
    head = Fingerprint.of(b"Nov 20")
    place = replace(position.current, inode=inode, head=head, modified_ns=200_000_000_000_000_000)
    follower = opened(position=Position(place))
    assert (text(follower), told(follower)) == (lines(first, 50), [])


def descriptors() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


def test_all_descriptors_are_given_back(log: Path, opened: Opener) -> None:
    before = descriptors()
    follower = opened(start="beginning")
    for number in range(3, 0, -1):
        log.with_name(f"mail.log.{number}").write_bytes(lines(-10 * number, -10 * number + 9))
    log.with_name("mail.log.2.gz").write_bytes(gzip.compress(log.with_name("mail.log.2").read_bytes()))
    log.with_name("mail.log.2").unlink()
    log.rename(log.with_name("mail.log.4"))
    log.write_bytes(lines(20, 30))
    for _ in range(3):
        for _ in follower.read():
            break  # the rest is left for the next look
    assert descriptors() <= before + 3
    assert text(follower)
    follower.close()
    assert descriptors() == before
