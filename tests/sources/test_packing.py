"""Is everything unpacked by content, as far as it goes, and what is wrong said?"""

from __future__ import annotations

import gzip
import lzma
import random

import pytest

from postwarden.sources.packing import PACKINGS, packing_of, peek, unpack

from .conftest import PACKERS, zstd

LINES = b"".join(
    b"Nov 20 23:26:59 mail postfix/qmgr[210]: %08X: removed\n" % random.Random(7).getrandbits(32) for _ in range(9)
)
BIG = random.Random(1).randbytes(300_000)
KINDS = [packing.name for packing in PACKINGS]


def unpacked(data: bytes, size: int = 1000) -> tuple[bytes, list[str]]:
    packing = packing_of(data)
    assert packing
    told: list[str] = []
    chunks = iter([data[at : at + size] for at in range(0, len(data), size)])
    return b"".join(unpack(chunks, packing, told.append)), told


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("size", [1, 1000, 1 << 20])
def test_unpacks_in_chunks_of_any_size(kind: str, size: int) -> None:
    for text in (b"", LINES, BIG[: 3000 if size == 1 else None]):
        assert unpacked(PACKERS[kind](text), size) == (text, [])


@pytest.mark.parametrize("kind", KINDS)
def test_unpacks_much_from_little(kind: str) -> None:
    assert unpacked(PACKERS[kind](bytes(5_000_000))) == (bytes(5_000_000), [])


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("size", [1, 1000])
def test_streams_behind_each_other_are_one(kind: str, size: int) -> None:
    pack = PACKERS[kind]
    assert unpacked(pack(LINES) + pack(b"") + pack(LINES[:80]), size) == (LINES + LINES[:80], [])


@pytest.mark.parametrize("kind", ["gzip", "xz"])
def test_padding_is_no_problem(kind: str) -> None:
    pack = PACKERS[kind]
    assert unpacked(pack(LINES) + bytes(2000) + pack(LINES) + bytes(8)) == (LINES * 2, [])


@pytest.mark.parametrize("kind", KINDS)
def test_what_follows_is_left_and_told(kind: str) -> None:
    text, told = unpacked(PACKERS[kind](LINES) + b"something else")
    assert text == LINES
    assert told == [f"what follows the end of the {kind} data was not used"]


@pytest.mark.parametrize("kind", KINDS)
def test_what_comes_before_the_break_is_used(kind: str) -> None:
    text, told = unpacked(PACKERS[kind](BIG)[:290_000])
    assert BIG.startswith(text)
    assert len(text) > (200_000 if kind != "bzip2" else -1)
    assert told == [f"its {kind} data break off before their end: what came before was used"]


@pytest.mark.parametrize("kind", KINDS)
def test_damage_is_told(kind: str) -> None:
    data = bytearray(PACKERS[kind](b"".join(b"line %d of a log\n" % number for number in range(100_000))))
    data[len(data) // 2 : len(data) // 2 + 64] = bytes(64)
    text, told = unpacked(bytes(data))
    assert len(told) == 1
    assert f"its {kind} data" in told[0]
    assert text.startswith(b"line 0 of a log\n") or kind in ("bzip2", "zstd", "xz")


def test_a_wrong_checksum_is_told() -> None:
    data = bytearray(gzip.compress(LINES))
    data[-6] ^= 1
    assert "damaged" in unpacked(bytes(data))[1][0]


def test_skippable_frames_are_skipped() -> None:
    frame = b"\x50\x2a\x4d\x18" + (4).to_bytes(4, "little") + b"1234"
    assert unpacked(frame + zstd.compress(LINES)) == (LINES, [])


def test_plain_text_is_not_packed() -> None:
    for head in (b"", b"Nov 20", b"\x1f", b"BZ", b"{}"):
        assert packing_of(head) is None


def test_peek_gives_back_what_it_took() -> None:
    for size in (0, 2, 5, 100):
        head, chunks = peek(iter([b"a", b"", b"bcd", b"e"]), size)
        assert head == b"abcde"[:size]
        assert b"".join(chunks) == b"abcde"


def test_xz_without_checksum() -> None:
    assert unpacked(lzma.compress(LINES, check=lzma.CHECK_NONE)) == (LINES, [])
