"""How do arbitrary chunks become blocks of whole, harmless lines?

Nothing here grows with the length of a line: what is beyond LONGEST is dropped while it comes in. Blocks are the
same whatever the chunks were cut like, so that a second pass over a part of a file yields the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

BLOCK = 4 << 20
"""A block is handed on when it has this many bytes."""
LARGE_BLOCK = 16 << 20
"""The same in large files: what is made of a block costs something for each, too."""
LINE = 16 << 10
"""A line longer than this is cut: Postfix writes at most 2000 bytes, Dovecot a few thousand."""
LONGEST = 256 << 10
"""A line of JSON may be so long before it is read: a message as an array of byte values, and its many fields."""

_REPLACEMENT = "\ufffd".encode()


class Block(NamedTuple):
    """Whole lines, and where they stand among the bytes that came in."""

    start: int
    end: int
    text: bytes


def whole_lines(chunks: Iterable[bytes], start: int = 0, size: int = BLOCK) -> Iterator[Block]:
    """Blocks of about `size` bytes, each line ended by a newline and at most LONGEST bytes long.

    A last line without newline is given one. `start` is the place of the first chunk.
    """
    pieces: list[bytes] = []
    begin = at = start
    held = 0
    skipping = False
    for chunk in chunks:
        at += len(chunk)
        if skipping:
            newline = chunk.find(b"\n") + 1
            if not newline:
                continue
            chunk, skipping, begin = chunk[newline:], False, at - len(chunk) + newline
        pieces.append(chunk)
        held += len(chunk)
        if held < size:
            continue
        body, rest = _cut(pieces)
        if skipping := len(rest) > LONGEST:
            body, rest = body + rest[:LONGEST] + b"\n", b""
        if body:
            yield Block(begin, at - len(rest), shorten(body, LONGEST)[0])
            begin = at - len(rest)
        pieces, held = [rest], len(rest)
    if rest := b"".join(pieces):
        rest = rest if rest.endswith(b"\n") else rest + b"\n"
        yield Block(begin, at, shorten(rest, LONGEST)[0])


class LineTools(NamedTuple):
    """How lines are counted and picked; faster ways than Python's may be given."""

    count: Callable[[bytes], int] = lambda block: block.count(b"\n")
    pick: Callable[[bytes, list[int]], list[bytes]] = lambda block, wanted: _picked(block.split(b"\n")[:-1], wanted)


def _picked(lines: list[bytes], wanted: list[int]) -> list[bytes]:
    return [lines[place] for place in wanted if place < len(lines)]


def shorten(text: bytes, limit: int) -> tuple[bytes, int]:
    """Cut every line to `limit` bytes (newline not counted); also how many had to be cut.

    Hops from newline to newline at most `limit` apart, backwards from the far end: a few hundred steps for a
    block of short lines.
    """
    kept: list[bytes] = []
    cut = at = copied = 0
    while len(text) - at > limit + 1:
        newline = text.rfind(b"\n", at, at + limit + 1)
        if newline < 0:
            kept.append(text[copied : at + limit])
            copied = newline = text.index(b"\n", at + limit)
            cut += 1
        at = newline + 1
    return (b"".join((*kept, text[copied:])) if cut else text), cut


def clean(text: bytes) -> bytes:
    """Valid UTF-8 without NUL; what is neither becomes U+FFFD. Newlines stay where they are."""
    if b"\0" in text:
        text = text.replace(b"\0", _REPLACEMENT)
    if text.isascii():
        return text
    try:
        text.decode()
    except UnicodeDecodeError:
        return text.decode(errors="replace").encode()
    return text


def _cut(pieces: list[bytes]) -> tuple[bytes, bytes]:
    """All that ends in a newline, and the rest; copies once where the last piece has a newline."""
    last = pieces[-1]
    newline = last.rfind(b"\n") + 1
    if newline:
        return b"".join((*pieces[:-1], memoryview(last)[:newline])), last[newline:]
    whole = b"".join(pieces)
    newline = whole.rfind(b"\n") + 1
    return whole[:newline], whole[newline:]
