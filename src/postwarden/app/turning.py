"""At which line of the log did something become true?"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence


def turning(
    holds: Callable[[int], bool], low: int, high: int, likely: Sequence[Collection[int]], precision: int
) -> int:
    """The moment at which `holds` became true: just after a line, or less than `precision` late.

    It is false at `low` and true at `high`; between them it must turn once only. `likely` are moments of lines that may
    have done it, the likeliest first: it is mostly one of them, and there are fewer of them than minutes in a day.
    """
    for moments in likely:
        if high - low <= precision:
            break
        marks = sorted({moment + 1 for moment in moments if low < moment + 1 <= high})
        low, high = _between(holds, low, high, marks)
        if high in marks and high - low > precision:
            if not holds(high - 1):
                return high
            high -= 1
    return _between(holds, low, high, range(low + precision, high, precision))[1]


def _between(holds: Callable[[int], bool], low: int, high: int, marks: Sequence[int]) -> tuple[int, int]:
    """The last mark at which it is false and the first at which it is true; else the bounds."""
    begin, end = 0, len(marks)
    while begin < end:
        middle = (begin + end) // 2
        if holds(marks[middle]):
            end = middle
        else:
            begin = middle + 1
    return marks[begin - 1] if begin else low, marks[begin] if begin < len(marks) else high
