"""Is each line counted once, whatever happens between two runs of the plug-in, and is it said when nothing can be?"""

from __future__ import annotations

import gzip
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from postwarden.app import monitoring
from postwarden.app.monitoring import Asked, Blind, look, thresholds
from postwarden.model.monitoring import MINUTE, Sighting, Status
from postwarden.model.verdict import Verdict

START = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
LIMITS = thresholds({"suspicious": "0"}, {"compromised": "0"})
BULK = "anna@example.org"


def at(minutes: float) -> datetime:
    return START + timedelta(minutes=minutes)


def mail(
    minutes: float, n: int, recipients: int = 1, ip: str = "192.0.2.7", account: str = BULK, sender: str = BULK
) -> str:
    queue_id = f"{n:X}0000AAAA"
    stamp = at(minutes).isoformat()
    return (
        f"{stamp} mx postfix/submission/smtpd[1]: {queue_id}: client=unknown[{ip}], sasl_method=PLAIN, "
        f"sasl_username={BULK}\n"
        f"{stamp} mx postfix/qmgr[2]: {queue_id}: from=<{sender}>, size=9, nrcpt={recipients} (queue active)\n"
    )


def failure(minutes: float) -> str:
    said = "warning: unknown[198.51.100.9]: SASL LOGIN authentication failed: UGFzc3dvcmQ6"
    return f"{at(minutes).isoformat()} mx postfix/smtpd[1]: {said}\n"


@pytest.fixture
def log(tmp_path: Path) -> Path:
    path = tmp_path / "mail.log"
    path.touch()
    return path


@pytest.fixture
def seen(log: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Sighting]:
    monkeypatch.setattr(monitoring, "mynetworks", tuple)

    def run(minutes: float, *lines: str, **more: object) -> Sighting:
        with log.open("a") as file:
            file.write("".join(lines))
        now = round(at(minutes).timestamp() * 1e6)
        asked = {"state": tmp_path / "state/s.json", "log": str(log), "now": now, "thresholds": LIMITS} | more
        return look(Asked(**asked))  # type: ignore[arg-type]

    return run


Seen = Callable[..., Sighting]


def test_each_mail_is_counted_once_and_leaves_the_window(seen: Seen) -> None:
    first = seen(1, mail(0, 1, 3), failure(0.5))
    assert (first.figures["messages"], first.figures["recipients"], first.figures["failures"]) == (1, 3, 1)
    assert seen(2, mail(1.5, 2)).figures["messages"] == 2
    assert seen(3).figures["messages"] == 2
    assert seen(15.5).figures["messages"] == 2
    assert seen(18, mail(17, 3)).figures["messages"] == 1


def test_a_mail_whose_recipients_are_told_after_the_look_is_counted_then(seen: Seen) -> None:
    begun, told = mail(0, 1, 3).splitlines(keepends=True)
    assert seen(1, begun).figures["messages"] == 0
    assert seen(2, told).figures["recipients"] == 3


def test_half_a_line_waits(seen: Seen) -> None:
    whole = mail(0, 1) + mail(0, 2)
    assert seen(1, whole[:-20]).figures["messages"] == 1
    assert seen(2, whole[-20:]).figures["messages"] == 2


@pytest.mark.parametrize("packed", [False, True])
def test_nothing_is_lost_or_repeated_over_a_rotation(seen: Seen, log: Path, packed: bool) -> None:
    seen(1, mail(0, 1))
    with log.open("a") as file:
        file.write(mail(1, 2))
    if packed:
        log.with_suffix(".log.1.gz").write_bytes(gzip.compress(log.read_bytes()))
        log.unlink()
    else:
        log.rename(log.with_suffix(".log.1"))
    assert seen(2, mail(1.5, 3)).figures["messages"] == 3
    assert seen(3).figures["messages"] == 3


def test_what_happened_while_nobody_looked_is_judged_too(seen: Seen) -> None:
    habits = [mail(-60 * 24 * day, day) for day in range(20, 1, -1)]
    assert seen(0, *habits, mail(-1, 100)).status == Status.OK
    burst = [mail(20, n, 20, f"198.51.{n % 9}.9", sender=f"x{n}@example.net") for n in range(101, 120)]
    late = seen(180, *burst, mail(179, 200))
    assert [(one.account, one.verdict) for one in late.suspects] == [(BULK, Verdict.COMPROMISED)]
    assert (late.status, late.figures["messages"]) == (Status.CRITICAL, 1)


