"""Who looks odd in a window, measured by what was usual before?"""

from __future__ import annotations

import pytest

from postwarden.model.memory import Memory, Minute, Tally, Usual
from postwarden.model.monitoring import DAY, MINUTE
from postwarden.model.verdict import Verdict
from postwarden.monitor.rule import Known, suspects

NOW = 20_000 * DAY
ANNA = "anna@example.org"
HOME = {"192.0.2.0/24": "DE"}
ABROAD = {"198.51.100.0/24": "BR"}
FIVE = {f"198.51.{n}.0/24": country for n, country in enumerate(["BR", "IN", "KR", "US", "PL"])}
HABITS = Usual(
    since=19_900,
    seen=19_999,
    networks={"192.0.2.0/24": 19_999},
    countries={"DE": 19_999},
    senders={ANNA: 19_999},
    peak=10,
)
NOBODY = Known()


def judged(
    tally: Tally, usual: Usual | None = HABITS, known: Known = NOBODY, account: str = ANNA, failing: int = 0
) -> Verdict | None:
    minute = Minute(NOW // MINUTE, {account: tally}, failing={"198.51.100.0/24": failing})
    memory = Memory("mail.log", usual={account: usual} if usual else {})
    found = suspects(memory, [minute], NOW, known)
    return found[0].verdict if found else None


@pytest.mark.parametrize(
    ("tally", "verdict"),
    [
        (Tally(1, 1, 1, HOME, [ANNA]), None),
        (Tally(1, 0, 0, ABROAD), Verdict.SUSPICIOUS),
        (Tally(1, 1, 31, HOME, [ANNA]), Verdict.SUSPICIOUS),
        (Tally(1, 1, 30, HOME, [ANNA]), None),
        (Tally(1, 1, 31, ABROAD, [ANNA]), Verdict.COMPROMISED),
        (Tally(3, 3, 3, ABROAD, ["a@example.net", "b@example.net", "c@example.net"]), Verdict.COMPROMISED),
        (Tally(3, 3, 3, HOME, ["a@example.net", "b@example.net", ANNA]), None),
        (Tally(3, 0, 0, {f"198.51.{n}.0/24": "DE" for n in range(6)}), Verdict.SUSPICIOUS),
        (Tally(3, 0, 0, {f"198.51.{n}.0/24": "DE" for n in range(5)}), None),
        (
            Tally(5, 0, 0, FIVE),
            Verdict.COMPROMISED,
        ),
    ],
)
def test_odd_access_or_use_is_suspicious_and_both_are_compromised(tally: Tally, verdict: Verdict | None) -> None:
    assert judged(tally) == verdict


def test_a_newcomer_has_no_habits_to_break() -> None:
    assert judged(Tally(1, 1, 100, ABROAD, [ANNA]), None) is None
    assert judged(Tally(1, 1, 201, ABROAD, [ANNA]), None) == Verdict.SUSPICIOUS


def test_failures_before_a_login_from_a_new_network_are_a_guessed_password() -> None:
    assert judged(Tally(1, 0, 0, {"198.51.100.0/24": "DE"}), failing=10) == Verdict.SUSPICIOUS
    assert judged(Tally(1, 0, 0, {"198.51.100.0/24": "DE"}), failing=9) is None


def test_root_has_no_business_outside() -> None:
    assert judged(Tally(1, networks=ABROAD), None, account="root") == Verdict.COMPROMISED
    assert judged(Tally(1), None, account="root") is None
    assert judged(Tally(1, networks=HOME), None, Known(system=frozenset({"backup"})), "backup@example.org")


def test_what_the_administrator_told_is_no_news() -> None:
    assert judged(Tally(1, networks=ABROAD), known=Known(homes=frozenset({"BR"}))) is None
    assert judged(Tally(1, 1, 500, HOME, [ANNA]), known=Known(bulk={"@example.org": None})) is None
    assert judged(Tally(1, 1, 500, HOME, [ANNA]), known=Known(bulk={ANNA: 400})) == Verdict.SUSPICIOUS
    many = {f"198.51.{n}.0/24": c for n, c in enumerate(["DE", "AT", "CH"])}
    assert judged(Tally(3, networks=many), None) == Verdict.SUSPICIOUS
    assert judged(Tally(3, networks=many), None, Known(shared=frozenset({ANNA}))) is None
