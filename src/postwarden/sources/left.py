"""What still comes into a file after its log has gone on in the next one?

A program opens its log anew when it is told to, and not every program is told at the same moment, or at all.
"""

from __future__ import annotations

from postwarden.sources.position import Place
from postwarden.sources.rotated_set import members_of
from postwarden.sources.tail import Fit, Tail


class Left:
    """The file that was left last. A packed one gets no lines any more, and is forgotten."""

    def __init__(self, path: str, place: Place | None) -> None:
        self._path = path
        self._place = place
        self._tail: Tail | None = None

    @property
    def place(self) -> Place | None:
        """Up to where it was read."""
        return self._tail.place if self._tail else self._place

    def tail(self) -> Tail | None:
        """It, if it can still be read on. Raises Moved, OSError or SourceError."""
        if self._place and not self._tail:
            self._tail = self._reopened(self._place)
        if self._tail and not self._tail.holds():
            self.take(None)
        return self._tail

    def take(self, tail: Tail | None) -> None:
        """Another file has been left: this one is not looked at any more."""
        self.close()
        self._tail = tail if tail and not tail.is_packed else None
        self._place = self._tail.place if self._tail else None
        if tail and tail.is_packed:
            tail.close()

    def close(self) -> None:
        """Let the file go; the place stays."""
        if self._tail:
            self._place = self._tail.place
            self._tail.close()
            self._tail = None

    def _reopened(self, place: Place) -> Tail | None:
        for member in members_of(self._path):
            if member.identity == place.identity:
                tail = Tail(member, place)
                if tail.fit() is Fit.WHOLE and not tail.is_packed:
                    return tail
                tail.close()
        self._place = None
        return None
