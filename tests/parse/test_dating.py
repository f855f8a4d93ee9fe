"""Do stamps without year and zone become the right moments: new years, leap days, clock changes, odd lines?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parse.blocks import both_matchers, micros, parse
from postwarden.app.log_reader import LogReader
from postwarden.parse.dating import (
    YearMonth,
    Zone,
    first_month,
    survey,
    to_utc,
)
from postwarden.parse.envelope import read_stamp
from postwarden.sources.origin import Origin
from postwarden.sources.reading import Reading
from postwarden.store.workspace import open_workspace

BERLIN = ZoneInfo("Europe/Berlin")
CONNECT = " mail postfix/smtpd[264]: connect from unknown[192.0.2.7]"


def moments(kind: str, stamps: Sequence[str], zone: ZoneInfo, start: YearMonth) -> list[str]:
    """The moments that connect lines with those stamps get, as RFC 3339 in UTC without zone."""
    told = parse(kind, *(stamp + CONNECT for stamp in stamps), zone=zone, start=start)
    return [str(datetime.fromtimestamp(r["time"] / 1e6, UTC).replace(tzinfo=None)) for r in told.tables["connect"]]


def read_file(folder: Path, stamps: Sequence[str], dated: datetime, *, zone: ZoneInfo = BERLIN) -> list[str]:
    """The moments of connect lines in a file whose last line was written at `dated`."""
    log = folder / "mail.log"
    log.write_text("".join(stamp + CONNECT + "\n" for stamp in stamps))
    connection = open_workspace(folder, threads=1)
    reading = Reading(Origin(str(log), "file", str(log)), 0, scratch=folder)
    reading.dated = dated
    LogReader(connection, zone, zone_is_told=True, threads=1).read([reading])
    query = "select make_timestamp(time)::varchar from records_connect order by line"
    return [moment for (moment,) in connection.execute(query).fetchall()]


@both_matchers
def test_a_new_year_is_noticed(kind: str) -> None:
    stamps = ["Dec 31 23:59:58", "Jan  1 00:00:01", "Feb  1 00:00:00"]
    assert moments(kind, stamps, ZoneInfo("UTC"), YearMonth(2025, 12)) == [
        "2025-12-31 23:59:58",
        "2026-01-01 00:00:01",
        "2026-02-01 00:00:00",
    ]


@both_matchers
def test_a_line_of_the_old_year_may_come_late(kind: str) -> None:
    stamps = ["Dec 31 23:59:58", "Jan  1 00:00:01", "Dec 31 23:59:59", "Jan  1 00:00:02"]
    assert moments(kind, stamps, ZoneInfo("UTC"), YearMonth(2025, 12)) == [
        "2025-12-31 23:59:58",
        "2026-01-01 00:00:01",
        "2025-12-31 23:59:59",
        "2026-01-01 00:00:02",
    ]


@both_matchers
def test_a_gap_of_months_is_no_new_year(kind: str) -> None:
    stamps = ["Jan  5 00:00:00", "Jun 30 00:00:00", "Dec  1 00:00:00"]
    assert [m[:7] for m in moments(kind, stamps, ZoneInfo("UTC"), YearMonth(2026, 1))] == [
        "2026-01",
        "2026-06",
        "2026-12",
    ]


@both_matchers
def test_several_years_in_one_file(kind: str) -> None:
    stamps = ["Nov  1 00:00:00", "Mar  1 00:00:00", "Sep  1 00:00:00"] * 3
    assert [m[:7] for m in moments(kind, stamps, ZoneInfo("UTC"), YearMonth(2021, 11))] == [
        f"{year}-{month}" for year in (2021, 2022, 2023) for year, month in
        ((year, "11"), (year + 1, "03"), (year + 1, "09"))
    ]  # fmt: skip


@both_matchers
def test_the_leap_day(kind: str) -> None:
    stamps = ["Feb 28 23:59:59", "Feb 29 12:00:00", "Mar  1 00:00:00"]
    assert moments(kind, stamps, ZoneInfo("UTC"), YearMonth(2024, 2)) == [
        "2024-02-28 23:59:59",
        "2024-02-29 12:00:00",
        "2024-03-01 00:00:00",
    ]


@both_matchers
def test_the_night_in_which_an_hour_is_left_out(kind: str) -> None:
    stamps = ["Mar 29 01:59:59", "Mar 29 03:00:00"]
    assert moments(kind, stamps, BERLIN, YearMonth(2026, 3)) == ["2026-03-29 00:59:59", "2026-03-29 01:00:00"]


@both_matchers
def test_the_night_in_which_an_hour_comes_twice(kind: str) -> None:
    clock = ("01:59", "02:10", "02:59", "02:01", "02:40", "03:00")
    stamps = [f"Oct 25 {at}:00" for at in clock]
    assert moments(kind, stamps, BERLIN, YearMonth(2026, 10)) == [
        "2026-10-24 23:59:00",
        "2026-10-25 00:10:00",
        "2026-10-25 00:59:00",
        "2026-10-25 01:01:00",
        "2026-10-25 01:40:00",
        "2026-10-25 02:00:00",
    ]


@both_matchers
def test_a_line_out_of_order_is_not_taken_for_the_second_hour(kind: str) -> None:
    stamps = ["Oct 25 02:10:01", "Oct 25 02:10:00", "Oct 25 02:08:00", "Oct 25 02:11:00"]
    assert [m[-8:] for m in moments(kind, stamps, BERLIN, YearMonth(2026, 10))] == [
        "00:10:01",
        "00:10:00",
        "00:08:00",
        "00:11:00",
    ]


@both_matchers
def test_zones_in_the_stamp_are_obeyed_over_the_change(kind: str) -> None:
    stamps = ["2026-10-25T02:59:59.9+02:00", "2026-10-25T02:00:00.1+01:00"]
    assert moments(kind, stamps, BERLIN, YearMonth(2026, 10)) == [
        "2026-10-25 00:59:59.900000",
        "2026-10-25 01:00:00.100000",
    ]


@both_matchers
@pytest.mark.parametrize(
    "stamp", ["Jul  5 10:92:01", "Jul 32 10:02:01", "Jul  0 10:02:01", "Jul  5 24:00:00", "2026-13-05T10:02:01Z"]
)
def test_an_impossible_time_takes_that_of_the_line_before(kind: str, stamp: str) -> None:
    told = parse(
        kind, "Jul  5 10:02:12" + CONNECT, stamp + CONNECT, "Jul  5 10:02:14" + CONNECT, start=YearMonth(2026, 7)
    )
    times = [record["time"] for record in told.tables["connect"]]
    assert times[0] == times[1] == micros("2026-07-05T10:02:12")
    assert times[2] == micros("2026-07-05T10:02:14")
    assert (told.counts.read, told.counts.bad_stamps) == (3, 1)


@both_matchers
def test_an_impossible_time_at_the_start_takes_that_of_the_block_before(kind: str) -> None:
    told = parse(kind, "Jul  5 10:92:01" + CONNECT, start=YearMonth(2026, 7), previous=b"Jul  5 10:02:12 mail x[1]: y")
    assert told.only["time"] == micros("2026-07-05T10:02:12")


@both_matchers
def test_a_leap_second_is_a_moment(kind: str) -> None:
    assert moments(kind, ["Dec 31 23:59:60"], ZoneInfo("UTC"), YearMonth(2016, 12)) == ["2017-01-01 00:00:00"]


def test_an_impossible_time_at_the_start_of_a_file_takes_that_of_the_line_after(tmp_path: Path) -> None:
    stamps = ["Jul  5 10:92:01", "Jul  5 10:02:12"]
    assert read_file(tmp_path, stamps, datetime(2026, 7, 6, tzinfo=UTC)) == ["2026-07-05 08:02:12"] * 2


def test_a_file_of_impossible_times_is_dated_by_its_month(tmp_path: Path) -> None:
    assert read_file(tmp_path, ["Jul  5 10:92:01"], datetime(2026, 7, 6, tzinfo=UTC)) == ["2026-07-01 00:00:00"]


def test_the_hour_that_comes_twice_may_begin_in_another_block(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = Reading.blocks
    monkeypatch.setattr(
        Reading, "blocks", lambda reading: (line for block in whole(reading) for line in block.splitlines(True))
    )
    stamps = [f"Oct 25 {at}:00" for at in ("02:10", "02:59", "02:01", "02:20", "02:30", "03:00")]
    assert read_file(tmp_path, stamps, datetime(2026, 10, 26, tzinfo=UTC)) == [
        f"2026-10-25 {at}:00" for at in ("00:10", "00:59", "01:01", "01:20", "01:30", "02:00")
    ]


def test_the_year_of_a_file_follows_from_its_last_line(tmp_path: Path) -> None:
    last = datetime(2026, 1, 3, tzinfo=UTC)
    stamps = ["Dec 30 12:00:00", "Jan  2 12:00:00"]
    assert read_file(tmp_path, stamps, last) == ["2025-12-30 11:00:00", "2026-01-02 11:00:00"]


def test_a_file_of_several_years_ends_in_the_year_of_its_last_line(tmp_path: Path) -> None:
    stamps = [f"{month} 10 12:00:00" for month in ("Sep", "Dec", "Mar", "Jul", "Nov", "Feb", "Jun", "Oct", "Jan")]
    assert [m[:7] for m in read_file(tmp_path, stamps, datetime(2026, 1, 11, tzinfo=UTC))] == [
        *("2023-09", "2023-12", "2024-03", "2024-07", "2024-11", "2025-02", "2025-06", "2025-10", "2026-01")
    ]


def test_a_leap_day_tells_the_year(tmp_path: Path) -> None:
    assert read_file(tmp_path, ["Feb 29 12:00:00"], datetime(2026, 5, 1, tzinfo=UTC)) == ["2024-02-29 11:00:00"]


def test_a_leap_day_in_a_file_of_several_years(tmp_path: Path) -> None:
    stamps = ["Feb 29 12:00:00", "Aug 10 12:00:00", "Jan 10 12:00:00"]
    assert read_file(tmp_path, stamps, datetime(2025, 2, 1, tzinfo=UTC)) == [
        "2024-02-29 11:00:00",
        "2024-08-10 10:00:00",
        "2025-01-10 11:00:00",
    ]


def test_the_first_month_is_not_in_the_future() -> None:
    last = datetime(2026, 3, 1, 12, tzinfo=UTC)
    assert first_month(b"Mar  1 13:00:00 x\n", last) == YearMonth(2026, 3)
    assert first_month(b"Mar  2 13:00:00 x\n", last) == YearMonth(2026, 3)  # a day of slack for zones
    assert first_month(b"Mar  3 13:00:00 x\n", last) == YearMonth(2025, 3)
    assert first_month(b"2020-01-01T00:00:00Z x\n", last) == YearMonth(2026, 3)


def test_months_are_those_of_stamps_without_year() -> None:
    block = (
        b"Dec 31 23:59:59 a\n<22>Jan  1 00:00:00 b\nmail  | Jan  1 00:00:00 c\n2026-05-01T00:00:00Z Mar 1 d\nFeb 10 e\n"
    )
    assert survey(block) == (block.count(b"\n"), [12, 1, 2])


@given(
    moment=st.datetimes(datetime(2000, 1, 1), datetime(2040, 1, 1)).map(lambda at: at.replace(microsecond=0)),
    name=st.sampled_from(["UTC", "Europe/Berlin", "America/St_Johns", "Asia/Kathmandu", "Australia/Lord_Howe"]),
)
def test_a_local_stamp_comes_back_as_its_moment(moment: datetime, name: str) -> None:
    """With the line before written a minute ago, also in the hour that comes twice."""
    zone = ZoneInfo(name)
    local = moment.replace(tzinfo=UTC).astimezone(zone)
    found = read_stamp(local.strftime("%b %d %H:%M:%S").encode())
    assert found is not None
    time = micros(moment.isoformat())
    assert to_utc(found[0], local.year, Zone(zone), time - 60_000_000) == time
