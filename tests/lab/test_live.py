"""Is a log that is followed while real servers write it read to the last line, over rotations?"""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from lab.agreement import disagreements
from lab.clock import ZONE
from lab.lab import Lab
from lab.playing import release, root_of
from pipeline import tables_from_files
from postwarden.sources.follow import Follower
from postwarden.sources.position import Position

_PAUSE = 0.005
_LOOKS_EACH = 40  # then the follower ends, and another one goes on where it was


@pytest.mark.usefixtures("lab_ready")
def test_nothing_is_lost_over_rotations(tmp_path: Path) -> None:
    followed = tmp_path / "followed.log"
    with Lab("lab.rotations:SCENARIO", root_of(release())) as lab, ThreadPoolExecutor(1) as other:
        playing = other.submit(lab.play)
        position = None
        with followed.open("wb") as kept:
            while not playing.done():
                position = _look(lab.log, position, kept.write, _LOOKS_EACH)
            _look(lab.log, position, kept.write, 1)
        truth = playing.result()
        written = b"".join(part.read_bytes() for part in _oldest_first(lab.log))
    assert followed.read_bytes() == written
    tables = tables_from_files([followed], tmp_path, zone=ZONE)
    assert not disagreements(truth, tables.connection)


def _look(log: Path, position: bytes | None, keep: Callable[[bytes], object], looks: int) -> bytes | None:
    """Some looks of one follower, which is gone afterwards but for its position."""
    begin = Position.from_json(position) if position else None
    with Follower(log, begin, start="beginning") as follower:
        for _ in range(looks):
            for appended in follower.read():
                keep(appended.text)
            assert not any(problem.lost for problem in follower.problems)
            time.sleep(_PAUSE)
        return follower.position.to_json() if follower.position else None


def _oldest_first(log: Path) -> list[Path]:
    rotated = sorted(log.parent.glob("mail.log.[0-9]*"), key=lambda file: -int(file.suffix[1:]))
    assert len(rotated) == 4
    return [*rotated, log]
