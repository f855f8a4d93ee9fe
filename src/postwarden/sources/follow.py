"""What is appended to a log while we look, over rotations?"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

from postwarden.sources.inputs import reason
from postwarden.sources.left import Left
from postwarden.sources.origin import Problem, SourceError, label
from postwarden.sources.position import Position
from postwarden.sources.rotated_set import Moved
from postwarden.sources.tail import Appended, Tail
from postwarden.sources.trail import Start, Trail

_LOOKS = 10


class Follower:
    """A log that is read on at each call of read(), from a position of an earlier run or else from `start`.

    `start` is where the first run begins in the log as it is when the follower is made: where it begins, or behind
    its last line. Nothing that is wrong raises: it is told in `problems`, and reading goes on as soon as it can.
    """

    def __init__(self, path: str | Path, position: Position | None = None, *, start: Start = "end") -> None:
        self.path = os.fspath(path)
        self._start = start
        self._problems: list[Problem] = []
        self._trail = Trail(self.path, position.current if position else None, self._problems.append)
        self._left = Left(self.path, position.left if position else None)
        if not position:
            self._begin()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def position(self) -> Position | None:
        """Behind the last block that was given; None as long as the log could never be looked into."""
        return Position(self._trail.place, self._left.place) if self._trail.place else None

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What was wrong at the last read(), once that is exhausted; `lost` where lines are missing."""
        return tuple(self._problems)

    def read(self) -> Iterator[Appended]:
        """What has come since the last call, in order; no half line, but for the last one of a file that is finished.

        `position` is moved before each block is given: kept when the block is done with, it loses and repeats nothing.

        A file is finished when a younger one has content: who writes there writes to the old one no more. What
        another program still writes there is given, too, behind what is younger, up to the next rotation.
        """
        self._problems.clear()
        if not self._trail.place:
            self._begin()
        if self._trail.place:
            yield from self._left_lines()
            yield from self._lines()

    def close(self) -> None:
        """Let the files go; the position stays."""
        self._trail.release()
        self._left.close()

    def _begin(self) -> None:
        for _ in range(_LOOKS):
            try:
                return self._trail.begin(self._start)
            except Moved:
                continue
            except (OSError, SourceError) as error:
                return self._tell(error)
        return self._problems.append(_rotating(self.path))

    def _lines(self) -> Iterator[Appended]:
        moved = 0
        while moved < _LOOKS:
            try:
                finished = self._trail.look(self._left.place)
                tail = self._trail.tail
                if tail:
                    yield from self._drained(tail, finished=finished)
                if not finished:
                    return
                if not tail or tail.holds():  # else it was truncated meanwhile: its lines may be elsewhere
                    self._left.take(self._trail.go_on())
            except Moved:
                moved += 1
            except (OSError, SourceError) as error:
                return self._tell(error)
        return self._problems.append(_rotating(self.path))

    def _left_lines(self) -> Iterator[Appended]:
        try:
            if tail := self._left.tail():
                yield from self._drained(tail, finished=False)
        except Moved:
            pass  # at the next read(), then
        except (OSError, SourceError) as error:
            self._tell(error)

    def _drained(self, tail: Tail, *, finished: bool) -> Iterator[Appended]:
        yield from tail.drain(finished=finished)
        self._problems += [Problem(label(tail.name), complaint) for complaint in tail.complaints]
        tail.complaints.clear()

    def _tell(self, error: OSError | SourceError) -> None:
        name = getattr(error, "filename", None) or self.path
        self._problems.append(Problem(label(str(name)), reason(error, str(name))))


def _rotating(path: str) -> Problem:
    return Problem(label(path), "is being rotated at this moment: it is read on at the next look", lost=False)


def follow(follower: Follower, until: Callable[[], bool], pause: Callable[[], object]) -> Iterator[Appended]:
    """All that comes; `pause` waits between looks. `until` is asked before each: what came before its yes is given."""
    while True:
        done = until()
        yield from follower.read()
        if done:
            return
        pause()
