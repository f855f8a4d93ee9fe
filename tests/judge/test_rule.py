"""Does the corroboration rule accuse only on two kinds of evidence, or on one that is overwhelming?"""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from judge.findings import BEGIN, DAY, access, use
from postwarden.judge.incident import Incident
from postwarden.judge.incident import incidents as split
from postwarden.judge.rule import rule
from postwarden.judge.witnesses import together
from postwarden.model.findings import Finding, Verdict

CLEAN, SUSPICIOUS, COMPROMISED = Verdict.CLEAN, Verdict.SUSPICIOUS, Verdict.COMPROMISED


def incidents(findings: list[Finding]) -> list[Incident]:
    return split(findings, BEGIN - 30 * DAY)


@pytest.mark.parametrize(
    ("findings", "verdict"),
    [
        ([], CLEAN),
        ([access(35)], CLEAN),
        ([access(60)], SUSPICIOUS),
        ([access(70, "a"), access(70, "b"), access(70, "c")], SUSPICIOUS),
        ([use(70)], SUSPICIOUS),
        ([use(70, "a"), use(3, "b"), use(3, "c")], SUSPICIOUS),
        ([use(70, "a"), use(4, "b")], COMPROMISED),
        ([use(50, "a"), use(3, "b")], SUSPICIOUS),
        ([use(50, "a"), use(4, "b")], COMPROMISED),
        ([use(49, "a"), use(5, "b")], SUSPICIOUS),
        ([use(90)], COMPROMISED),
        ([access(95)], COMPROMISED),
        ([access(60), use(70)], COMPROMISED),
        ([access(35), use(60)], COMPROMISED),
        ([access(35), use(31)], COMPROMISED),
        ([access(35), use(30)], SUSPICIOUS),
        ([access(10), use(85)], SUSPICIOUS),
        ([access(60), use(24)], SUSPICIOUS),
        ([access(60), use(25)], COMPROMISED),
        ([access(14), use(60)], SUSPICIOUS),
        ([access(29), use(29)], CLEAN),
        ([access(30), use(30)], SUSPICIOUS),
        ([access(60), use(70, time=BEGIN + 6 * DAY)], COMPROMISED),
        ([access(60, time=BEGIN + DAY), use(70)], COMPROMISED),
        ([access(60, time=BEGIN + 3 * DAY), use(70)], SUSPICIOUS),
    ],
)
def test_verdict(findings: list[Finding], verdict: Verdict) -> None:
    assert rule(findings).verdict == verdict
    assert {rule(list(order)) for order in permutations(findings)} == {rule(findings)}


def test_one_detector_is_one_witness() -> None:
    assert together([access(30)] * 9) == 30
    assert together([access(30, "a"), access(30, "b")]) == 51


def test_what_was_sent_from_home_is_not_explained_by_a_login_elsewhere() -> None:
    at_home = replace(use(60), facts={"at_home": True})
    assert rule([access(35), use(60)]).verdict == COMPROMISED
    assert rule([access(35), at_home]).verdict == SUSPICIOUS


def test_an_old_list_is_one_witness() -> None:
    strangers, unknown = replace(use(40, "a"), witness="recipients"), replace(use(60, "b"), witness="answers")
    assert rule([strangers, unknown]).verdict == SUSPICIOUS
    assert rule([strangers, unknown, use(20, "c")]).verdict == COMPROMISED
    assert rule([access(35), strangers]).verdict == COMPROMISED


def test_who_writes_all_night_or_from_elsewhere_has_no_old_list() -> None:
    unknown, strangers = replace(use(60, "a"), witness="answers"), replace(use(20, "b"), witness="recipients")
    assert rule([unknown, strangers]).verdict == SUSPICIOUS
    assert rule([unknown, replace(strangers, facts={"no_old_list": True})]).verdict == COMPROMISED
    assert rule([unknown, replace(strangers, facts={"no_old_list": False})]).verdict == SUSPICIOUS


def test_mail_that_was_only_read_convicts_nobody() -> None:
    read = replace(use(36), facts={"only_read": True})
    assert rule([access(35), read]).verdict == SUSPICIOUS
    assert rule([access(35), replace(read, points=60)]).verdict == SUSPICIOUS
    assert rule([access(35), read, use(31, "b")]).verdict == COMPROMISED


def test_who_sees_the_same_is_an_echo() -> None:
    far, impossible = replace(access(30, "a"), witness="place"), replace(access(60, "b"), witness="place")
    assert together([far, impossible]) == pytest.approx(100 - 40 * 0.97)
    assert together([far, impossible]) < together([access(30, "a"), access(60, "b")])


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 100), st.integers(0, 40), st.sampled_from("abc")), max_size=8))
def test_score_and_verdict_never_contradict(drawn: list[tuple[bool, int, int, str]]) -> None:
    findings = [(access if a else use)(p, name, time=BEGIN + d * DAY) for a, p, d, name in drawn]
    ruling = rule(findings)
    low, high = {CLEAN: (0, 39), SUSPICIOUS: (40, 69), COMPROMISED: (70, 100)}[ruling.verdict]
    assert low <= ruling.score <= high
    if ruling.verdict == COMPROMISED and max(f.points for f in findings) < 90:
        assert len({(f.axis, f.detector) for f in findings}) > 1
        assert "use" in {f.axis for f in findings}


def test_a_week_apart_is_another_incident() -> None:
    found = incidents([use(50), use(50, time=BEGIN + 7 * DAY), use(50, time=BEGIN + 15 * DAY)])
    assert [(i.begin, i.end) for i in found] == [(BEGIN, BEGIN + 7 * DAY), (BEGIN + 15 * DAY, BEGIN + 15 * DAY)]


def test_weak_findings_neither_begin_nor_prolong() -> None:
    [found] = incidents([access(10, time=BEGIN - DAY), use(50), access(10, time=BEGIN + 20 * DAY)])
    assert (found.begin, found.end, len(found.findings)) == (BEGIN, BEGIN, 2)


def test_the_owners_new_cafe_does_not_begin_the_incident() -> None:
    cafe = access(24.5, "new_origin", time=BEGIN - 5 * DAY, network="198.51.100.0/24")
    [found] = incidents([cafe, access(60, network="203.0.113.0/24"), use(70)])
    assert found.begin == BEGIN
    assert found.accused == {"203.0.113.0/24"}


def test_access_within_a_day_of_bad_use_begins_it() -> None:
    day = use(70, time=BEGIN, last=BEGIN + DAY)
    [found] = incidents([day, access(25, time=BEGIN + DAY // 2)])
    assert found.begin == BEGIN + DAY // 2
    [without_history] = split(list(found.findings), BEGIN)
    assert without_history.begin == BEGIN


def test_only_weak_findings() -> None:
    [found] = incidents([access(10), access(12, time=BEGIN + DAY)])
    assert (found.ruling.verdict, found.begin) == (CLEAN, BEGIN)
