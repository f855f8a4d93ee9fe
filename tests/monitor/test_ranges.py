"""Are the ranges of the plug-in guidelines understood?"""

from __future__ import annotations

import pytest

from postwarden.monitor.ranges import read_range


@pytest.mark.parametrize(
    ("text", "calm", "alarming"),
    [
        ("10", [0, 5, 10], [-1, 11]),
        ("10:", [10, 1e9], [9, -1]),
        ("~:10", [-1e9, 10], [11]),
        ("10:20", [10, 20], [9, 21]),
        ("@10:20", [9, 21], [10, 15, 20]),
        ("0", [0], [1]),
        ("0.5:1.5", [1], [0, 2]),
    ],
)
def test_examples_of_the_guidelines(text: str, calm: list[float], alarming: list[float]) -> None:
    limit = read_range(text)
    assert [value for value in calm if limit.alarms(value)] == []
    assert [value for value in alarming if not limit.alarms(value)] == []


@pytest.mark.parametrize("text", ["", ":", "@", "~", "20:10", "ten", "1:2:3", "10;20"])
def test_what_is_no_range_is_refused_with_what_was_expected(text: str) -> None:
    with pytest.raises(ValueError, match="expected a range such as 10"):
        read_range(text)
