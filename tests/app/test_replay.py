"""Does a replay tell what a watcher would have known, when, and nothing that was not in the log yet?"""

from __future__ import annotations

import operator
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from judge.month import ABROAD, BEGIN, OFFICE, PLACES, Month
from pipeline import database
from postwarden.app.asked import CheckOptions
from postwarden.app.check import Watch, check
from postwarden.app.configuration import Configuration
from postwarden.app.replay import DAY, Pace, replay
from postwarden.model.findings import AccountVerdict, Verdict
from postwarden.model.replay import Alarm, Replay

HOUR = 3_600_000_000
EVE, DORA = "eve@example.org", "dora@example.org"
VERBOSE = "postfix/smtpd[77]: > mail.example.org[192.0.2.1]: AUTH PLAIN AGNhcm9sAGh1bnRlcjI="
BROKEN = """-- asks = "Who?"
-- key = "account"
-- axis = "access"
-- attack = "T1078"
-- weight = 0.5
-- lookback = "1 day"
-- tells = "{account}"

select account, time, source, nosuch as line from logins
"""


def incident() -> list[bytes]:
    """Ten days in an office. Then a stranger reads eve's mailbox, and next night sends as others; dora is unlucky."""
    month = Month()
    for name in ("carl", "dora", "emil", "eve"):
        month.office_life(name, range(13))
    month.say(4, 12, VERBOSE)
    month.read("eve", 9, 20, ABROAD)
    for n in range(90):
        month.send("eve", 10, 2 + n / 60, f"2001:db8:b{n % 40:02x}::9", sender=f"x{n}@example.com", to=10, lost=4)
    for n in range(4):  # an old list, in the morning ...
        month.send("dora", 11, 9 + n / 60, OFFICE, to=10, lost=6)
    for n in range(20):  # ... and in the afternoon the addresses that are right
        month.send("dora", 11, 15 + n / 60, OFFICE, to=10)
    return month.log()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("replay")
    database(made / "places.mmdb", PLACES)
    (made / "mail.log").write_bytes(b"".join(line + b"\n" for line in incident()))
    return made


def asked(folder: Path, log: str = "mail.log", threads: int = 1) -> CheckOptions:
    known = Configuration().preferring(geo_databases=(str(folder / "places.mmdb"),), timezone="UTC", threads=threads)
    return CheckOptions(logs=(str(folder / log),), configuration=known, detectors=(), hashing=False)


@pytest.fixture(scope="module")
def told(folder: Path) -> Replay:
    return replay(asked(folder))


def us(day: float) -> int:
    return round(BEGIN.timestamp() * 1_000_000 + day * DAY)


def cut(folder: Path, end: str, keeps: Callable[[str, str], bool] = operator.lt) -> CheckOptions:
    """The log as it was earlier: only the lines whose stamps lie before that moment."""
    lines = (folder / "mail.log").read_bytes().splitlines(keepends=True)
    (folder / "cut.log").write_bytes(b"".join(line for line in lines if keeps(line.decode()[:19], end)))
    return asked(folder, "cut.log")


def verdict_on(account: str | None, options: CheckOptions) -> AccountVerdict | None:
    return next((one for one in check(options).accounts if one.account == account), None)


def about(told: Replay, account: str | None) -> list[Alarm]:
    return [alarm for alarm in told.alarms if alarm.account == account]


def test_the_alarms_of_a_break_in(told: Replay) -> None:
    *doubts, compromised = about(told, EVE)
    assert compromised.verdict is Verdict.COMPROMISED
    assert all(one.verdict is Verdict.SUSPICIOUS and one.raised < compromised.raised for one in doubts)
    assert "2026-09-11T02:00:00Z" <= compromised.raised < "2026-09-11T02:40:00Z"
    assert compromised.first_bad == "2026-09-10T20:00:00Z", "reading, the evening before: known with hindsight"
    assert compromised.delay_s == seconds(compromised.raised) - seconds(compromised.first_bad)
    assert compromised.messages_in_the_end == 90
    assert 0 < compromised.messages < 90
    assert compromised.recipients == 10 * compromised.messages
    assert compromised.stands
    assert compromised.withdrawn is None
    assert told.verdict is Verdict.COMPROMISED
    assert told.exit == 2


def seconds(stamp: str) -> int:
    return round(datetime.fromisoformat(stamp).timestamp())


def test_the_server_itself_raises_alarms(told: Replay) -> None:
    [alarm] = about(told, None)
    assert (alarm.raised, alarm.delay_s, alarm.verdict) == ("2026-09-05T12:00:00Z", 0, Verdict.SUSPICIOUS)
    assert alarm.reasons[0].detector == "credentials_in_log"


