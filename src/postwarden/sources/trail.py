"""Where in a rotated log does its reader stand, and which files come next?"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from typing import Literal

from postwarden.sources.inputs import refusal
from postwarden.sources.locate import find_beginning, find_place
from postwarden.sources.origin import Problem, label
from postwarden.sources.position import LOOKED_AT, Place
from postwarden.sources.rotated_set import Member, Moved, live_member, members_of, steady
from postwarden.sources.rotation import is_packed
from postwarden.sources.tail import Fit, Tail

Start = Literal["beginning", "end"]

_ABSENT = "does not exist at the moment: it is read as soon as it does"
_FIFO = "is a FIFO: only files can be followed"
_GONE = (
    "the file that was read up to byte {} is no longer there, nor is a copy of it: "
    "what was written to it since then, if anything, is lost; {} is read next"
)
_CHANGED = "was written anew while it was followed: lines around byte {} may be missing, or come twice"


class Trail:
    """The file that is read now and the one after it are open while they are known: a name is soon another file's."""

    def __init__(self, path: str, place: Place | None, tell: Callable[[Problem], None]) -> None:
        self._path = path
        self._place = place
        self._tell = tell
        self._next: Tail | None = None
        self.tail: Tail | None = None
        """None where the place has to be looked for, or lies nowhere."""

    @property
    def place(self) -> Place | None:
        """Up to where the log was read; None before begin()."""
        return self.tail.place if self.tail else self._place

    def begin(self, start: Start) -> None:
        """Stand where the live log begins, or behind its last line; where it is empty, behind the one before it.

        Raises Moved, OSError or SourceError.
        """
        members = members_of(self._path)
        youngest = next((member for member in reversed(members) if _has_content(member)), None)
        if not youngest:
            self._place = Place(label(self._path))
            return
        tail = Tail(youngest)
        try:
            if not tail.is_packed and not (youngest.is_live and start == "beginning"):
                tail.skip()
            steady(self._path, members, [tail.identity])
        except (Moved, OSError):
            tail.close()
            raise
        if tail.is_packed:  # it is complete: only what is younger is new
            tail.close()
            self._place = Place(label(youngest.name), modified_ns=youngest.modified_ns)
        else:
            self.tail = tail

    def look(self, left: Place | None) -> bool:
        """Find the file that is read now where need be; whether another comes after it.

        Where it is found nowhere, the next is the oldest that was written to since, but for the one that was `left`.
        Raises Moved, OSError or SourceError.
        """
        self._drop_next()
        if self._is_in_live():
            return False
        members = members_of(self._path)
        later = self._later(members, left)
        self._next = Tail(later[0]) if later else None
        steady(self._path, members, [tail.identity for tail in (self.tail, self._next) if tail])
        if not any(member.is_live for member in members):
            self._tell_absence(waiting=not self.tail and not later)
        return bool(later)

    def go_on(self) -> Tail | None:
        """Begin with the next file; the one that was read until now, still open."""
        before = self.tail
        if not before and self._place and self._place.head.size and self._next:
            self._tell(Problem(self._place.path, _GONE.format(self._place.offset, label(self._next.name))))
        self.tail, self._next = self._next, None
        return before

    def release(self) -> None:
        """Let the files go; the place stays."""
        self._drop_next()
        if self.tail:
            self._place = self.tail.place
            self.tail.close()
            self.tail = None

    def _drop_next(self) -> None:
        if self._next:
            self._next.close()
            self._next = None

    def _later(self, members: tuple[Member, ...], left: Place | None) -> list[Member]:
        at = self._find(members)
        if at is None:
            since = self.place.modified_ns if self.place else 0
            others = [member for member in members if not left or member.identity != left.identity]
            younger = [member for member in others if member.is_live or member.modified_ns > since]
        else:
            younger = list(members[at + 1 :])
        later = [member for member in younger if _has_content(member)]
        if len(later) > 1 and later[-1].is_live and _begin_alike(later[-2], later[-1]):
            del later[-2]  # a copy of the live log, which is about to be truncated
        return later

    def _is_in_live(self) -> bool:
        """Whether the log's own name still means the file in which the place lies: nothing is younger then."""
        live = live_member(self._path)
        if not live or not self.place or live.identity != self.place.identity:
            return False
        if not self.tail:
            self.tail = Tail(live, self.place)
        return self.tail.holds()

    def _find(self, members: tuple[Member, ...]) -> int | None:
        """Which member has the place; None where it only lies in an open file that has left the folder, or nowhere."""
        if self.tail and self.tail.holds():
            at = self._find_open(members, self.tail)
            if at is None or not members[at].is_live:
                return at
        self.release()
        assert self._place
        found = find_place(members, self._place)
        if not found:
            return None
        at, self.tail, fit = found
        if fit is not Fit.WHOLE:  # the file that has the place whole may have been overlooked
            steady(self._path, members, [self.tail.identity])
        self.tail.adopt(members[at], fit)
        if fit is Fit.CHANGED or (fit is Fit.SHORT and members[at].is_live):
            self._tell(Problem(label(members[at].name), _CHANGED.format(self.tail.place.offset)))
        return at

    def _find_open(self, members: tuple[Member, ...], tail: Tail) -> int | None:
        """The member that is the open file under its present name, or was packed or copied from it."""
        for at, member in enumerate(members):
            if member.identity == tail.place.identity:
                tail.name = member.name
                return at
        return find_beginning(members, tail.place)

    def _tell_absence(self, *, waiting: bool) -> None:
        try:
            mode = os.stat(self._path).st_mode  # noqa: PTH116  (a name is told as it was given)
        except FileNotFoundError:
            if waiting:
                self._tell(Problem(label(self._path), _ABSENT, lost=False))
        else:
            if not stat.S_ISREG(mode):
                self._tell(Problem(label(self._path), refusal(mode) or _FIFO))


def _has_content(member: Member) -> bool:
    """Whether lines were ever written to it; a whole one in the live log, so that it is known by what stands there.

    Raises Moved, OSError or SourceError.
    """
    if not member.size or not (member.is_live or is_packed(member.name)):
        return member.size > 0
    first = _first_bytes(member)
    return b"\n" in first or len(first) == LOOKED_AT or (bool(first) and not member.is_live)


def _begin_alike(copy: Member, live: Member) -> bool:
    """Whether one holds what the other does, as far as it goes."""
    shorter, longer = sorted((_first_bytes(copy), _first_bytes(live)), key=len)
    return longer.startswith(shorter)


def _first_bytes(member: Member) -> bytes:
    tail = Tail(member)
    try:
        return tail.first_bytes()
    finally:
        tail.close()
