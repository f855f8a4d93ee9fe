"""Which login name stands in the base64 that a debug line shows? Never more of it than the name.

PLAIN holds `for-whom NUL name NUL password` (RFC 4616), LOGIN a name or a password, XOAUTH2 and OAUTHBEARER a name
and a token (RFC 7628). The TLS routines show 40 characters of a command at most: what is cut there is no whole name.
"""

from __future__ import annotations

import binascii
import re
from base64 import b64decode
from dataclasses import dataclass

_BASE64 = r"([A-Za-z0-9+/]+={0,2})"
_COMMAND = re.compile(rf"(?i:\bAUTH +(PLAIN|LOGIN|XOAUTH2|OAUTHBEARER)) +{_BASE64}")
_FIRST = re.compile(rf"sasl_method ([A-Z0-9-]+), init_response {_BASE64}")
_DOVECOT = re.compile(rf"\bAUTH(?:#011|\t)[0-9]+(?:#011|\t)([A-Z0-9-]+)\b.*resp={_BASE64}")
_ANSWER = re.compile(rf"(?:[<>] [^ ]+\](?::[0-9]+)?|Read [0-9]+ chars): {_BASE64}(?:\?\?)?$")
_PROMPT = re.compile(rf"[ :]334 {_BASE64}")
_READ = re.compile(r"Read ([0-9]+) chars: (.*)", re.DOTALL)
_LONGEST = 254  # of an address (RFC 5321)


@dataclass(frozen=True, slots=True)
class LoginName:
    """A login name from a debug line."""

    name: str
    whole: bool
    """False where the line was cut: the name begins so."""
    alone: bool = False
    """Whether no password or token stands beside it."""


def shown_login(text: str) -> LoginName | None:
    """The login name in a line that shows the beginning of a login."""
    for wording in (_COMMAND, _FIRST, _DOVECOT):
        if match := wording.search(text):
            return _name(match[1].upper(), match[2], cut=_is_cut(text))
    return None


def answer_in(text: str) -> str | None:
    """The base64 in a line that shows what a client answered when it was asked for its name or password."""
    match = _ANSWER.search(text)
    return match[1] if match else None


def answered_name(text: str) -> LoginName | None:
    """The login name in such a line, where the name had been asked for."""
    answer = answer_in(text)
    return _name("LOGIN", answer, cut=_is_cut(text)) if answer else None


def asked_for(text: str) -> str | None:
    """`name` or `password`, where a line shows that the server asks for it (AUTH LOGIN); else None."""
    match = _PROMPT.search(text)
    words = (_decoded(match[1]) or b"").lower() if match else b""
    return "name" if words.startswith(b"user") else "password" if words.startswith(b"pass") else None


def _is_cut(text: str) -> bool:
    match = _READ.search(text)
    return bool(match) and len(match[2]) < int(match[1][:9]) if match else False


def _decoded(encoded: str) -> bytes | None:
    """Whole groups of four only: what hangs over was cut."""
    try:
        return b64decode(encoded[: len(encoded) // 4 * 4], validate=True)
    except binascii.Error:
        return None


def _name(method: str, encoded: str, *, cut: bool) -> LoginName | None:
    raw = _decoded(encoded)
    if not raw:
        return None
    if method == "PLAIN" or (method == "LOGIN" and b"\0" in raw):
        return _of_plain(raw, cut)
    if method == "LOGIN":
        return _readable(raw, whole=not cut, alone=True)
    if match := re.match(rb"user=([^\x01]+)(\x01?)|n,a=([^,\x01]+)(,?)", raw):
        return _readable(match[1] or match[3], whole=bool(match[2] or match[4]))
    return None


def _of_plain(raw: bytes, cut: bool) -> LoginName | None:
    """Without a second NUL the last part may be a password of a client that gets it wrong, unless the log was cut."""
    first, *others = raw.split(b"\0")
    if len(others) >= 2:
        return _readable(others[0] or first, whole=True)
    if others and not first:
        return _readable(others[0], whole=False) if cut else None
    return None


def _readable(raw: bytes, *, whole: bool, alone: bool = False) -> LoginName | None:
    try:
        name = raw.decode()
    except UnicodeDecodeError as error:
        if whole or error.end < len(raw):
            return None
        name = raw[: error.start].decode()  # cut within a letter
    return LoginName(name, whole, alone) if name.isprintable() and 0 < len(name) <= _LONGEST else None
