"""Does reading begin with a whole line near the end of a large log?"""

from __future__ import annotations

from pathlib import Path

import pytest

from postwarden.sources.follow import Follower
from postwarden.sources.near_end import near_end

LINES = [f"line {n:04} {'x' * (n % 50)}\n" for n in range(2_000)]


@pytest.fixture
def log(tmp_path: Path) -> Path:
    path = tmp_path / "mail.log"
    path.write_text("".join(LINES))
    return path


def read(log: Path, size: int) -> str:
    with Follower(log, near_end(str(log), size)) as follower:
        text = b"".join(block.text for block in follower.read()).decode()
        assert follower.problems == ()
    return text


@pytest.mark.parametrize("size", [5_000, 5_001, 5_030, 40_000])
def test_the_last_whole_lines(log: Path, size: int) -> None:
    text = read(log, size)
    assert "".join(LINES).endswith(text)
    assert text.startswith("line ")
    assert size - 60 < len(text) <= size


def test_a_small_log_and_none(log: Path, tmp_path: Path) -> None:
    assert near_end(str(log), 1 << 20) is None
    assert near_end(str(tmp_path / "gone"), 10) is None
