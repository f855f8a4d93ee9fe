"""Is what is appended to a log given once, whole and in order, and told where it is lost?"""

from __future__ import annotations

import gzip
import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from postwarden.sources.follow import Follower, follow
from postwarden.sources.lines import LINE
from postwarden.sources.position import Position
from postwarden.sources.tail import Appended

from .rotating import Opener, again, append, line, lines, text, told


def test_lines_come_with_the_place_where_they_begin(log: Path, ended: Follower) -> None:
    append(log, lines(9, 11))
    assert list(ended.read()) == [Appended(str(log), len(lines(0, 9)), 10, lines(9, 11), 0)]
    assert list(ended.read()) == []


def test_the_first_run_begins_where_it_is_told_to(log: Path, opened: Opener) -> None:
    append(log, b"half")
    follower = opened()
    append(log, b" a line\n")
    size = len(lines(0, 9))
    assert list(follower.read()) == [Appended(str(log), size, None, b"half a line\n", 0)]
    assert text(opened(start="beginning")) == lines(0, 9) + b"half a line\n"


def test_a_half_line_waits_for_its_end(log: Path, ended: Follower) -> None:
    for piece in (b"a", b"b", b"c"):
        append(log, piece)
        assert text(ended) == b""
        ended = again(ended)
    append(log, b"d\nnext")
    assert text(ended) == b"abcd\n"
    assert told(ended) == []


def test_the_position_is_behind_the_block_that_was_given_last(log: Path, opened: Opener) -> None:
    log.rename(log.with_name("mail.log.1"))
    log.write_bytes(lines(9, 20))
    log.with_name("mail.log.2").write_bytes(lines(-5, 0))
    follower = opened(start="beginning")
    stopped = follower.read()
    assert next(stopped).text == lines(9, 20)
    append(log, lines(20, 22))
    assert text(again(follower)) == lines(20, 22)


def test_old_file_is_read_as_long_as_its_writer_has_not_gone_on(log: Path, ended: Follower) -> None:
    with log.open("ab", buffering=0) as writer:
        old = log.rename(log.with_name("mail.log.1"))
        writer.write(line(9))
        assert text(ended) == line(9)
        log.touch()
        writer.write(line(10) + b"ha")
        assert text(ended) == line(10)
        writer.write(b"lf")
    append(log, line(11))
    assert [(appended.path, appended.text) for appended in ended.read()] == [
        (str(old), b"half\n"),
        (str(log), line(11)),
    ]
    assert told(ended) == []


def test_a_second_program_that_still_writes_to_the_old_file_is_heard(log: Path, ended: Follower) -> None:
    with log.open("ab", buffering=0) as late:
        log.rename(log.with_name("mail.log.1"))
        log.write_bytes(line(9))
        assert text(ended) == line(9)
        late.write(line(10))
        append(log, line(11))
        assert text(ended) == line(10) + line(11)
        late.write(line(12))
        ended = again(ended)
        assert text(ended) == line(12)
        assert told(ended) == []


def test_several_rotations_and_every_packing(
    log: Path, ended: Follower, packing: str, pack: Callable[[bytes], bytes]
) -> None:
    suffix = {"plain": "", "gzip": ".gz", "bzip2": ".bz2", "xz": ".xz", "zstd": ".zst"}[packing]
    append(log, line(9) + b"half")
    log.with_name(f"mail.log.3{suffix}").write_bytes(pack(log.read_bytes()))
    log.with_name(f"mail.log.2{suffix}").write_bytes(pack(lines(10, 20)))
    log.with_name("mail.log.1").write_bytes(lines(20, 30))
    log.unlink()
    log.write_bytes(lines(30, 35))
    ended = again(ended)
    given = list(ended.read())
    assert b"".join(appended.text for appended in given) == line(9) + b"half\n" + lines(10, 35)
    assert [appended.line for appended in given] == [10, 1, 1, 1]
    assert given[0].offset == len(lines(0, 9))
    assert told(ended) == []


