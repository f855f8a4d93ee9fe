"""How is text that strangers wrote made harmless for a terminal, a page and a shell?"""

from __future__ import annotations

import re
import shlex

_TREACHEROUS = re.compile(
    "["
    "\x00-\x1f\x7f-\x9f"  # C0, DEL and C1: start escape sequences, move the cursor
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # bidirectional marks, embeddings, overrides and isolates
    "\xad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200d\u2060-\u2065\u206a-\u206f\u3164\ufeff\uffa0"  # unseen
    "\u2028\u2029\ufff0-\ufffb"  # line and paragraph separators, annotations
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"  # shorthand, music and tag controls
    "\ud800-\udfff"  # lone surrogates: bytes that were no UTF-8
    "]"
)


def visible(text: str) -> str:
    """The text with every character that a terminal or browser would obey or hide written out, e.g. \\x1b."""
    return _TREACHEROUS.sub(lambda found: _escape(ord(found[0])), text)


def json_visible(text: str) -> str:
    """The same for text that is JSON already: such characters stand in strings only, where \\u is an escape."""
    return _TREACHEROUS.sub(lambda found: _json_escape(found[0]), text)


def shell_word(text: str) -> str:
    """The text as one word of a shell command, safe to show and to paste."""
    if _TREACHEROUS.search(text) is None:
        return shlex.quote(text)
    return "$'" + "".join(_ansi_c(character) for character in text) + "'"


def _escape(code: int) -> str:
    if 0xDC80 <= code <= 0xDCFF:  # how Python's surrogateescape keeps the byte 0x80 to 0xff
        code -= 0xDC00
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _json_escape(character: str) -> str:
    code = ord(character)
    if 0xD800 <= code <= 0xDFFF:
        return "\\" + _escape(code)  # a lone surrogate is no JSON that others read: shown as text
    if character == "\n":  # between the lines; inside a string it is written \n already
        return character
    if code < 0x10000:
        return f"\\u{code:04x}"
    pair = character.encode("utf-16-be")
    return f"\\u{pair[:2].hex()}\\u{pair[2:].hex()}"


def _ansi_c(character: str) -> str:
    """One character inside $'…': octal, because \\x takes a different number of digits in different shells."""
    if character == "\0":  # ends an argument: the command would act on the shorter name, which is another one
        return r"\\x00"
    if character in "\\'":
        return "\\" + character
    if _TREACHEROUS.match(character) is None:
        return character
    return "".join(f"\\{byte:03o}" for byte in character.encode("utf-8", "surrogateescape"))
