"""What has changed since the last report?"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from postwarden.app.asked import CheckOptions, Refused
from postwarden.app.daily import daily, longest_gap, recall, remember, summary
from postwarden.model.daily import Told

HOUR = 3_600_000_000
DEMO = CheckOptions(demo=True, hashing=False)
LATER = round(datetime(2026, 10, 16, tzinfo=UTC).timestamp() * 1e6)


def test_what_was_said_is_compared_with_what_is_said_now(tmp_path: Path) -> None:
    last = Told(
        until=LATER,
        hours=24.0,
        verdict="suspicious",
        accounts={"anna.berg@example.org": "suspicious", "gone@example.org": "compromised"},
        totals={"received": 4000, "failures": 14, "logins": 54},
    )
    found = daily(DEMO, last)
    assert [(change.text, change.worse) for change in found.changes] == [
        ("anna.berg@example.org is compromised, and was suspicious", True),
        ("gone@example.org shows nothing any more, and was compromised", False),
        ("1,485 received in 776 h, and 4,000 in 24 h before", False),
        *[(change.text, change.worse) for change in found.changes[3:]],
    ]
    assert not any("logins" in change.text or "failures" in change.text for change in found.changes)
    again = summary(found, LATER)
    remember(tmp_path / "folder/report.json", again)
    assert recall(tmp_path / "folder/report.json") == again
    assert daily(DEMO, again).changes == ()


def test_no_last_report_is_no_change(tmp_path: Path) -> None:
    assert recall(tmp_path / "none.json") is None


def test_a_damaged_memory_is_told(tmp_path: Path) -> None:
    (tmp_path / "report.json").write_text("{")
    with pytest.raises(Refused, match="remove"):
        recall(tmp_path / "report.json")


@pytest.mark.parametrize(("until", "begin"), [(None, 976), (990, 990), (999, 999), (1_001, 976), (500, 1_000 - 7 * 24)])
def test_a_report_begins_where_the_last_ended(until: int | None, begin: int) -> None:
    last = None if until is None else Told(until * HOUR, 24.0, "clean")
    assert longest_gap(last, 1_000 * HOUR, 24) == begin * HOUR
