"""How is one file of a rotated log read on from a place, as long as it is the file in which the place was?"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from enum import Enum, auto
from typing import NamedTuple

from postwarden.sources.doubt import SIZE, doubt
from postwarden.sources.json_lines import is_json, rewrite
from postwarden.sources.lines import LINE, Block, clean, shorten, whole_lines
from postwarden.sources.origin import label
from postwarden.sources.position import LOOKED_AT, Fingerprint, Place
from postwarden.sources.rotated_set import Member, open_member
from postwarden.sources.unpacked import Unpacked

_STEP = 64 << 10


class Appended(NamedTuple):
    """Whole lines that have come, as Reading.blocks() gives them, and where they begin."""

    path: str
    """What the file was called when they were read."""
    offset: int
    """Of the unpacked bytes."""
    line: int | None
    """The number of the first line, from 1; None in a file that was not read from its beginning."""
    text: bytes
    cut_lines: int
    """How many of them were too long, and cut."""


class Fit(Enum):
    """What a file has of a place."""

    WHOLE = auto()
    """It goes on there."""
    SHORT = auto()
    """It begins like that, and ends before the place: a copy made before the last lines came, or it was cut."""
    CHANGED = auto()
    """It begins like that, but what stood before the place is another text."""
    NONE = auto()


class Tail:
    """A file that stays open, so that neither rename nor removal takes its last lines away, and a place in it."""

    def __init__(self, member: Member, place: Place | None = None) -> None:
        """At its beginning, or at a place that it may have. Raises Moved, OSError or SourceError."""
        file = open_member(member)
        try:
            self._bytes = Unpacked(file)
            self.place = place or _beginning(member, self.first_bytes())
        except OSError:
            file.close()
            raise
        self.name = member.name
        self.complaints: list[str] = []
        self._json: bool | None = None
        self._searched = 0
        self._exhausted = False

    @property
    def identity(self) -> tuple[int, int]:
        """No other file has it while this one is open."""
        about = self._bytes.about()
        return about.st_dev, about.st_ino

    @property
    def is_packed(self) -> bool:
        """Packed files are complete: nothing is ever appended to them."""
        return self._bytes.is_packed

    def close(self) -> None:
        """Let the file go."""
        self._bytes.close()

    def first_bytes(self) -> bytes:
        """As many as a fingerprint is made of, if there are so many."""
        return self._bytes.between(0, LOOKED_AT)

    def begins_as_remembered(self) -> bool:
        """Whether the first bytes are those of the place's file; never of a place that has none."""
        head = self.place.head
        return bool(head.size) and Fingerprint.of(self._bytes.between(0, head.size)) == head

    def fit(self) -> Fit:
        """Compare with what the place remembers."""
        place = self.place
        if not self.begins_as_remembered():
            return Fit.NONE
        size = max(place.before.size, 1)
        before = self._bytes.between(max(place.offset - size, 0), place.offset)
        if place.offset and len(before) < size:
            return Fit.SHORT
        return Fit.CHANGED if place.before.size and Fingerprint.of(before) != place.before else Fit.WHOLE

    def holds(self) -> bool:
        """Whether this still is what it was, since it was found to fit: not truncated, nor written anew."""
        return self.is_packed or self.fit() is Fit.WHOLE

    def adopt(self, member: Member, fit: Fit) -> None:
        """Make the place one of this file, after fit()."""
        self.name = member.name
        self.place = replace(
            self.place,
            path=label(member.name),
            device=member.device,
            inode=member.inode,
            modified_ns=member.modified_ns,
        )
        if fit is Fit.SHORT:
            self._go_to(self._bytes.length())
        elif fit is Fit.CHANGED:
            self._go_to(self._next_line(self.place.offset))

    def skip(self) -> None:
        """Go behind the last whole line of a plain file."""
        self._go_to(self._end_of_lines())

    def drain(self, *, finished: bool) -> Iterator[Appended]:
        """The lines up to where the file ends now; the last half line only of a file that is `finished`.

        The place is moved before each block is given. Ends early when the file is truncated meanwhile.
        """
        if self._exhausted or self._size() <= self.place.offset:
            return
        self._look()
        end = self._size() if finished or self.is_packed else self._end_of_lines()
        for block in whole_lines(self._bytes.chunks(self.place.offset, end, self.complaints.append), self.place.offset):
            if not self._is_genuine(block, finished=finished):
                return
            line = None if self.place.line is None else self.place.line + 1
            self.place = _behind(self.place, block)
            text, cut = shorten(rewrite(block.text) if self._json else block.text, LINE)
            yield Appended(self.place.path, block.start, line, clean(text), cut)
        self._exhausted = self.is_packed
        if not self.is_packed and self.place.offset < end <= self._size():
            self._go_to(end)  # what is left belongs to a line that was too long

    def _size(self) -> int:
        """In unpacked bytes; of packed files it is not known beforehand, and they do not grow."""
        return sys.maxsize if self.is_packed else self._bytes.about().st_size

    def _go_to(self, offset: int) -> None:
        before = Fingerprint.of(self._bytes.between(max(offset - LOOKED_AT, 0), offset))
        self.place = replace(self.place, offset=offset, line=None if offset else 0, before=before)

    def _look(self) -> None:
        """Note what may change while a file grows: its name, when it was written to, its beginning."""
        head, place = self._bytes.between(0, SIZE), self.place
        if self._json is None and (odd := doubt(head)):
            self.complaints.append(odd)
        if not self._json:
            self._json = is_json(head)
        first = Fingerprint.of(head[: place.head.size]) == place.head
        self.place = replace(
            place,
            path=label(self.name),
            modified_ns=self._bytes.about().st_mtime_ns,
            head=Fingerprint.of(head[:LOOKED_AT]) if first else place.head,
        )

    def _is_genuine(self, block: Block, *, finished: bool) -> bool:
        """Whether these bytes were still of the file as it was when the place was remembered, and no half line."""
        invented_newline = len(block.text) > block.end - block.start
        return self.is_packed or ((finished or not invented_newline) and self.begins_as_remembered())

    def _end_of_lines(self) -> int:
        """Behind the last newline; the place's offset where none is behind it."""
        size = self._size()
        low = max(self.place.offset, self._searched)
        for end in range(size, low, -_STEP):
            start = max(end - _STEP, low)
            if newline := self._bytes.between(start, end).rfind(b"\n") + 1:
                return start + newline
        self._searched = max(size, low)  # a half line may be long: what has come of it is not searched again
        return self.place.offset

    def _next_line(self, offset: int) -> int:
        """Where the first line begins that does so at `offset` or behind it; the end where there is none."""
        at = max(offset - 1, 0)
        for chunk in self._bytes.chunks(at):
            if newline := chunk.find(b"\n") + 1:
                return at + newline
            at += len(chunk)
        return at


def _beginning(member: Member, head: bytes) -> Place:
    return Place(
        label(member.name),
        member.device,
        member.inode,
        head=Fingerprint.of(head),
        modified_ns=member.modified_ns,
    )


def _behind(place: Place, block: Block) -> Place:
    text = block.text[: block.end - block.start]
    known = len(text) == block.end - block.start  # else a line was cut, and what stands in the file is longer
    return replace(
        place,
        offset=block.end,
        line=None if place.line is None else place.line + block.text.count(b"\n"),
        before=Fingerprint.of(text[-LOOKED_AT:] if known else b""),
    )
