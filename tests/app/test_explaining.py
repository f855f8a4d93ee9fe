"""Is every point for and against a verdict told, and what would have changed it?"""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from judge.findings import ANNA, BEGIN, DAY, access, use
from postwarden.app.explaining import ALONE, BOTH, SECOND, STRONGEST, USE, explanation
from postwarden.app.pleading import pleas
from postwarden.judge import rule
from postwarden.judge.judge import verdicts
from postwarden.judge.judgement import AccountJudgement
from postwarden.judge.traces import NamedNetwork, Traces
from postwarden.model.coverage import Silenced
from postwarden.model.explanation import Explanation
from postwarden.model.findings import Finding, Verdict
from postwarden.model.settings import DEFAULTS, Settings
from postwarden.model.values import Account, Country, Daily, Network, Sender

CLEAN, SUSPICIOUS, COMPROMISED = Verdict.CLEAN, Verdict.SUSPICIOUS, Verdict.COMPROMISED
LAGOS = "203.0.113.0/24"
WEIGHTS = {"odd_access": 0.8, "odd_use": 0.9}


def judged(*findings: Finding) -> AccountJudgement:
    [anna] = verdicts(findings, {ANNA: BEGIN - 30 * DAY})
    return anna


def explained(*findings: Finding) -> Explanation:
    return explanation(judged(*findings), Traces(), weights=WEIGHTS, settings=DEFAULTS, silenced=(), colleagues={})


def told(named: tuple[NamedNetwork, ...] = (), settings: Settings = DEFAULTS, **before: int) -> list[str]:
    anna = judged(access(60, network=LAGOS))
    return [plea.text for plea in pleas(anna, Traces(named, **before), settings, (), {LAGOS: (ANNA, "carl")})]


def network(*, logins: int = 0, country: bool = False, provider: bool = False) -> NamedNetwork:
    return NamedNetwork(LAGOS, "NG", "Lagoon Cable", logins, BEGIN if logins else None, country, provider)


def test_points_are_weight_times_strength_of_the_strongest_finding() -> None:
    weighed = explained(access(60), access(40, time=BEGIN + 1), use(45)).weighed
    assert [(w.detector, w.axis, w.weight, w.strength, w.points, w.findings) for w in weighed] == [
        ("odd_access", "access", 0.8, 0.75, 60, 2),
        ("odd_use", "use", 0.9, 0.5, 45, 1),
    ]


def test_a_detector_whose_weight_is_unknown_has_its_points() -> None:
    [weighed] = explained(access(60, "mine")).weighed
    assert (weighed.weight, weighed.strength, weighed.points) == (None, 0, 60)


@pytest.mark.parametrize(
    "findings",
    [
        (access(60), use(70)),
        (access(95),),
        (access(35), use(36)),
        (access(60),),
        (access(39), use(39)),
        (access(30), use(30)),
        (access(5),),
        (access(60, time=BEGIN + 3 * DAY), use(70)),
    ],
)
def test_the_verdict_is_that_of_the_first_clause_that_is_met(findings: tuple[Finding, ...]) -> None:
    met = [clause.verdict for clause in explained(*findings).clauses if clause.met]
    assert judged(*findings).verdict is (met[0] if met else CLEAN)


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 100), st.integers(0, 40), st.sampled_from("abc")), min_size=1))
def test_the_clauses_are_the_rule(drawn: list[tuple[bool, int, int, str]]) -> None:
    findings = [(access if a else use)(p, name, time=BEGIN + d * DAY) for a, p, d, name in drawn]
    told = explained(*findings)
    met = [clause.verdict for clause in told.clauses if clause.met]
    assert judged(*findings).verdict is (met[0] if met else CLEAN)
    assert (told.lacking == ()) is (judged(*findings).verdict is COMPROMISED)


def test_what_would_have_made_it_compromised() -> None:
    assert explained(access(60), use(70)).lacking == ()
    near, anywhere, strong = explained(access(60), use(20)).lacking
    assert near == f"{USE} of {rule.ODD_USE} (it is 20)"
    assert anywhere.endswith(f" of {rule.USE_ALONE} (it is 20) and {SECOND} of {rule.SECOND_WITNESS} (it is 0)")
    assert strong == f"{STRONGEST} of {rule.OVERWHELMING} (it is 60)"
    first, *_ = explained(access(20), use(30)).lacking
    assert first == f"{BOTH} of {rule.TOGETHER} (it is 44)"
    alone = explained(access(60))
    assert alone.lacking[0].count("(it is 0)") == 3
    assert [part.what for clause in alone.clauses if clause.met for part in clause.parts] == [ALONE]


def test_detectors_that_look_at_the_same_are_one_witness() -> None:
    told = explained(replace(access(60), witness="place"), replace(access(40, "b"), witness="place"))
    assert [weighed.witness for weighed in told.weighed] == ["place", "place"]
    assert told.access < explained(access(60), access(40, "b")).access


def test_other_incidents_are_named() -> None:
    [other] = explained(access(50), access(60, time=BEGIN + 30 * DAY)).incidents
    assert other.startswith("suspicious, score 50, ")


def test_nothing_speaks_for_a_stranger() -> None:
    assert told((network(),)) == ["carl comes from 203.0.113.0/24, too"]
    assert told() == []


def test_networks_countries_and_providers_that_were_used_before() -> None:
    first, second, third, _ = told((network(logins=7, country=True, provider=True),))
    assert first.startswith("203.0.113.0/24, which findings name, was used before: 7 logins since 20")
    assert second == "the network that findings name lies in Nigeria, where it had been before"
    assert third.endswith("with a provider that it had used before: Lagoon Cable")
    both = told((network(country=True), NamedNetwork("198.51.100.0/24", None, None, 0, None, False, False)))
    assert both[0] == "1 of 2 networks that findings name lies in Nigeria, where it had been before"


def test_habits() -> None:
    [hours, volume] = told(login_days=9, same_hour_days=4, mail_days=3, most_before=50, most_during=50)
    assert hours == "it logged in at this hour on 4 of 9 earlier days"
    assert volume == "it wrote to no more than 50 recipients a day; 50 on its busiest earlier day"
    assert told(login_days=9, same_hour_days=1, mail_days=3, most_before=49, most_during=50) == []
    assert told(most_before=0, most_during=0) == []


def test_lists_that_name_the_account_or_its_domain() -> None:
    anna, everybody, other = (Account.read(name) for name in (ANNA, "@example.org", "@example.com"))
    settings = Settings(
        home_countries_of={everybody: (Country.read("NG"),)},
        shared_mailboxes=(anna, everybody, other),
        devices={anna: (Network.read("192.0.2.0/28"),), other: ()},
        bulk_senders={anna: Daily(5000), everybody: None, other: Daily(1)},
        send_as={everybody: (Sender("@example.net"),), other: ()},
    )
    assert [text.rpartition(" (")[2].partition(")")[0] for text in told((network(),), settings)[1:]] == [
        "home_countries",
        "shared_mailboxes",
        "devices",
        "bulk_senders",
        "bulk_senders",
        "send_as",
    ]


def test_findings_that_are_silenced_for_this_account() -> None:
    silences = [Silenced(2, "forged_sender", who, None, "2026-12-31", "moves") for who in ("@example.org", "x@y", None)]
    [plea] = pleas(judged(access(60)), Traces(), DEFAULTS, silences, {})
    assert plea.text == "2 findings of forged_sender about @example.org not judged until 2026-12-31: moves"