def test_a_file_that_is_being_packed_is_not_read_twice(log: Path, ended: Follower) -> None:
    packed = gzip.compress(log.read_bytes())
    old = log.rename(log.with_name("mail.log.1"))
    log.write_bytes(line(9))
    for done in (0, 12, len(packed)):
        log.with_name("mail.log.1.gz").write_bytes(packed[:done])
        assert text(again(ended)) == line(9)
    old.unlink()
    assert text(again(ended)) == line(9)


def test_a_damaged_packed_file_is_used_as_far_as_it_goes(log: Path, ended: Follower) -> None:
    packed = gzip.compress(lines(0, 5000))
    log.with_name("mail.log.1.gz").write_bytes(packed[:-2000])
    log.unlink()
    log.write_bytes(line(5000))
    ended = again(ended)
    assert text(ended).startswith(lines(9, 1000))
    assert any("break off before their end" in problem for problem in told(ended))


@pytest.mark.parametrize("then", [b"", line(9), lines(9, 18), lines(9, 30)], ids=["less", "one", "as much", "more"])
@pytest.mark.parametrize("restarted", [False, True])
def test_what_was_unread_when_it_was_truncated_is_in_the_copy(
    log: Path, ended: Follower, then: bytes, restarted: bool
) -> None:
    append(log, line(100) + b"half")
    shutil.copy(log, log.with_name("mail.log.1"))
    log.write_bytes(then)
    ended = again(ended) if restarted else ended
    assert text(ended) == line(100) + (b"half\n" + then if then else b"")
    append(log, line(200))
    assert text(ended) == (b"" if then else b"half\n") + line(200)
    assert told(ended) == []


def test_a_copy_that_was_made_before_the_last_lines_came_is_the_same_file(log: Path, ended: Follower) -> None:
    append(log, lines(9, 30))
    assert text(ended) == lines(9, 30)
    shutil.copy(log, log.with_name("mail.log.1"))
    append(log, line(30))
    assert text(ended) == line(30)
    log.write_bytes(line(31))
    assert text(ended) == line(31)
    assert told(ended) == []


@pytest.mark.parametrize("then", [line(9), lines(9, 18), lines(9, 30)], ids=["less", "as much", "more"])
@pytest.mark.parametrize("restarted", [False, True])
def test_truncated_without_a_copy_is_told(log: Path, ended: Follower, then: bytes, restarted: bool) -> None:
    append(log, line(100))
    log.write_bytes(then)
    log.with_name("mail.log.1").write_bytes(lines(-9, 0))
    os.utime(log.with_name("mail.log.1"), (1, 1))
    ended = again(ended) if restarted else ended
    assert text(ended) == then
    (problem,) = ended.problems
    assert problem.lost
    assert f"read up to byte {len(lines(0, 9))} is no longer there" in problem.text
    assert text(ended) == b""
    assert told(ended) == []


def test_rotated_away_and_removed_is_told_and_the_rest_is_read(log: Path, ended: Follower) -> None:
    log.unlink()
    log.with_name("mail.log.2").write_bytes(lines(-9, 0))
    os.utime(log.with_name("mail.log.2"), (1, 1))
    log.with_name("mail.log.1").write_bytes(lines(20, 30))
    log.write_bytes(line(30))
    for name in ("mail.log", "mail.log.1"):
        os.utime(log.with_name(name), (4e9, 4e9))
    ended = again(ended)
    assert text(ended) == lines(20, 31)
    assert [(problem.path, problem.lost) for problem in ended.problems] == [(str(log), True)]


def test_removed_while_it_is_open_it_is_read_to_its_end(log: Path, ended: Follower) -> None:
    append(log, line(9))
    log.unlink()
    assert text(ended) == line(9)
    log.write_bytes(line(10))
    assert text(ended) == line(10)
    assert told(ended) == []


