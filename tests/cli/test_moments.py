"""Which moments do --since and --until mean?"""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import click
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cli.console import run, told
from postwarden.cli.moments import moment
from postwarden.cli.parameters import span

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 21, 0, 30, tzinfo=UTC)  # 01:30 in Berlin


def at(text: str, zone: ZoneInfo = BERLIN) -> str:
    return datetime.fromtimestamp(moment(text, zone, NOW) / 1e6, UTC).strftime("%Y-%m-%d %H:%M:%S")


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("15m", "2026-11-21 00:15:00"),
        ("15 min", "2026-11-21 00:15:00"),
        ("90s", "2026-11-21 00:28:30"),
        ("2h", "2026-11-20 22:30:00"),
        ("3d", "2026-11-18 00:30:00"),
        ("1W", "2026-11-14 00:30:00"),
        ("999999w", "1970-01-01 00:00:00"),
        ("now", "2026-11-21 00:30:00"),
        ("today", "2026-11-20 23:00:00"),
        ("yesterday", "2026-11-19 23:00:00"),
        ("2026-11-20", "2026-11-19 23:00:00"),
        ("2026-07-20", "2026-07-19 22:00:00"),
        ("2026-11-20 08:00", "2026-11-20 07:00:00"),
        ("2026-11-20T08:00:00Z", "2026-11-20 08:00:00"),
        ("2026-11-20T08:00:00.5+05:30", "2026-11-20 02:30:00"),
        (" 2h ", "2026-11-20 22:30:00"),
    ],
)
def test_moments(text: str, utc: str) -> None:
    assert at(text) == utc


def test_days_are_days_of_the_zone() -> None:
    assert at("today", ZoneInfo("UTC")) == "2026-11-21 00:00:00"
    assert at("yesterday", ZoneInfo("Pacific/Auckland")) == "2026-11-19 11:00:00"


def test_midnight_before_a_clock_change() -> None:
    after = datetime(2026, 10, 25, 12, 0, tzinfo=UTC)
    assert moment("today", BERLIN, after) == moment("2026-10-25", BERLIN, after)
    assert moment("yesterday", BERLIN, after) == moment("2026-10-24", BERLIN, after)


@pytest.mark.parametrize(
    "text", ["", "soon", "15", "m", "-1h", "2h30", "2026-02-30", "20:00", "0001-01-01", "9999-01-01"]
)
def test_what_is_no_moment_is_refused_with_examples(text: str) -> None:
    with pytest.raises(ValueError, match=r"is no moment.*expected 15m, 2h, 3d"):
        moment(text, BERLIN, NOW)


@given(st.text(max_size=20) | st.from_regex(r"[0-9 :.TZwdhms+-]{1,25}", fullmatch=True))
def test_any_text_is_a_moment_or_refused(text: str) -> None:
    try:
        told_at = moment(text, BERLIN, NOW)
    except ValueError:
        return
    assert datetime.fromtimestamp(told_at // 1_000_000, UTC)


def test_until_must_be_after_since() -> None:
    assert span(None, None, BERLIN) == (None, None)
    begin, end = span("2026-11-01", "2026-11-02", BERLIN)
    assert begin is not None
    assert end == begin + 86_400_000_000
    with pytest.raises(click.BadParameter, match="'2026-11-01' is not after '2026-11-01'"):
        span("2026-11-01", "2026-11-01", BERLIN)


def test_dates_are_of_the_zone_that_is_told() -> None:
    arguments = ("check", "--demo", "--since", "2026-10-13", "--until", "2026-10-14", "--format", "json")
    assert b'"from": "2026-10-12T22:00:00Z"' in run(*arguments, "--timezone", "Europe/Berlin").stdout
    assert b'"from": "2026-10-13T00:00:00Z"' in run(*arguments, env={"TZ": "UTC"}).stdout


def test_a_wrong_zone_is_told() -> None:
    assert "'Mars/Olympus' is no time zone" in told(run("check", "--demo", "--timezone", "Mars/Olympus"))
