"""Where does a result go? To standard output or to a file, whole or with a word of why not."""

from __future__ import annotations

import os
import secrets
import signal
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TextIO

import click

# What the report draws with, for terminals that know no more than Latin letters.
_PLAIN = str.maketrans({"─": "-", "…": "...", "“": '"', "”": '"', "’": "'", "–": "-", "→": "->"})


def show(result: str | bytes) -> None:
    """Print a result; text in the encoding of the terminal, bytes as they are. A reader who has gone is no error."""
    show_lines([result if isinstance(result, bytes) else result.removesuffix("\n")])


def show_lines(lines: Iterable[str | bytes]) -> None:
    """The same for a result that is made line by line."""
    try:
        sys.stdout.flush()
        for line in lines:
            data = line if isinstance(line, bytes) else _encoded(line)
            sys.stdout.buffer.write(data if data.endswith(b"\n") else data + b"\n")
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        _discard(sys.stdout)
    except OSError as error:
        _discard(sys.stdout)
        raise click.ClickException(f"the result cannot be written: {error.strerror or error}") from None


@contextmanager
def heard() -> Iterator[None]:
    """End with the code of SIGPIPE where nobody reads any more. click would call that 1: "suspicious"."""
    try:
        yield
    except BrokenPipeError:
        _discard(sys.stdout)
        _discard(sys.stderr)
        raise click.exceptions.Exit(128 + signal.SIGPIPE) from None


def writable(path: Path) -> None:
    """Raise a usage error where a file cannot be written, before a long run has found that out."""
    folder = path.resolve().parent
    if not folder.is_dir():
        raise click.ClickException(f"{path} cannot be written: there is no folder {folder}")
    if not os.access(*((path, os.W_OK) if _is_special(path) else (folder, os.W_OK | os.X_OK))):
        raise click.ClickException(f"{path} cannot be written: no permission")


def save(path: Path, result: bytes) -> None:
    """Write a file whole or not at all: a full disk leaves the older one as it was. A device stays what it is."""
    try:
        if _is_special(path):
            path.write_bytes(result)
        else:
            _replace(path.resolve(), result)
    except OSError as error:
        raise click.ClickException(f"{path} cannot be written: {error.strerror or error}") from None


def hand_over(result: str | bytes, path: Path | None) -> None:
    """Print a result, or write it to the file that was named."""
    if path is None:
        show(result)
    else:
        save(path, result if isinstance(result, bytes) else result.encode())


def save_new(path: Path, result: bytes) -> None:
    """Write a file that does not exist yet: what somebody has written there is never overwritten."""
    try:
        with path.open("xb") as file:
            file.write(result)
    except FileExistsError:
        raise click.ClickException(f"{path} exists already: it stays as it is") from None
    except FileNotFoundError:
        raise click.ClickException(f"{path} cannot be written: there is no folder {path.parent}") from None
    except OSError as error:
        raise click.ClickException(f"{path} cannot be written: {error.strerror or error}") from None


def _discard(stream: TextIO) -> None:
    """Let what is still to be written there vanish, so that nothing complains when the process ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _replace(target: Path, result: bytes) -> None:
    draft = target.with_name(f".{target.name[:200]}.{secrets.token_hex(4)}")
    try:
        with draft.open("xb") as file:
            if target.exists():
                os.fchmod(file.fileno(), target.stat().st_mode & 0o777)
            file.write(result)
        draft.replace(target)
    except BaseException:
        with suppress(OSError):
            draft.unlink()
        raise


def _is_special(path: Path) -> bool:
    """Devices, FIFOs, and what /dev/stdout stands for: written to, never replaced."""
    return os.path.exists(path) and (not path.is_file() or path.parts[1:2] in (("dev",), ("proc",)))  # noqa: PTH110  (is silent)


def _encoded(text: str) -> bytes:
    encoding = sys.stdout.encoding or "utf-8"
    try:
        return text.encode(encoding)
    except UnicodeEncodeError:
        return text.translate(_PLAIN).encode(encoding, "backslashreplace")
