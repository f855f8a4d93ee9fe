"""Where does a result go? To standard output or to a file, whole or with a word of why not."""

from __future__ import annotations

import os
import secrets
import sys
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

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
        discard(sys.stdout.fileno())
    except OSError as error:
        discard(sys.stdout.fileno())
        raise click.ClickException(f"the result cannot be written: {error.strerror or error}") from None


def discard(descriptor: int) -> None:
    """Let what is still to be written there vanish, so that nothing complains when the process ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), descriptor)


def writable(path: Path) -> None:
    """Raise a usage error where a file cannot be written, before a long run has found that out."""
    target = path.resolve()
    where = target if target.exists() else target.parent
    if not where.exists():
        raise click.ClickException(f"{path} cannot be written: there is no folder {where}")
    if not os.access(where, os.W_OK) or not (_is_special(target) or os.access(target.parent, os.W_OK | os.X_OK)):
        raise click.ClickException(f"{path} cannot be written: no permission")


def save(path: Path, result: bytes) -> None:
    """Write a file whole or not at all: a full disk leaves the older one as it was. A device stays what it is."""
    target = path.resolve()
    try:
        if _is_special(target):
            target.write_bytes(result)
        else:
            _replace(target, result)
    except OSError as error:
        raise click.ClickException(f"{path} cannot be written: {error.strerror or error}") from None


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


def _is_special(target: Path) -> bool:
    return target.exists() and not target.is_file()


def _encoded(text: str) -> bytes:
    encoding = sys.stdout.encoding or "utf-8"
    try:
        return text.encode(encoding)
    except UnicodeEncodeError:
        return text.translate(_PLAIN).encode(encoding, "backslashreplace")