def test_a_link_that_is_set_to_the_next_file(log: Path, opened: Opener) -> None:
    days = [log.with_name(f"mail-202611{day}.log") for day in (20, 21, 22)]
    log.rename(days[0])
    log.symlink_to(days[0].name)
    follower = opened(start="beginning")
    assert text(follower) == lines(0, 9)
    append(days[0], line(9))
    for number, day in enumerate(days[1:], 10):
        day.write_bytes(line(number))
        log.unlink()
        log.symlink_to(day.name)
    follower = again(follower)
    assert (text(follower), told(follower)) == (lines(9, 12), [])


def test_another_inode_with_the_same_text_is_the_same_log(log: Path, ended: Follower) -> None:
    copy = shutil.copy(log, log.with_name("copy"))
    append(Path(copy), line(9))
    Path(copy).rename(log)
    assert text(ended) == line(9)
    append(log, line(10))
    assert (text(again(ended)), told(ended)) == (line(10), [])


def test_an_inode_that_is_used_again_is_another_file(log: Path, ended: Follower, opened: Opener) -> None:
    log.write_bytes(lines(50, 99))
    position = ended.position
    assert position
    inode = log.stat().st_ino
    follower = opened(position=Position(replace(position.current, inode=inode)))
    assert text(follower) == lines(50, 99)
    assert "is no longer there" in told(follower)[0]


def test_a_log_that_was_cut_goes_on_where_it_ends(log: Path, ended: Follower) -> None:
    append(log, lines(9, 60))
    assert text(ended) == lines(9, 60)
    os.truncate(log, len(lines(0, 50)))
    assert text(ended) == b""
    assert [(problem.path, problem.lost) for problem in ended.problems] == [(str(log), True)]
    append(log, line(61))
    assert (text(again(ended)), text(ended)) == (line(61), line(61))


def test_a_log_that_was_edited_is_told_and_goes_on(log: Path, opened: Opener) -> None:
    append(log, lines(9, 200))
    follower = opened()
    kept = log.read_bytes()
    log.with_name("new").write_bytes(kept.replace(line(100), b"# taken out\n") + lines(200, 210))
    log.with_name("new").rename(log)
    follower = again(follower)
    assert text(follower) == lines(201, 210), "on from the next whole line behind the byte"
    assert "was written anew" in told(follower)[0]


def test_bytes_are_made_harmless_as_in_a_reading(log: Path, ended: Follower) -> None:
    append(log, b"a\0b\xff\n" + b"x" * (LINE + 9) + b"\n")
    (given,) = ended.read()
    assert given.text == "a\ufffdb\ufffd\n".encode() + b"x" * LINE + b"\n"
    assert given.cut_lines == 1


def test_json_is_rewritten(log: Path, opened: Opener) -> None:
    entry = (
        b'{"__REALTIME_TIMESTAMP":"1795217219098333","_HOSTNAME":"mail","SYSLOG_IDENTIFIER":"x","MESSAGE":"hello"}\n'
    )
    log.write_bytes(entry)
    follower = opened()
    append(log, entry)
    assert text(follower) == b"2026-11-20T23:26:59.098333+00:00 mail x: hello\n"


def test_what_is_no_log_is_told_once(log: Path, opened: Opener) -> None:
    log.write_bytes(b"PK\x03\x04 and more\n")
    follower = opened(start="beginning")
    assert text(follower)
    assert "is a ZIP archive" in told(follower)[0]
    append(log, line(1))
    assert (text(follower), told(follower)) == (line(1), [])


def test_follow_gives_all_that_came_before_its_end(log: Path, opened: Opener) -> None:
    todo = [9, 10, 11]

    def pause() -> None:
        append(log, line(todo.pop(0)))

    given = follow(opened(), until=lambda: not todo, pause=pause)
    assert b"".join(appended.text for appended in given) == lines(9, 12)
