"""How are the bytes of one source fetched, as they lie on the disk or come out of the pipe?"""

from __future__ import annotations

import errno
import grp
import os
import resource
import select
import stat
import struct
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path, PurePath

from postwarden.sources.journal import Journal
from postwarden.sources.origin import Origin, SourceError
from postwarden.sources.rotation import rotation

CHUNK = 1 << 20
_WRITER_MS = 2000
_GZIP = b"\x1f\x8b\x08"


class RegularFile:
    """A file that stays open, so that rotation cannot take it away between two passes."""

    def __init__(self, descriptor: int, name: str) -> None:
        self._descriptor = descriptor
        self.dated: datetime | None = _dated(descriptor, name)
        self.size = os.fstat(descriptor).st_size

    def chunks(self, start: int = 0, end: int = sys.maxsize) -> Iterator[bytes]:
        """The bytes from `start` on, up to `end` or to where the file ends now."""
        while chunk := os.pread(self._descriptor, min(CHUNK, end - start), start):
            start += len(chunk)
            yield chunk

    def about(self) -> os.stat_result:
        """What the system knows of the file now, whatever it is called by now."""
        return os.fstat(self._descriptor)

    def close(self) -> None:
        os.close(self._descriptor)


class Pipe:
    """Standard input."""

    dated: datetime | None = None

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def chunks(self) -> Iterator[bytes]:
        """The bytes until the writers have gone."""
        while chunk := os.read(self._descriptor, CHUNK):
            yield chunk

    def close(self) -> None:
        os.close(self._descriptor)


class Fifo(Pipe):
    """A named pipe, or one that the shell made for `<(…)`; opened without waiting for somebody to write to it."""

    def chunks(self) -> Iterator[bytes]:
        """The bytes until the writers have gone; raises SourceError when nobody writes at all."""
        waiting = select.poll()
        waiting.register(self._descriptor, select.POLLIN)
        seen = waiting.poll(_WRITER_MS)
        try:
            first = os.read(self._descriptor, CHUNK)
        except BlockingIOError:  # a writer that has nothing to say yet
            first = b""
        else:
            if not first and not seen:
                raise SourceError("is a FIFO that nobody writes to")
        if first:
            yield first
        os.set_blocking(self._descriptor, True)
        yield from super().chunks()


def open_input(origin: Origin, scratch: Path) -> RegularFile | Pipe | Journal:
    """Open a source. Raises OSError or SourceError."""
    if origin.kind == "journal":
        return Journal(origin.target, scratch)
    if origin.kind == "stdin":
        return _standard_input()
    descriptor = _open(origin.target)
    try:
        return _opened(descriptor, origin.target)
    except (OSError, SourceError):
        os.close(descriptor)
        raise


def refusal(mode: int) -> str | None:
    """Why something of this file mode is not read; None for what can be."""
    if stat.S_ISDIR(mode):
        return "is a directory"
    if stat.S_ISBLK(mode) or stat.S_ISCHR(mode):
        return "is a device, not a log"
    if stat.S_ISSOCK(mode):
        return "is a socket, not a log"
    return None


def reason(error: OSError | SourceError, path: str = "") -> str:
    """What an operator is told about an error, with what to do about it where that is known."""
    if not isinstance(error, OSError):
        return str(error)
    told = f"cannot be read: {error.strerror or error}"
    return f"{told}; {_advice(path)}" if isinstance(error, PermissionError) else told


def _advice(path: str) -> str:
    try:
        about = Path(path).stat()
        group = grp.getgrgid(about.st_gid).gr_name
    except (OSError, KeyError):
        return "run as root"
    return f"run as root or join group {group}" if about.st_mode & stat.S_IRGRP and group != "root" else "run as root"


def _standard_input() -> RegularFile | Pipe:
    descriptor = os.dup(0)
    if os.isatty(descriptor):
        os.close(descriptor)
        raise SourceError("standard input is a terminal: pipe a log into it")
    at_start = stat.S_ISREG(os.fstat(descriptor).st_mode) and os.lseek(descriptor, 0, os.SEEK_CUR) == 0
    return RegularFile(descriptor, "") if at_start else Pipe(descriptor)


def _open(name: str) -> int:
    try:
        return os.open(name, os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY)
    except OSError as error:
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        if error.errno != errno.EMFILE or soft == hard:
            raise
    # Every source stays open until its evidence has been fetched: a folder may hold more than the usual 1024
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    return os.open(name, os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY)


def _opened(descriptor: int, name: str) -> RegularFile | Pipe:
    mode = os.fstat(descriptor).st_mode
    if why := refusal(mode):
        raise SourceError(why)
    if not stat.S_ISFIFO(mode):
        return RegularFile(descriptor, name)
    return Fifo(descriptor)


def _dated(descriptor: int, name: str) -> datetime | None:
    """The date in the name, the time in a gzip header, or when the file was last written to."""
    until = rotation(PurePath(name).name).until
    if until and until < datetime.now(UTC) + timedelta(days=2):
        return until
    head = os.pread(descriptor, 8, 0)
    seconds = struct.unpack("<I", head[4:8])[0] if head.startswith(_GZIP) and len(head) == 8 else 0
    return datetime.fromtimestamp(seconds or os.fstat(descriptor).st_mtime, UTC)
