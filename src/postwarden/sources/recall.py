"""How is a line found again by its number, in the very bytes that were read the first time?"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from isal import isal_zlib

from postwarden.sources.inputs import RegularFile
from postwarden.sources.lines import BLOCK, Block, LineTools, whole_lines
from postwarden.sources.packing import Packing, unpack
from postwarden.sources.spool import Spool


class _Mark(NamedTuple):
    """Where a block stands, and a checksum to know it by."""

    first: int
    start: int
    end: int
    checksum: int


class Recall:
    """The places of all blocks of one source.

    A plain file is read at those places, a packed one is unpacked again up to the last line that is wanted,
    all else was spooled (None: could not be). A block that
    is no longer what it was (the file was truncated, or written anew) is left out.
    """

    def __init__(self, kept: RegularFile | Spool | None, tools: LineTools, block_size: int = BLOCK) -> None:
        self._kept = kept
        self._tools = tools
        self.block_size = block_size
        self._marks: list[_Mark] = []
        self.line_count = 0

    def remember(self, block: Block) -> None:
        """Note the next block. Raises OSError, once, when it cannot be kept for want of space."""
        self._marks.append(_Mark(self.line_count + 1, block.start, block.end, isal_zlib.crc32(block.text)))
        self.line_count += self._tools.count(block.text)
        if isinstance(self._kept, Spool):
            try:
                self._kept.add(block.text)
            except OSError:
                self._kept.close()
                self._kept = None
                raise

    def lines(self, numbers: Iterable[int], packing: Packing | None, size: int) -> dict[int, bytes]:
        """The lines of those numbers, without newline; `size` is how much of the file was read the first time."""
        wanted: dict[int, list[int]] = {}
        for number in sorted(set(numbers)):
            if 1 <= number <= self.line_count:
                wanted.setdefault(bisect_right(self._marks, number, key=lambda mark: mark.first) - 1, []).append(number)
        found: dict[int, bytes] = {}
        for block, text in self._blocks(list(wanted), packing, size):
            if isal_zlib.crc32(text) == self._marks[block].checksum:
                places = [number - self._marks[block].first for number in wanted[block]]
                found.update(zip(wanted[block], self._tools.pick(text, places), strict=False))
        return found

    def _blocks(self, blocks: list[int], packing: Packing | None, size: int) -> Iterator[tuple[int, bytes]]:
        if not blocks or self._kept is None:
            return
        if isinstance(self._kept, Spool):
            for block in blocks:
                yield block, self._kept.block(block)
        elif packing is None:
            for block in blocks:
                chunks = self._kept.chunks(self._marks[block].start, self._marks[block].end)
                yield block, b"".join([piece.text for piece in whole_lines(chunks)])
        else:
            unpacked = unpack(self._kept.chunks(0, size), packing, lambda _: None)
            for block, again in zip(range(blocks[-1] + 1), whole_lines(unpacked, size=self.block_size), strict=False):
                if block in blocks:
                    yield block, again.text

    def close(self) -> None:
        """Give the spool's space back; a file is closed by who opened it."""
        if isinstance(self._kept, Spool):
            self._kept.close()