def test_what_comes_and_goes_is_seen_by_closer_looks_only(told: Replay, folder: Path) -> None:
    assert about(told, DORA) == []
    closer = replay(replace(asked(folder), since=us(11), until=us(12)), Pace(every=3 * HOUR))
    [false] = about(closer, DORA)
    assert "2026-09-12T09:00:00Z" <= false.raised <= "2026-09-12T09:03:00Z"
    assert not false.stands
    assert false.withdrawn is not None
    assert "2026-09-12T15:00:00Z" <= false.withdrawn <= "2026-09-12T15:20:00Z"
    assert false.verdict_in_the_end is Verdict.CLEAN
    assert false.messages_in_the_end is None
    assert closer.known_before == (EVE,)
    assert about(closer, EVE) == []


def test_an_alarm_is_what_a_check_says_of_the_log_up_to_there(told: Replay, folder: Path) -> None:
    assert about(told, EVE)
    for alarm in about(told, EVE):
        end = alarm.raised[:19]
        known = verdict_on(EVE, cut(folder, end, operator.le))
        assert known is not None
        assert (alarm.verdict, alarm.score) == (known.verdict, known.score)
        assert [(r.detector, r.points, r.text) for r in alarm.reasons] == [
            (r.detector, r.points, r.text) for r in known.reasons
        ]
        before = verdict_on(EVE, cut(folder, end))
        assert before is None or before.verdict != alarm.verdict


@pytest.mark.parametrize("end", ["2026-09-06T00:00:00", "2026-09-11T02:10:00", "2026-09-11T11:11:11"])
def test_later_lines_change_no_earlier_alarm(told: Replay, folder: Path, end: str) -> None:
    early = replay(cut(folder, end))
    assert [raised(alarm) for alarm in early.alarms] == [raised(a) for a in told.alarms if a.raised[:19] < end]
    assert early.alarms


def raised(alarm: Alarm) -> tuple[object, ...]:
    """What an alarm says without hindsight."""
    return alarm.raised, alarm.account, alarm.verdict, alarm.score, alarm.reasons


def test_the_same_log_gives_the_same_replay(told: Replay, folder: Path) -> None:
    assert replay(asked(folder, threads=2)) == told


def test_a_coarser_precision_is_late_and_never_early(told: Replay, folder: Path) -> None:
    coarse = replay(replace(asked(folder), since=us(10)), Pace(precision=600_000_000))
    exact = about(told, EVE)[-1]
    [late] = [alarm for alarm in about(coarse, EVE) if alarm.verdict is Verdict.COMPROMISED]
    assert 0 <= seconds(late.raised) - seconds(exact.raised) < 600
    assert coarse.precision_s == 600


def test_nothing_is_alerted_after_until(folder: Path) -> None:
    calm = replay(replace(asked(folder), since=us(5), until=us(9)))
    assert (calm.alarms, calm.verdict, calm.exit, calm.known_before) == ((), Verdict.CLEAN, 0, ())


def test_a_time_without_lines_is_unknown(folder: Path) -> None:
    later = replay(replace(asked(folder), since=us(40)))
    assert (later.alarms, later.verdict, later.exit) == ((), Verdict.UNKNOWN, 3)


def test_one_account(folder: Path) -> None:
    only = replay(replace(asked(folder), accounts=("Carl@example.org",), since=us(9)))
    assert [alarm.account for alarm in only.alarms] == []


def test_a_broken_detector_is_told_once(folder: Path) -> None:
    (folder / "broken.sql").write_text(BROKEN)
    done = replay(replace(asked(folder), since=us(11), detectors=(folder,)))
    assert sum("broken.sql" in warning for warning in done.coverage.warnings) == 1


def test_progress_is_told(folder: Path) -> None:
    looks: list[tuple[str, float]] = []
    replay(replace(asked(folder), since=us(11)), watch=Watch(look=lambda *look: looks.append(look)))
    assert looks[0] == ("2026-09-12T00:00:00Z", 0.0)
    assert max(share for _, share in looks) == 1.0


def test_the_demo() -> None:
    done = replay(CheckOptions(demo=True, detectors=()), Pace(precision=60_000_000))
    assert [(alarm.account, alarm.verdict, alarm.stands) for alarm in done.alarms] == [
        ("anna.berg@example.org", Verdict.SUSPICIOUS, True),
        ("anna.berg@example.org", Verdict.COMPROMISED, True),
    ]
    early, late = done.alarms
    assert early.messages == 0
    assert late.messages < 10
    assert late.messages_in_the_end is not None
    assert late.messages_in_the_end > 100
