"""Is the line found that made something true, with few questions?"""

from __future__ import annotations

import pytest

from postwarden.app.turning import turning

LOW, HIGH = 0, 86_400


class Asked:
    """True from a moment on; remembers when it was asked."""

    def __init__(self, since: int) -> None:
        self.since = since
        self.moments: list[int] = []

    def __call__(self, time: int) -> bool:
        self.moments.append(time)
        return time >= self.since


@pytest.mark.parametrize("line", [0, 1, 500, 7_000, 86_398, 86_399])
@pytest.mark.parametrize(
    "likely", [[()], [range(0, HIGH, 500)], [(), range(0, HIGH, 100)], [range(0, HIGH, 700), (501,)]]
)
def test_the_moment_is_late_by_less_than_the_precision(line: int, likely: list[tuple[int, ...]]) -> None:
    for precision in (1, 60, HIGH):
        asked = Asked(line + 1)
        found = turning(asked, LOW, HIGH, likely, precision)
        assert 0 <= found - asked.since < precision
        assert all(LOW < moment < HIGH for moment in asked.moments)


@pytest.mark.parametrize("line", [3, 40_000, 86_399])
def test_a_line_that_was_likely_is_found_exactly(line: int) -> None:
    assert turning(Asked(line + 1), LOW, HIGH, [(line,), range(0, HIGH, 1000)], 60) == line + 1


def test_the_likeliest_lines_are_asked_first() -> None:
    asked = Asked(40_001)
    turning(asked, LOW, HIGH, [(20_000, 40_000), range(HIGH)], 1)
    assert len(asked.moments) <= 3


def test_within_the_precision_nothing_is_asked() -> None:
    asked = Asked(50)
    assert turning(asked, LOW, HIGH, [(49,)], HIGH) == HIGH
    assert asked.moments == []
