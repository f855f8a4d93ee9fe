"""Are the years of a log without years right, when its beginning cannot tell how many new years follow?"""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipeline import rows, tables_from_files

MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


def us(*date: int) -> int:
    return int(datetime(*date, tzinfo=UTC).timestamp()) * 1_000_000  # type: ignore[arg-type, misc]


@pytest.mark.parametrize(("month", "day"), [(12, 31), (11, 15), (2, 28)])
def test_a_log_over_several_new_years_ends_when_its_file_was_written(tmp_path: Path, month: int, day: int) -> None:
    months = [(2023, 12, 31)]
    months += [(year, at, 28) for year in (2024, 2025) for at in (2, 6, 10)]
    months += [(2026, at, 1) for at in range(1, month, 3)] + [(2026, month, day)]
    log = tmp_path / "mail.log"
    log.write_text(
        "".join(
            f"{MONTHS[at - 1]} {number:2} 10:00:00 mail postfix/smtpd[7]: {index:05X}3F1A: client=a[192.0.2.7], "
            "sasl_method=PLAIN, sasl_username=jo@example.org\n"
            for index, (_, at, number) in enumerate(months)
        )
    )
    written = us(2026, month, day, 11) / 1_000_000
    os.utime(log, (written, written))
    tables = tables_from_files([log], tmp_path)
    expected = [us(year, at, number, 10) for year, at, number in months]
    assert [row["time"] for row in rows(tables.connection, "select time from logins order by line")] == expected
    assert (tables.sources[0].first_time, tables.sources[0].last_time) == (expected[0], expected[-1])


def test_a_session_lasts_as_long_whatever_the_year(tmp_path: Path) -> None:
    """The first line's year is a guess that is mended when the last line lies in the future."""
    log = tmp_path / "mail.log"
    moments = ("Mar  1 10:00:00", "Mar  1 10:00:09")
    texts = ("connect from a[192.0.2.7]", "disconnect from a[192.0.2.7] commands=0/0")
    later = [
        f"{month} 28 10:00:00 mail postfix/smtpd[8]: connect from a[192.0.2.7]"
        for month in ("Jun", "Nov", "Feb", "Jun")
    ]
    lines = [f"{moment} mail postfix/smtpd[7]: {text}" for moment, text in zip(moments, texts, strict=True)]
    log.write_text("".join(f"{line}\n" for line in (*lines, *later)))
    written = us(2026, 6, 29) / 1_000_000
    os.utime(log, (written, written))
    found = rows(tables_from_files([log], tmp_path).connection, "select time, end_time from connections")
    assert found == [{"time": us(2025, 3, 1, 10), "end_time": us(2025, 3, 1, 10) + 9_000_000}]
