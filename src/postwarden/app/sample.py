"""What does a configuration look like that says nothing yet, and explains each setting?"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

import msgspec

from postwarden.model.settings import DEFAULT_FILE, DetectorSettings, Field, Settings, Silence, fields

WIDTH = 96
_ABOUT = f"""\
# {DEFAULT_FILE}: what postwarden should know about this server.
#
# Everything is optional. Below are examples, each behind a #: take it away and write your own values. Then
# `postwarden config check` says whether all of it is understood, and what is in effect.
# Options of the command line win over this file.
"""
_HEADED = """\
# ---- From here on settings have a heading in brackets. Those above must stay above the first heading.
"""


def sample() -> str:
    """All settings as comments: it is in effect what no file would be."""
    known = fields(Settings)
    plain = [_entry(field) for field in known if not field.heading]
    headed = [_entry(field) for field in known if field.heading]
    return "\n".join((_ABOUT, *plain, _HEADED, *headed)).rstrip("\n") + "\n"


def _entry(field: Field) -> str:
    lines = [*_remarks(field), *(f"#{line}" if line else "#" for line in example(field).split("\n"))]
    return "\n".join(lines) + "\n"


def example(field: Field) -> str:
    """How a setting is written."""
    if not field.heading:
        return f"{field.name} = {field.example}"
    return field.example if field.example.startswith("[") else f"{field.heading}\n{field.example}"


def _remarks(field: Field) -> Iterator[str]:
    text = field.meaning
    if field.default not in (None, ()) and not field.heading:
        text += f" Default: {field.default}."
    if field.option:
        text += f" On the command line: {field.option}."
    yield from textwrap.wrap(text, WIDTH, initial_indent="# ", subsequent_indent="# ")
    shapes: dict[str, type[msgspec.Struct]] = {"detectors": DetectorSettings, "silence": Silence}
    for part in fields(shapes[field.name]) if field.name in shapes else ():
        needed = "needed" if part.required else "optional"
        yield from textwrap.wrap(
            f"{part.name} ({needed}): {part.meaning}", WIDTH, initial_indent="#   ", subsequent_indent="#     "
        )
