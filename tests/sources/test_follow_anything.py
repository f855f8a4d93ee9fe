"""Is nothing lost and nothing given twice, whatever happens to a log between two looks?"""

from __future__ import annotations

import gzip
import os
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from postwarden.sources.follow import Follower
from postwarden.sources.position import LOOKED_AT, Position

NUMBERS = st.integers(1, 5)
SECOND = 1_000_000_000


@dataclass(eq=False)
class Written:
    """What was written to one file before the log went on in the next."""

    text: bytearray = field(default_factory=bytearray, repr=False)
    packed: bool = False
    """Nothing can come any more, so that its half line is one."""
    destroyed: bool = False
    """It may have gone unread."""

    @property
    def is_known(self) -> bool:
        """Enough for the log to have gone on in it."""
        return b"\n" in self.text or len(self.text) >= LOOKED_AT


class Log:
    """A log in a folder, with its writer and its rotation; each change happens a second after the one before."""

    def __init__(self, folder: Path) -> None:
        self.live = folder / "mail.log"
        self.written = [Written()]
        self.names: dict[int, Written] = {}
        self._clock = SECOND * 1_700_000_000
        self._writes_to = self.written[0]
        self._descriptor = self._opened()

    def write(self, text: bytes) -> None:
        os.write(self._descriptor, text)
        self._writes_to.text += text
        self._tick(self._descriptor)

    def reopen(self) -> None:
        """What a program does when it is told that its log was rotated."""
        os.close(self._descriptor)
        self._descriptor = self._opened()
        self._writes_to = self.written[-1]

    def rename(self, create: bool) -> None:
        if self.live.exists():
            self._shift()
            self.live.rename(self.plain(1))
            self.names[1] = self.written[-1]
            self.written.append(Written())
        if create:
            self._tick(self._close(self._opened()))

    def copy_and_truncate(self, look: Callable[[], None]) -> None:
        """Looked at in between."""
        if self.live.exists():
            self._shift()
            text = self.live.read_bytes()
            for done in (len(text) // 2, len(text)):
                self.plain(1).write_bytes(text[:done])
                self._tick(self.plain(1))
                look()
            self.names[1] = self.written[-1]
            self._begin_anew()

    def truncate(self) -> None:
        if self.live.exists():
            self.written[-1].destroyed = True
            self._begin_anew()

    def compress(self, number: int, finish: bool) -> None:
        """Stopped while it still writes where it does not `finish`."""
        plain = self.plain(number)
        if plain.exists() and self.names[number] is not self._writes_to:
            packed = gzip.compress(plain.read_bytes())
            self.packed(number).write_bytes(packed if finish else packed[: len(packed) // 2])
            if finish:
                shutil.copystat(plain, self.packed(number))
                plain.unlink()
                self.names[number].packed = True
            else:
                self._tick(self.packed(number))

    def remove(self, number: int) -> None:
        if number in self.names:
            self.plain(number).unlink(missing_ok=True)
            self.packed(number).unlink(missing_ok=True)
            self.names.pop(number).destroyed = True

    def plain(self, number: int) -> Path:
        return self.live.with_name(f"mail.log.{number}")

    def packed(self, number: int) -> Path:
        return self.live.with_name(f"mail.log.{number}.gz")

    def lines(self, *, sure: bool) -> dict[bytes, Written]:
        """All lines, in order; the last half line of a file where a younger one has content.

        Not quite `sure` is this where the younger one has but half a line, was destroyed, or either has been packed.
        """
        found: list[tuple[bytes, Written]] = []
        finished = False
        for written in reversed(self.written):
            *whole, half = bytes(written.text).split(b"\n")
            finished = finished or (written.packed and not sure)
            found += [(line, written) for line in reversed([*whole, half] if finished else whole) if line]
            finished = finished or (written.is_known and not written.destroyed if sure else bool(written.text))
        return dict(reversed(found))

    def close(self) -> None:
        os.close(self._descriptor)

    def _begin_anew(self) -> None:
        os.truncate(self.live, 0)
        self._tick(self.live)
        writes_here = self._writes_to is self.written[-1]
        self.written.append(Written())
        if writes_here:
            self._writes_to = self.written[-1]

    def _shift(self) -> None:
        for number in sorted(self.names, reverse=True):
            for name in (self.plain, self.packed):
                if name(number).exists():
                    name(number).rename(name(number + 1))
            self.names[number + 1] = self.names.pop(number)

    def _opened(self) -> int:
        return os.open(self.live, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)

    def _close(self, descriptor: int) -> Path:
        os.close(descriptor)
        return self.live

    def _tick(self, file: int | Path) -> None:
        self._clock += SECOND
        os.utime(file, ns=(self._clock, self._clock))


class Following(RuleBasedStateMachine):
    """The lines that were given are the lines that were written."""

    @initialize()
    def begin(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.log = Log(Path(self.folder.name))
        self.follower = Follower(self.log.live, start="beginning")
        self.given: list[bytes] = []
        self.pieces = 0
        self.told = False

    @rule(ends=st.lists(st.sampled_from([b"", b"\n", b"\n", b"\n\n"]), min_size=1, max_size=5))
    def write(self, ends: list[bytes]) -> None:
        for end in ends:
            self.pieces += 1
            self.log.write(b"%06d, " % self.pieces + b"x" * (self.pieces % 7 * 300) + end)

    @rule()
    def reopen(self) -> None:
        self.log.reopen()

    @rule(create=st.booleans(), reopen=st.booleans())
    def rename(self, create: bool, reopen: bool) -> None:
        self.log.rename(create)
        if reopen:
            self.log.reopen()

    @rule(look=st.sampled_from([0, 0, 1, 9]), restarted=st.booleans())
    def copy_and_truncate(self, look: int, restarted: bool) -> None:
        self.log.copy_and_truncate(lambda: self.restart(look) if restarted else self.take(look))

    @rule(number=NUMBERS, finish=st.booleans())
    def compress(self, number: int, finish: bool) -> None:
        self.log.compress(number, finish)

    @rule(number=NUMBERS)
    def remove(self, number: int) -> None:
        self.log.remove(number)

    @precondition(lambda self: self.pieces > 4)
    @rule()
    def truncate(self) -> None:
        self.log.truncate()

    @rule()
    def read(self) -> None:
        self.take(len(self.log.written) + 9)
        lines = self.log.lines(sure=False)
        places = {line: at for at, line in enumerate(lines)}
        given = [places[line] for line in self.given]
        assert given == sorted(set(given))
        due = self.log.lines(sure=True)
        missing = {written for line, written in due.items() if line not in set(self.given)}
        assert all(written.destroyed for written in missing)
        if self.log.written[-1].is_known:  # a gap is told where reading goes on behind it
            assert self.told or not missing & {lines[line] for line in self.given}  # a file may come and go unseen
        assert not self.told or any(written.destroyed for written in self.log.written)

    @rule(blocks=st.integers(0, 3))
    def restart(self, blocks: int) -> None:
        """In the middle of reading."""
        self.take(blocks)
        position = self.follower.position
        assert position
        self.follower.close()
        self.follower = Follower(self.log.live, Position.from_json(position.to_json()))

    def take(self, blocks: int) -> None:
        for _, appended in zip(range(blocks), self.follower.read(), strict=False):
            assert appended.text.endswith(b"\n")
            self.given += [line for line in appended.text.split(b"\n") if line]
        self.told = self.told or any(problem.lost for problem in self.follower.problems)

    def teardown(self) -> None:
        if hasattr(self, "log"):
            self.log.reopen()
            self.log.write(b"end\n")
            self.read()
            self.log.close()
            self.follower.close()
            self.folder.cleanup()


Following.TestCase.settings = settings(
    max_examples=100, stateful_step_count=40, deadline=None, report_multiple_bugs=False
)
test_following = Following.TestCase
