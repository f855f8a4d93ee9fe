"""Do long queue ids, which hold the moment of their making, settle year and zone, and nothing else?"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from parse.blocks import micros
from postwarden.app.log_reader import LogReader
from postwarden.parse.dating import Zone, clock_of_long_ids, queue_id_time
from postwarden.sources.origin import Origin
from postwarden.sources.reading import Reading
from postwarden.store.workspace import open_workspace

BERLIN = ZoneInfo("Europe/Berlin")
LONG = "Mar 14 00:31:06 mail postfix/smtpd[9]: 4PbCZy4PWKz3tBr: client=unknown[192.0.2.7]"


def test_the_second_of_a_long_queue_id() -> None:
    assert queue_id_time(b"4PbCZy4PWK") == micros("2023-03-13T23:31:06.620637")
    assert queue_id_time(b"4jWX205lZQ") % 3_600_000_000 == (42 * 60 + 32) * 1_000_000 + 810_078


def test_long_queue_ids_settle_year_and_zone() -> None:
    clock = clock_of_long_ids(LONG.encode() + b"\n")
    assert clock is not None
    assert (clock.year, clock.offset, clock.name) == (2023, timedelta(hours=1), "+01:00")
    assert clock.agrees_with(Zone(BERLIN))
    assert not clock.agrees_with(Zone(ZoneInfo("UTC")))


def test_long_queue_ids_settle_the_year_before_new_year() -> None:
    # 23:31 UTC on the 31st is the 1st in Berlin; the id says which year's
    late = _long_id(micros("2023-12-31T23:31:06"))
    clock = clock_of_long_ids(f"Jan  1 00:31:06 mail postfix/smtpd[9]: {late}: client=unknown[192.0.2.7]\n".encode())
    assert clock is not None
    assert (clock.year, clock.offset) == (2024, timedelta(hours=1))


@pytest.mark.parametrize(
    "line",
    [
        "Mar 14 00:31:06 mail postfix/qmgr[9]: 4PbCZy4PWKz3tBr: removed",  # a retry may be days later
        "Mar 14 00:45:59 mail postfix/smtpd[9]: 7253BC0589: client=unknown[192.0.2.7]",
        "2023-03-14T00:31:06+01:00 mail postfix/smtpd[9]: 4PbCZy4PWKz3tBr: client=unknown[192.0.2.7]",
        "Mar 14 00:38:06 mail postfix/smtpd[9]: 4PbCZy4PWKz3tBr: client=unknown[192.0.2.7]",  # seven minutes off
        "Sep 14 00:31:06 mail postfix/smtpd[9]: 4PbCZy4PWKz3tBr: client=unknown[192.0.2.7]",
    ],
)
def test_nothing_else_settles_them(line: str) -> None:
    assert clock_of_long_ids(line.encode() + b"\n") is None


def test_a_file_in_another_zone_is_noticed_by_its_queue_ids(tmp_path: Path) -> None:
    log = tmp_path / "mail.log"
    log.write_text(LONG + "\n")
    connection = open_workspace(tmp_path, threads=1)
    reading = Reading(Origin(str(log), "file", str(log)), 0, scratch=tmp_path)
    (done,) = LogReader(connection, ZoneInfo("UTC"), zone_is_told=False, threads=1).read([reading])
    assert connection.execute("select make_timestamp(time)::varchar from records_accepted").fetchall() == [
        ("2023-03-13 23:31:06",)
    ]
    assert "+01:00" in done.warnings[0]


def _long_id(time: int) -> str:
    alphabet = "0123456789BCDFGHJKLMNPQRSTVWXYZbcdfghjklmnpqrstvwxyz"
    seconds, micro = divmod(time, 1_000_000)
    digits = ""
    for value, width in ((micro, 4), (seconds, 6)):
        part = ""
        while value or len(part) < width:
            value, digit = divmod(value, 52)
            part = alphabet[digit] + part
        digits = part + digits
    return digits + "z3tBr"
