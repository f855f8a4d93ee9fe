"""Where are lines kept that cannot be read a second time? In a packed temporary file that has no name."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

_LEVEL = 1


class Spool:
    """Blocks of standard input or of the journal, by number. The system removes the file when the process ends."""

    def __init__(self, scratch: Path) -> None:
        self._file = tempfile.TemporaryFile(dir=scratch, buffering=0)  # noqa: SIM115  (lives as long as this)
        self._places: list[tuple[int, int]] = []
        self._end = 0

    def add(self, text: bytes) -> None:
        """Keep the next block. Raises OSError when the disk is full."""
        packed = zstd.compress(text, _LEVEL)
        self._file.write(packed)
        self._places.append((self._end, len(packed)))
        self._end += len(packed)

    def block(self, number: int) -> bytes:
        """The block of that number, counted from 0."""
        offset, size = self._places[number]
        return zstd.decompress(os.pread(self._file.fileno(), size, offset))

    def close(self) -> None:
        """Give the space back."""
        self._file.close()
