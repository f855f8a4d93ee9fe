"""Are rotated files put in the order of time, and dates read out of their names?"""

from __future__ import annotations

from datetime import UTC, datetime
from random import Random

import pytest

from postwarden.sources.rotation import oldest_first, rotation

SETS = {
    "numbers": ["mail.log.10.gz", "mail.log.2.gz", "mail.log.1", "mail.log.0", "mail.log"],
    "numbers before the extension": ["mail.3.log.xz", "mail.1.log", "mail.log"],
    "days": ["maillog-20251231.xz", "maillog-20260101", "maillog-20261101.gz", "maillog"],
    "days and seconds": ["mail.log-20261101-1793491200.gz", "mail.log-20261101-1793577600", "mail.log"],
    "postfix's own": ["maillog.20261120-003000.gz", "maillog.20261120-234439", "maillog"],
    "days before the extension": ["mail-2026-09-30.log.gz", "mail-2026-10-01.log", "mail.log"],
    "months": ["mail.log-202612.bz2", "mail.log-202701", "mail.log"],
    "hours": ["mail.log-2026110109.gz", "mail.log-2026110110.gz", "mail.log"],
}


@pytest.mark.parametrize("names", SETS.values(), ids=SETS)
def test_oldest_first(names: list[str]) -> None:
    for seed in range(5):
        shuffled = Random(seed).sample(names, len(names))
        assert oldest_first(shuffled, lambda _: 0.0) == names


def test_sets_keep_the_order_of_the_arguments() -> None:
    given = ["b/mail.log", "a/mail.log", "b/mail.log.1", "b/syslog", "a/mail.log.1"]
    assert oldest_first(given, lambda _: 0.0) == [
        "b/mail.log.1",
        "b/mail.log",
        "a/mail.log.1",
        "a/mail.log",
        "b/syslog",
    ]


def test_where_numbers_and_dates_meet_the_files_times_decide() -> None:
    times = {"mail.log.1": 50.0, "mail.log-20261101": 40.0, "mail.log.2": 30.0, "mail.log": 10.0}
    assert oldest_first(times, times.__getitem__) == ["mail.log.2", "mail.log-20261101", "mail.log.1", "mail.log"]


@pytest.mark.parametrize(
    ("name", "until"),
    [
        ("maillog-20261101.gz", (2026, 11, 1, 23, 59, 59)),
        ("maillog.20261120-234439", (2026, 11, 20, 23, 44, 39)),
        ("mail.log-2026110109", (2026, 11, 1, 9, 59, 59)),
        ("mail.log-202602", (2026, 2, 28, 23, 59, 59)),
        ("mail.log-202402", (2024, 2, 29, 23, 59, 59)),
        ("2026-11-20-mail.log", (2026, 11, 20, 23, 59, 59)),
    ],
)
def test_a_name_tells_the_end_of_its_time(name: str, until: tuple[int, ...]) -> None:
    assert rotation(name).until == datetime(*until).astimezone()  # type: ignore[arg-type, misc]


def test_seconds_since_1970_are_exact() -> None:
    assert rotation("mail.log-20261101-1793491200.gz").until == datetime.fromtimestamp(1793491200, UTC)


@pytest.mark.parametrize(
    "name", ["mail.log", "mail.log-20260231", "host12345678.log", "mail-2199.log", "mail.log.offset"]
)
def test_other_names_tell_nothing(name: str) -> None:
    assert rotation(name).until is None
    assert rotation(name).number is None


def test_stems() -> None:
    names = ["mail.log.2.gz", "mail-20261101.log", "mail.log-20261101.zst", "mail.1.log", "mail.log"]
    assert {rotation(name).stem for name in names} == {"mail.log"}
