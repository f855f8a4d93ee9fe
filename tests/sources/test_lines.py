"""Are blocks whole, harmless lines, the same whatever the chunks were cut like?"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postwarden.sources import lines
from postwarden.sources.lines import clean, shorten, whole_lines

PIECES = st.lists(
    st.sampled_from([b"a", b"\n", b"\r\n", b"x" * 70, b"\0", b"\xff", "é".encode(), b"y" * 300]), max_size=60
)


@pytest.fixture(autouse=True, scope="module")
def small() -> object:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lines, "BLOCK", 128)
        patch.setattr(lines, "LONGEST", 64)
        yield


def by_hand(data: bytes, limit: int) -> list[bytes]:
    split = data.split(b"\n")
    return [line[:limit] + b"\n" for line in (split if split[-1] else split[:-1])]


@given(PIECES, PIECES)
def test_lines_survive_any_cutting(front: list[bytes], back: list[bytes]) -> None:
    chunks = [*front, *back]
    text = b"".join(block.text for block in whole_lines(chunks))
    assert text == b"".join(by_hand(b"".join(chunks), 64))


@given(PIECES)
def test_a_block_is_the_same_when_only_its_own_bytes_are_read(chunks: list[bytes]) -> None:
    data = b"".join(chunks)
    for block in whole_lines(chunks):
        part = data[block.start : block.end]
        for size in (7, 1000):
            again = whole_lines(part[at : at + size] for at in range(0, len(part), size))
            assert b"".join(piece.text for piece in again) == block.text
        assert block.text.endswith(b"\n")


@given(st.lists(st.integers(0, 40), max_size=20), st.integers(1, 20))
def test_shorten_cuts_exactly_the_long_lines(lengths: list[int], limit: int) -> None:
    text = b"".join(b"z" * length + b"\n" for length in lengths)
    assert shorten(text, limit) == (b"".join(by_hand(text, limit)), sum(length > limit for length in lengths))


@given(st.binary(max_size=200))
def test_clean_text_is_utf8_without_nul_and_keeps_its_lines(text: bytes) -> None:
    cleaned = clean(text)
    assert "\0" not in cleaned.decode()
    assert cleaned.count(b"\n") == text.count(b"\n")


def test_clean_leaves_good_text_alone() -> None:
    for text in (b"plain ascii\n", "Grüße, 日本\n".encode()):
        assert clean(text) is text


def test_clean_replaces_what_is_no_text() -> None:
    assert clean(b"a\0b\xffc\n").decode() == "a\ufffdb\ufffdc\n"
