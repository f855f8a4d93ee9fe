"""Do timeline and map put things where they belong?"""

from __future__ import annotations

import re
from dataclasses import replace
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postwarden.model.findings import Moment
from postwarden.report.clock import Clock
from postwarden.report.projection import ASPECT, share
from postwarden.report.timeline import LANES, timelines
from postwarden.report.worldmap import place_rows, world_map
from report import sample
from report.test_elements import Reader

UTC = Clock.of("UTC")
BERLIN = Moment("2026-11-01T12:00:00Z", "192.0.2.1", "DE", "Berlin", 52.5, 13.4, "smtp", 1, 2, False)
LAGOS = Moment("2026-11-01T13:00:00Z", "203.0.113.1", "NG", "Lagos", 6.5, 3.4, "smtp", 9, 90, True)


def test_the_middle_of_the_map_is_greenwich_and_its_edges_the_date_line() -> None:
    assert share(0, 0)[0] == 0.5
    assert share(0, -180)[0] == pytest.approx(0)
    assert share(0, 180)[0] == pytest.approx(1)


@given(st.floats(-90, 90), st.floats(-180, 180))
def test_every_place_on_earth_is_on_the_map(lat: float, lon: float) -> None:
    x, y = share(lat, lon)
    assert -1e-9 <= x <= 1 + 1e-9
    assert -1e-9 <= y <= 1 + 1e-9


@given(st.floats(-56, 83), st.floats(-179, 178))
def test_north_is_up_and_east_is_right(lat: float, lon: float) -> None:
    x, y = share(lat, lon)
    assert share(lat + 1, lon)[1] < y
    assert share(lat, lon + 1)[0] > x


def test_the_outline_fits_the_projection_and_is_small() -> None:
    outline = (files("postwarden.report") / "resources" / "world.svg").read_text(encoding="utf-8")
    (width, height) = map(int, re.findall(r'viewBox="0 0 (\d+) (\d+)"', outline)[0])
    assert width / height == pytest.approx(ASPECT, rel=0.002)
    assert len(outline) < 60_000
    starts = [tuple(map(int, pair)) for pair in re.findall(r"M(\d+) (\d+)l", outline)]
    assert len(starts) > 300
    assert all(0 <= x <= width and 0 <= y <= height for x, y in starts)


def test_a_login_lies_where_its_place_is() -> None:
    drawing = world_map([BERLIN, LAGOS], UTC)
    assert drawing is not None
    (circle,) = [a for t, a in Reader(drawing).tags if t == "circle"]
    x, y = share(52.5, 13.4)
    assert (circle["cx"], circle["cy"]) == (f"{100 * x:.2f}%", f"{100 * y:.2f}%")


def test_no_place_no_map() -> None:
    assert world_map([], UTC) is None
    assert world_map([replace(BERLIN, lat=None, lon=None)], UTC) is None


def test_unplaced_logins_are_counted_beside_the_map() -> None:
    drawing = world_map([BERLIN, replace(LAGOS, lat=None)], UTC)
    assert drawing is not None
    assert "1 login without a known place" in Reader(drawing).words


def test_places_are_told_in_a_table_too() -> None:
    rows = place_rows([BERLIN, BERLIN, LAGOS], UTC)
    assert rows[0] == ("Nigeria", "1", "1", "2026-11-01 13:00", "2026-11-01 13:00")
    assert rows[1][:3] == ("Germany", "2", "0")


def test_time_runs_from_left_to_right() -> None:
    (drawing, *_) = timelines([BERLIN, LAGOS], UTC)
    marks = {t: a for t, a in Reader(drawing).tags if a.get("class") in {"mark ordinary", "spot"}}
    assert float(marks["circle"]["cx"].rstrip("%")) < float(marks["svg"]["x"].rstrip("%"))  # type: ignore[union-attr]


def test_every_login_is_drawn_and_every_message_counted() -> None:
    moments = sample.compromised().moments
    (whole, close) = timelines(moments, UTC)
    tags = Reader(whole).tags
    assert sum(a.get("class") in {"mark ordinary", "mark bad"} for _, a in tags) == len(moments)
    titles = re.findall(r"<title>([\d,]+) messages?, ([\d,]+) of them bad</title>", whole)
    bars = {(total, bad) for total, bad in titles}
    assert bars
    assert "The bad time, enlarged" in close


def test_one_moment_alone_can_be_drawn() -> None:
    (drawing,) = timelines([LAGOS], UTC)
    assert "Nigeria: 1 bad login" in drawing


def test_no_moments_no_timeline() -> None:
    assert timelines([], UTC) == []


def test_many_countries_share_the_last_lane() -> None:
    codes = ["DE", "NG", "BR", "VN", "IN", "TR", "MX", "FR", "ES", "IT", "PL", None]
    moments = [replace(BERLIN, country=code, bad=False) for code in codes]
    (drawing, *_) = timelines(moments, UTC)
    assert drawing.count('class="rail"') == LANES
    assert "further countries: 5 logins" in drawing


@given(
    st.lists(
        st.tuples(st.datetimes().map(lambda when: when.isoformat() + "Z"), st.booleans(), st.integers(0, 10**6)),
        min_size=1,
        max_size=12,
    )
)
def test_any_times_can_be_drawn(entries: list[tuple[str, bool, int]]) -> None:
    moments = [replace(BERLIN, time=time, bad=bad, messages=sent) for time, bad, sent in entries]
    for drawing in timelines(moments, UTC):
        shares = re.findall(r'(?:cx|x)="(-?[\d.]+)%"', drawing)
        assert all(-1 <= float(value) <= 101 for value in shares)