def test_the_compromised_is_not_taken_for_usual_until_he_is_accepted(seen: Seen) -> None:
    def burst(minute: int) -> list[str]:
        return [mail(minute, minute * 100 + n, 20, f"198.51.{n % 9}.9") for n in range(20)]

    habits = [mail(-60 * 24 * day, day) for day in range(20, 1, -1)]
    seen(0, *habits)
    assert [seen(m + 1, *burst(m)).status for m in (10, 40, 70)] == [Status.CRITICAL] * 3
    assert seen(72, accept=(BULK,)).status == Status.OK
    assert seen(101, *burst(100)).status == Status.OK


def test_thresholds_decide_whatever_the_accounts_look_like(seen: Seen) -> None:
    limits = thresholds({"failures": "0"}, {"recipients": "5"})
    assert seen(1, failure(0), thresholds=limits).status == Status.WARNING
    assert seen(2, mail(1, 1, 6), thresholds=limits).status == Status.CRITICAL


@pytest.mark.parametrize(
    ("minutes", "lines", "why"),
    [
        (1, [], "holds no line"),
        (1, ["hello\n"], "holds no line"),
        (61, [mail(0, 1)], "is 61 min old"),
        (-10, [mail(0, 1)], "is 10 min ahead: check --timezone"),
    ],
)
def test_blind_is_unknown(seen: Seen, minutes: float, lines: list[str], why: str) -> None:
    found = seen(minutes, *lines)
    assert found.status == Status.UNKNOWN
    assert why in found.blind


def test_no_log_is_unknown(seen: Seen, tmp_path: Path) -> None:
    found = seen(1, log=str(tmp_path / "other.log"))
    assert (found.status, "does not exist" in found.blind) == (Status.UNKNOWN, True)


def test_an_alarm_is_told_even_by_the_blind(seen: Seen) -> None:
    found = seen(200, mail(0, 1), thresholds=thresholds({}, {"age": "3600"}))
    assert (found.status, bool(found.blind)) == (Status.CRITICAL, True)


@pytest.mark.parametrize(
    "damage", ["", "{", '{"log": 1}', '{"log": "%s", "position": {"current": 1}}', '{"log": "/x"}']
)
def test_a_state_that_is_damaged_or_of_another_log_is_told(seen: Seen, log: Path, tmp_path: Path, damage: str) -> None:
    seen(1, mail(0, 1))
    (tmp_path / "state/s.json").write_text(damage.replace("%s", str(log)))
    with pytest.raises(Blind, match=r"damaged|no position|is about"):
        seen(2)


def test_a_large_log_is_begun_near_its_end(seen: Seen, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(monitoring, "FIRST_LOOK", 1_000)
    lines = [mail(n / 10, n + 1) for n in range(40)]
    assert 0 < seen(5, *lines).figures["messages"] < 10
    assert seen(6).figures["messages"] < 10


def test_habits_are_learnt_from_older_logs(seen: Seen, log: Path, tmp_path: Path) -> None:
    older = tmp_path / "mail.log.1"
    older.write_text("".join(mail(-60 * 24 * day, day) for day in range(20, 1, -1)))
    log.write_text(mail(-5, 1000))
    first = seen(0, learn=(str(older), str(log)))
    assert (first.status, first.figures["messages"]) == (Status.OK, 1)
    assert seen(2, mail(1, 1001, 31)).status == Status.WARNING


def test_the_window_is_as_long_as_asked(seen: Seen) -> None:
    lines = [mail(0, 1), mail(20, 2)]
    assert seen(21, *lines, window=10 * MINUTE).figures["messages"] == 1


def test_stamps_without_year_are_read_in_the_zone_that_is_told(seen: Seen) -> None:
    def login(minutes: float) -> str:
        local = at(minutes).astimezone(ZoneInfo("Asia/Tokyo"))
        said = "client=unknown[192.0.2.7], sasl_method=PLAIN, sasl_username=anna@example.org"
        return f"{local:%b %d %H:%M:%S} mx postfix/submission/smtpd[1]: A0000001: {said}\n"

    zone = ZoneInfo("Asia/Tokyo")
    assert [seen(m + 1, login(m), zone=zone).figures["logins"] for m in (0, 1, 20)] == [1, 2, 1]
    assert "min ahead: check --timezone" in seen(22, login(21), zone=UTC).blind
