"""Are the bytes of a place the same, whatever the file is packed in, and no more read than are needed?"""

from __future__ import annotations

import os
import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from postwarden.sources.inputs import RegularFile
from postwarden.sources.unpacked import Unpacked

TEXT = random.Random(3).randbytes(3_000_000)


@pytest.fixture
def unpacked(tmp_path: Path, pack: Callable[[bytes], bytes]) -> Iterator[Unpacked]:
    (tmp_path / "log").write_bytes(pack(TEXT))
    file = Unpacked(RegularFile(os.open(tmp_path / "log", os.O_RDONLY), "log"))
    yield file
    file.close()


def test_any_part_of_any_packing(unpacked: Unpacked, packing: str) -> None:
    for start, end in ((0, 0), (0, 9), (65_530, 65_540), (2_999_990, 3_000_010), (3_000_001, 3_000_002)):
        assert unpacked.between(start, end) == TEXT[start:end]
    assert b"".join(unpacked.chunks()) == TEXT
    assert unpacked.length() == len(TEXT)
    assert unpacked.is_packed == (packing != "plain")


def test_no_more_is_read_than_is_asked_for(unpacked: Unpacked, read_bytes: list[int]) -> None:
    unpacked.between(10, 20)
    assert sum(read_bytes) <= 1 << 20
