"""What does `postwarden explain` say of log lines?

These classes are the JSON contract: docs/reference/explain.schema.json is generated from them.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from postwarden.model.meaning import Concern


class Known(StrEnum):
    """How much of a line was understood."""

    READ = "read"
    UNREAD = "unread"
    """A line of the mail server in a wording that is not known."""
    OTHER = "other"
    """A line of another program."""
    NO_LINE = "no_line"
    """No line of a log: without a time, or without a program."""


@dataclass(frozen=True, slots=True)
class Code:
    """One code of a reply or delivery report."""

    code: str
    means: str


@dataclass(frozen=True, slots=True)
class Kind:
    """Lines that say the same, the first of them standing for all."""

    source: str
    line: int
    text: str
    """The first line; passwords are cut out."""
    more: int
    """How many lines like it follow."""
    known: Known
    wording: str | None
    """Its name in docs/reference/formats-postfix.md or formats-dovecot.md; null where none is known."""
    means: str
    concern: Concern
    advice: str
    """What to do, or when it is a concern; empty where there is nothing to say."""
    run: str
    """The command that mends it; empty where there is none for all."""
    codes: tuple[Code, ...]
    login: str | None
    """The login name that was hidden in base64."""
    login_is_whole: bool
    """Whether the login name is not cut."""
    password: bool
    """Whether a password stands in the line. It is never shown."""


@dataclass(frozen=True, slots=True)
class Counts:
    """Lines by concern."""

    act: int
    look: int
    none: int


@dataclass(frozen=True, slots=True)
class PlainWords:
    """Log lines in plain words."""

    version: int
    lines: int
    counts: Counts
    passwords: int
    """Lines in which a password stands."""
    problems: tuple[str, ...]
    """What could not be read."""
    kinds: tuple[Kind, ...]
    """In the order in which they first appear."""
    left_out: int
    """Kinds of less concern than was asked for."""
