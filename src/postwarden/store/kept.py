"""How is what a program remembers kept in a file between its runs, so that it is whole or told to be not?"""

from __future__ import annotations

import fcntl
import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

LARGEST = 1 << 30


class KeptError(Exception):
    """The file cannot be used; the text says why, and what to do."""


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Nobody else uses the file within the `with`; its folder is made. Raises KeptError."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = os.open(f"{path}.lock", os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise KeptError(f"{path} cannot be kept: {_why(error)}; name a file that this user may write to") from error
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError as error:
        raise KeptError(f"{path} is used by another run at this moment") from error
    finally:
        os.close(lock)


def load(path: Path) -> bytes | None:
    """What was kept; None where nothing is. Raises KeptError."""
    try:
        file = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise KeptError(f"{path} cannot be read: {_why(error)}") from error
    with os.fdopen(file, "rb") as opened:
        about = os.fstat(file)
        if not stat.S_ISREG(about.st_mode) or about.st_uid not in (os.geteuid(), 0):
            raise KeptError(f"{path} is no file of this user: name another")
        return opened.read(LARGEST)


def save(path: Path, content: bytes) -> None:
    """Put it in the place of what was kept, wholly or not at all. Raises KeptError."""
    fresh = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    try:
        file = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        with os.fdopen(file, "wb") as opened:
            opened.write(content)
            opened.flush()
            os.fsync(file)
        fresh.replace(path)
    except OSError as error:
        with suppress(OSError):
            fresh.unlink(missing_ok=True)
        raise KeptError(f"{path} cannot be written: {_why(error)}") from error


def _why(error: OSError) -> str:
    return error.strerror or str(error)
