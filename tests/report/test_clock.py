"""Are moments shown in the administrator's zone, and lengths as they were?"""

from __future__ import annotations

from datetime import timedelta

import pytest

from postwarden.report.clock import Clock, duration


def test_moments_are_shown_in_the_named_zone() -> None:
    assert Clock.of("Europe/Berlin").minute("2026-11-14T02:12:09Z") == "2026-11-14 03:12"
    assert Clock.of("Asia/Kolkata").second("2026-11-14T02:12:09.5Z") == "2026-11-14 07:42:09"


@pytest.mark.parametrize("name", ["Nowhere/Land", "../../etc/passwd", ""])
def test_an_unknown_zone_is_utc_and_says_so(name: str) -> None:
    clock = Clock.of(name)
    assert (clock.name, clock.minute("2026-11-14T02:12:09Z")) == ("UTC", "2026-11-14 02:12")


def test_an_offset_is_a_zone_too() -> None:
    clock = Clock.of("UTC+02:00")
    assert (clock.name, clock.minute("2026-11-14T02:12:09Z")) == ("UTC+02:00", "2026-11-14 04:12")


def test_a_span_says_the_day_once() -> None:
    clock = Clock.of("UTC")
    assert clock.span("2026-11-14T02:12:00Z", "2026-11-14T04:00:00Z") == "2026-11-14 02:12 until 04:00"
    assert clock.span("2026-11-14T02:12:00Z", "2026-11-15T04:00:00Z") == "2026-11-14 02:12 until 2026-11-15 04:00"
    assert clock.span("2026-11-14T02:12:00Z", "2026-11-14T02:12:00Z") == "2026-11-14 02:12"


def test_lengths_ignore_the_change_to_winter_time() -> None:
    assert Clock.of("Europe/Berlin").lasting("2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z") == "1 h"


@pytest.mark.parametrize(
    ("length", "words"),
    [
        (timedelta(seconds=20), "under a minute"),
        (timedelta(minutes=59), "59 min"),
        (timedelta(hours=2, minutes=28), "2 h 28 min"),
        (timedelta(days=1), "1 day"),
        (timedelta(days=3, hours=4, minutes=5), "3 days 4 h"),
    ],
)
def test_durations_are_told_in_their_two_largest_units(length: timedelta, words: str) -> None:
    assert duration(length) == words
