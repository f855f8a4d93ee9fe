"""Is nothing lost while a log is written, rotated and packed in the very moment in which it is read?"""

from __future__ import annotations

import gzip
import shutil
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from postwarden.sources.follow import Follower
from postwarden.sources.position import Position

ROUNDS = 60
LINES = 40
KEPT = ROUNDS + 1


def shift(log: Path) -> None:
    for number in range(KEPT, 0, -1):
        for suffix in ("", ".gz"):
            old = log.with_name(f"mail.log.{number}{suffix}")
            if old.exists():
                old.rename(log.with_name(f"mail.log.{number + 1}{suffix}"))


def pack(plain: Path) -> None:
    if plain.exists():
        packed = plain.with_name(f"{plain.name}.gz")
        with packed.open("wb") as file:
            for part in (text := gzip.compress(plain.read_bytes()))[:20], text[20:]:
                file.write(part)
                file.flush()
        shutil.copystat(plain, packed)
        plain.unlink()


def rename(log: Path) -> None:
    shift(log)
    log.rename(log.with_name("mail.log.1"))
    log.touch()
    pack(log.with_name("mail.log.2"))


def copy_and_truncate(log: Path) -> None:
    shift(log)
    shutil.copy(log, log.with_name("mail.log.1"))
    log.write_bytes(b"")
    pack(log.with_name("mail.log.2"))


def write(log: Path, rotate: Callable[[Path], None]) -> None:
    number = 0
    for _ in range(ROUNDS):
        with log.open("ab", buffering=0) as file:
            for _ in range(LINES):
                number += 1
                file.write(b"Nov 20 23:26:59 mail postfix/qmgr[210]: ")
                file.write(b"%08X: removed\n" % number)
        rotate(log)


@pytest.mark.parametrize("rotate", [rename, copy_and_truncate])
@pytest.mark.parametrize("restarted", [False, True])
def test_a_log_that_never_rests(tmp_path: Path, rotate: Callable[[Path], None], restarted: bool) -> None:
    log = tmp_path / "mail.log"
    log.write_bytes(b"begins\n")
    follower = Follower(log)
    writer = threading.Thread(target=write, args=(log, rotate))
    writer.start()
    numbers: list[int] = []
    told: list[str] = []

    def take() -> None:
        nonlocal follower
        if restarted and follower.position:
            follower.close()
            follower = Follower(log, Position.from_json(follower.position.to_json()))
        for appended in follower.read():
            numbers.extend(int(line.split()[5][:-1], 16) for line in appended.text.splitlines())
        told.extend(problem.text for problem in follower.problems if problem.lost)

    while writer.is_alive():
        take()
    writer.join()
    take()
    with log.open("ab") as file:
        file.write(b"Nov 20 23:26:59 mail postfix/qmgr[210]: %08X: removed\n" % (len(numbers) + 1))
    take()
    follower.close()
    assert told == []
    assert numbers == list(range(1, ROUNDS * LINES + 2))
    assert told == []
