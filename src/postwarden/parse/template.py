"""How does a format's template become something that a matcher can run?

A template looks like the line that it reads:

    {queue_id}: to=<{recipient:quoted}>,{? orig_to=<{orig_recipient:quoted}>,?} relay={relay}, delay={delay:real}

* `{name}` captures up to the first occurrence of what follows: the next literal, or the opening literal of
  any optional part in between, or the end of the text.
* `{name:kind}` takes text of that kind (KINDS) and refuses any other: `word` and `plain` do the same search and
  then check; the others (`int`, `real`, `ip`, `queue_id`, `upper`, `lower`, `dsn`) take as much as has their shape.
* `{name:last}` captures up to the *last* occurrence, for text that an attacker writes in front of facts.
* `{name:quoted}` captures up to the first occurrence outside "double quotes" (addresses in external form may
  quote anything); without one it falls back to the first occurrence.
* `{?…?}` is optional: it is taken when its text matches, and never given back.
* `{}` captures and forgets; `{:kind}` checks and forgets.
* `{NAMADDR}` is Postfix's `host[ip]`, with `:port` where smtpd_client_port_logging is on: client, ip, port.

There is no backtracking: a capture commits to the place that it found. So both matchers do the same,
in time linear in the line, whatever an attacker writes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

MACROS = {"NAMADDR": "{client}[{ip:ip}]{?:{port:int}?}"}

KINDS: dict[str, str] = {
    "text": r"[\s\S]*",
    "word": r"[^\s]+",  # no white space
    "plain": r"[^<>]*",  # no angle brackets
    "int": r"[0-9]{1,18}",
    "real": r"[0-9]{1,9}(?:\.[0-9]{1,6})?",  # 15 digits: exact in a double
    "ip": r"unknown|[0-9A-Fa-f:.]*(?:%[0-9A-Za-z]+)?",  # Postfix writes nothing, or `unknown`, where it has none
    "queue_id": r"NOQUEUE|[0-9A-F][0-9A-Za-z]{4,29}",  # short, long, and what people anonymise them to
    "upper": r"[A-Z][A-Z-]*",  # protocol stages: RCPT, END-OF-MESSAGE
    "lower": r"[a-z][a-z_-]*",  # actions and states: reject, force-expired
    "dsn": r"[245]\.[0-9]{1,3}\.[0-9]{1,3}",
}
# Taken up to a stop, then checked; all other kinds are taken by their own shape.
SEARCHED = ("text", "word", "plain")
SEARCHES = ("first", "last", "quoted")


@dataclass(frozen=True, slots=True)
class Literal:
    """Text that must stand there."""

    text: bytes


@dataclass(frozen=True, slots=True)
class Capture:
    """Text to take. `stops` are the literals that end it; `to_end` says that the end of the text may, too."""

    name: str
    kind: str
    search: str
    stops: tuple[bytes, ...]
    to_end: bool


@dataclass(frozen=True, slots=True)
class Optional:
    """Parts that are taken when they match."""

    parts: tuple[Part, ...]


Part = Literal | Capture | Optional


class TemplateError(ValueError):
    """A template that cannot be compiled; says where."""


_TOKEN = re.compile(r"\{\?|\?\}|\{[A-Z]+\}|\{[a-z_]*(?::[a-z_]+)?\}|[{}]|[^{}?]+|\?")


def compile_template(template: str) -> tuple[Part, ...]:
    """The parts of a template, stops filled in. Raises TemplateError."""
    for name, text in MACROS.items():
        template = template.replace("{" + name + "}", text)
    tokens = [m.group() for m in _TOKEN.finditer(template)]
    parts, rest = _parse(tokens, 0, template)
    if rest != len(tokens):
        raise TemplateError(f"unopened ?}} in {template!r}")
    return _with_stops(parts, (), True, template)


def captures(parts: tuple[Part, ...]) -> Iterator[Capture]:
    """All captures, nested ones included, in order."""
    for part in parts:
        if isinstance(part, Capture):
            yield part
        elif isinstance(part, Optional):
            yield from captures(part.parts)


def _parse(tokens: list[str], at: int, template: str) -> tuple[list[Part], int]:
    parts: list[Part] = []
    while at < len(tokens) and tokens[at] != "?}":
        piece = tokens[at]
        at += 1
        if piece == "{?":
            inner, at = _parse(tokens, at, template)
            if at >= len(tokens) or not inner or not isinstance(inner[0], Literal):
                raise TemplateError(f"an optional part must begin with a literal and be closed: {template!r}")
            parts.append(Optional(tuple(inner)))
            at += 1
        elif piece.startswith("{") and len(piece) > 1:
            parts.append(_capture(piece[1:-1], template))
        elif piece in "{}":
            raise TemplateError(f"single {piece} in {template!r}")
        elif parts and isinstance(parts[-1], Literal):
            parts[-1] = Literal(parts[-1].text + piece.encode())
        else:
            parts.append(Literal(piece.encode()))
    return parts, at


def _capture(inside: str, template: str) -> Capture:
    name, _, kind = inside.partition(":")
    search = "first"
    if kind in SEARCHES:
        search, kind = kind, "text"
    kind = kind or ("queue_id" if name == "queue_id" else "text")
    if kind not in KINDS:
        raise TemplateError(f"unknown kind {kind!r} in {template!r}: expected one of {', '.join((*KINDS, *SEARCHES))}")
    return Capture(name, kind, search, (), False)


def _with_stops(
    parts: list[Part] | tuple[Part, ...], after: tuple[bytes, ...], after_end: bool, template: str
) -> tuple[Part, ...]:
    """Fill in, from the right, what each capture ends at."""
    done: list[Part] = []
    stops, to_end = after, after_end
    for part in reversed(parts):
        if isinstance(part, Literal):
            stops, to_end = (part.text,), False
            done.append(part)
        elif isinstance(part, Optional):
            inner = _with_stops(part.parts, stops, to_end, template)
            first = part.parts[0]
            assert isinstance(first, Literal)
            stops = (first.text, *stops)
            done.append(Optional(inner))
        else:
            if done and isinstance(done[-1], Capture):
                raise TemplateError(f"two captures without a literal between them in {template!r}")
            if part.search == "last" and to_end:
                raise TemplateError(f"{part.name}:last needs a literal after it in {template!r}")
            done.append(Capture(part.name, part.kind, part.search, stops, to_end))
            stops, to_end = (), False
    return tuple(reversed(done))
