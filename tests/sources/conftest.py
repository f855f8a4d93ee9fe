"""What do the tests of this stage share? Reading a file whole, and real packed files."""

from __future__ import annotations

import bz2
import gzip
import lzma
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from postwarden.sources.follow import Follower
from postwarden.sources.origin import Origin
from postwarden.sources.reading import Reading

from .rotating import Opener, lines, text

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "plain": lambda data: data,
    "gzip": gzip.compress,
    "bzip2": bz2.compress,
    "xz": lzma.compress,
    "zstd": zstd.compress,
}


@pytest.fixture(params=PACKERS)
def packing(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def pack(packing: str) -> Callable[[bytes], bytes]:
    return PACKERS[packing]


@pytest.fixture
def reading(tmp_path: Path) -> Callable[..., Reading]:
    """Open a file as a source; the file's name is relative to tmp_path."""

    def opened(path: Path | str, **options: bool) -> Reading:
        name = str(tmp_path / path)
        return Reading(Origin(name, "file", name), 0, scratch=tmp_path, **options)

    return opened


@pytest.fixture
def log(tmp_path: Path) -> Path:
    path = tmp_path / "log" / "mail.log"
    path.parent.mkdir()
    path.write_bytes(lines(0, 9))
    return path


@pytest.fixture
def opened(log: Path) -> Iterator[Opener]:
    made: list[Follower] = []

    def opener(path: Path = log, **options: object) -> Follower:
        made.append(Follower(path, **options))  # type: ignore[arg-type]
        return made[-1]

    yield opener
    for follower in made:
        follower.close()


@pytest.fixture
def ended(log: Path, opened: Opener) -> Follower:
    """A follower that has read all nine lines."""
    follower: Follower = opened(start="beginning")
    assert text(follower) == lines(0, 9)
    return follower


@pytest.fixture
def read_bytes(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many bytes each system call gave."""
    counted: list[int] = []
    really = os.pread

    def count(descriptor: int, size: int, offset: int) -> bytes:
        data = really(descriptor, size, offset)
        counted.append(len(data))
        return data

    monkeypatch.setattr(os, "pread", count)
    return counted
