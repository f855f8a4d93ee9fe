"""Which queue ids have there been, however short their lives? The kernel tells of each file in a folder."""

from __future__ import annotations

import ctypes
import os
import struct
from collections.abc import Iterator
from pathlib import Path

_LIBC = ctypes.CDLL(None, use_errno=True)
_MOVED_TO = 0x00000080  # cleanup gives a queue file its name by renaming it
_EVENT = struct.Struct("iIII")


class Arrivals:
    """Names of files that were renamed into a folder (inotify(7))."""

    def __init__(self, folder: Path) -> None:
        self._events = _LIBC.inotify_init1(os.O_NONBLOCK | os.O_CLOEXEC)
        if self._events < 0 or _LIBC.inotify_add_watch(self._events, os.fsencode(folder), _MOVED_TO) < 0:
            raise OSError(ctypes.get_errno(), f"no inotify for {folder}")

    def new(self) -> Iterator[str]:
        """Since the last call, in order."""
        while data := self._read():
            at = 0
            while at < len(data):
                size = _EVENT.unpack_from(data, at)[3]
                at += _EVENT.size
                yield data[at : at + size].rstrip(b"\0").decode()
                at += size

    def _read(self) -> bytes:
        try:
            return os.read(self._events, 65536)
        except BlockingIOError:
            return b""
