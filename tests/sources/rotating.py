"""What do the tests of following share? Numbered lines, and what is done with a log and its follower."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from postwarden.sources.follow import Follower
from postwarden.sources.position import Position

Opener = Callable[..., Follower]


def line(number: int) -> bytes:
    return b"Nov 20 23:26:%02d mail postfix/qmgr[210]: %08X: removed\n" % (number % 60, number)


def lines(first: int, end: int) -> bytes:
    return b"".join(line(number) for number in range(first, end))


def append(path: Path, text: bytes) -> None:
    with path.open("ab") as file:
        file.write(text)


def text(follower: Follower) -> bytes:
    """What the next look gives."""
    return b"".join(appended.text for appended in follower.read())


def told(follower: Follower) -> list[str]:
    return [problem.text for problem in follower.problems]


def again(follower: Follower) -> Follower:
    """What the next run does."""
    assert follower.position
    kept = follower.position.to_json()
    follower.close()
    return Follower(follower.path, Position.from_json(kept))
