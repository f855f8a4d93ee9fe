"""Which record of an MMDB file belongs to an address?

maxminddb decodes the record of every address that it is asked for: 10 µs and more with a city database. Many addresses
share a record, so this walks the search tree only, and the record is decoded once. See "Binary Search Tree Section" in
the MaxMind DB file format specification 2.0.
"""

from __future__ import annotations

from collections.abc import Callable
from mmap import ACCESS_READ, mmap
from pathlib import Path
from struct import Struct

_WORD = Struct(">I").unpack_from
_V4_IN_V6 = bytes(12)

Step = Callable[[int, int], int]


class Tree:
    """The search tree of one file. Knows only where a record lies, not what it says."""

    def __init__(self, path: Path, *, nodes: int, record_size: int, version: int) -> None:
        with path.open("rb") as file:
            self._file = mmap(file.fileno(), 0, access=ACCESS_READ)
        self._nodes = nodes
        self._step = _STEPS[record_size](self._file)
        self._start = self._walk(0, _V4_IN_V6) if version == 6 else 0
        self._heads: dict[bytes, int] = {}

    def find(self, address: bytes) -> int:
        """A number that all addresses with the same record share, for an address as 4 or 16 bytes."""
        half = 2 if len(address) == 4 else 4
        head = address[:half]
        node = self._heads.get(head)
        if node is None:
            node = self._heads[head] = self._walk(self._start if half == 2 else 0, head)
        return node if node >= self._nodes else self._walk(node, address[half:])

    def _walk(self, node: int, address: bytes) -> int:
        """Down the tree by the bits of `address`, until a record or the end of the bits is reached."""
        nodes, step = self._nodes, self._step
        bits = int.from_bytes(address, "big")
        for shift in range(len(address) * 8 - 1, -1, -1):
            if node >= nodes:
                break
            node = step(node, bits >> shift & 1)
        return node


def _step24(file: mmap) -> Step:
    return lambda node, bit: int(_WORD(file, node * 6 + bit * 3)[0]) >> 8


def _step28(file: mmap) -> Step:
    """The byte in the middle holds the highest four bits of both records."""

    def step(node: int, bit: int) -> int:
        if bit:
            return int(_WORD(file, node * 7 + 3)[0]) & 0xFFFFFFF
        word = int(_WORD(file, node * 7)[0])
        return (word & 0xF0) << 20 | word >> 8

    return step


def _step32(file: mmap) -> Step:
    return lambda node, bit: int(_WORD(file, node * 8 + bit * 4)[0])


_STEPS: dict[int, Callable[[mmap], Step]] = {24: _step24, 28: _step28, 32: _step32}
