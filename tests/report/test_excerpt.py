"""Does the shortened line keep its beginning and the part that matters?"""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from postwarden.report.excerpt import excerpt

LINE = (
    "Nov 14 03:12:09 mx postfix/submission/smtpd[21812]: 4d8Gkx1QPzz09: client=unknown[203.0.113.7], "
    + "x" * 200
    + ", sasl_method=LOGIN, sasl_username=anna@example.org"
)


def test_a_line_with_room_stays_whole() -> None:
    assert excerpt("short", 5, ["x"]) == "short"


def test_the_stamp_and_the_needle_are_both_kept() -> None:
    shown = excerpt(LINE, 100, ["nobody", "anna@example.org"])
    assert shown.startswith("Nov 14 03:12:09 mx")
    assert shown.endswith("sasl_username=anna@example.org")
    assert " … " in shown


def test_without_a_needle_the_end_is_cut() -> None:
    shown = excerpt(LINE, 60, ["nobody"])
    assert LINE.startswith(shown.removesuffix(" …"))


@given(st.text(max_size=300), st.integers(20, 200), st.lists(st.text(max_size=5), max_size=3))
def test_it_never_needs_more_room(text: str, room: int, needles: list[str]) -> None:
    assert len(excerpt(text, room, needles)) <= max(room, 0)


@given(st.text("ab ,:", min_size=30, max_size=300), st.integers(30, 200))
def test_a_needle_is_shown_when_it_is_there(text: str, room: int) -> None:
    assert "NEEDLE" in excerpt(text + "NEEDLE" + text, room, ["NEEDLE"])
