"""Which bytes stand at a place of a file, counted as if it were not packed?"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator

from postwarden.sources.inputs import RegularFile
from postwarden.sources.packing import SNIFF, packing_of, unpack


class Unpacked:
    """A file that stays open. A plain one may grow meanwhile; a packed one is unpacked from its beginning each time."""

    def __init__(self, file: RegularFile) -> None:
        self._file = file
        self._packing = packing_of(next(file.chunks(0, SNIFF), b""))

    @property
    def is_packed(self) -> bool:
        """Packed files are complete: nothing is ever appended to them."""
        return self._packing is not None

    def chunks(
        self, start: int = 0, end: int = sys.maxsize, complain: Callable[[str], None] = lambda _: None
    ) -> Iterator[bytes]:
        """The bytes from `start` on, up to `end` or the end of the file; what is damaged is complained of."""
        if self._packing is None:
            return self._file.chunks(start, end)
        return _part(unpack(self._file.chunks(), self._packing, complain), start, end)

    def between(self, start: int, end: int) -> bytes:
        """The same in one piece: fewer bytes where the file ends before `end`."""
        return b"".join(self.chunks(start, end))

    def length(self) -> int:
        """How many bytes there are now."""
        return sum(map(len, self.chunks())) if self._packing else self.about().st_size

    def about(self) -> os.stat_result:
        """What the system knows of the file, packed as it is."""
        return self._file.about()

    def close(self) -> None:
        """Let the file go."""
        self._file.close()


def _part(chunks: Iterator[bytes], start: int, end: int) -> Iterator[bytes]:
    at = 0
    for chunk in chunks:
        if part := chunk[max(start - at, 0) : max(end - at, 0)]:
            yield part
        at += len(chunk)
        if at >= end:
            return
