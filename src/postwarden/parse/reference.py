"""How does plain Python read a text with a format? The oracle for the native matcher, and its stand-in."""

from __future__ import annotations

import re
from collections.abc import Iterable

from postwarden.parse.format import Format
from postwarden.parse.template import KINDS, SEARCHED, Capture, Literal, Optional, Part


def pattern(parts: tuple[Part, ...]) -> re.Pattern[bytes]:
    """A regular expression that commits like the native matcher: atomic groups only, no backtracking."""
    return re.compile((_sequence(parts) + r"\Z").encode("latin-1"))


def read_text(
    text: bytes, formats: Iterable[tuple[Format, re.Pattern[bytes]]]
) -> tuple[Format, dict[str, bytes]] | None:
    """The first format that reads the text, and what it captured (absent optional fields left out)."""
    for form, regex in formats:
        if match := regex.match(text):
            return form, {name: value for name, value in match.groupdict().items() if value is not None}
    return None


def _sequence(parts: tuple[Part, ...]) -> str:
    return "".join(_part(part) for part in parts)


def _part(part: Part) -> str:
    if isinstance(part, Literal):
        return _escape(part.text)
    if isinstance(part, Optional):
        return f"(?>(?:{_sequence(part.parts)})?)"
    name = f"?P<{part.name}>" if part.name else "?:"
    return f"({name}{_body(part)})"


def _body(part: Capture) -> str:
    if part.kind not in SEARCHED:
        return f"(?>{KINDS[part.kind]})"
    stop = "|".join([*map(_escape, part.stops), *([r"\Z"] if part.to_end else [])])
    if part.search == "last":
        return rf"(?>[\s\S]*(?={stop}))"
    if part.search == "quoted":
        # Not `)*+`: Python 3.11.2 (Debian 12) gives up too early there; an atomic group it does right
        outside = rf'(?>(?:(?!{stop})(?:"(?>(?:[^"\\]|\\[\s\S])*)"|[^"]))*)(?={stop})'
        return rf"(?>{outside}|[\s\S]*?(?={stop}))"
    if part.kind == "word":
        return rf"(?>(?:(?!{stop})\S)+(?={stop}))"
    return rf"(?>{KINDS[part.kind]}?(?={stop}))"


def _escape(text: bytes) -> str:
    return re.escape(text).decode("latin-1")
