"""What is a source, and what is said when one cannot be read?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["file", "stdin", "journal"]


@dataclass(frozen=True, slots=True)
class Origin:
    """One place that log lines come from."""

    path: str
    """The label that is shown: printable whatever the file is called."""
    kind: Kind
    target: str = ""
    """What is opened: the file's name as the system has it, or the journal's unit or identifier (`""`: all mail)."""


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with an argument or a file, in words for the operator."""

    path: str
    text: str
    lost: bool = True
    """Whether lines go unread because of it."""


class SourceError(Exception):
    """A source that cannot be read for a reason that is no OSError; the text is for the operator."""


def label(name: str) -> str:
    """A file name fit for a terminal: bytes that are no UTF-8 and control characters become U+FFFD."""
    return "".join(letter if letter.isprintable() else "\ufffd" for letter in name)
