"""Are the sentences right, also for one and for none?"""

from __future__ import annotations

from dataclasses import replace

import pytest

from postwarden.model.findings import AccountVerdict, Blast, Evidence, Verdict
from postwarden.report import coverage_words, wording
from postwarden.report.clock import Clock
from report import sample

UTC = Clock.of("UTC")


def account(name: str, verdict: Verdict, score: int = 0) -> AccountVerdict:
    return AccountVerdict(name, verdict, score, None, None, (), Blast())


def headline(*verdicts: Verdict, clean: int = 0) -> str:
    accounts = tuple(account(f"a{number}", verdict) for number, verdict in enumerate(verdicts))
    worst = min(verdicts, default=Verdict.CLEAN, key=list(Verdict).index)
    return wording.headline(replace(sample.quiet(), verdict=worst, accounts=accounts, clean_accounts=clean))


def test_the_headline_counts_what_was_found() -> None:
    bad, odd = Verdict.COMPROMISED, Verdict.SUSPICIOUS
    assert headline(bad, odd) == "1 account COMPROMISED, 1 suspicious"
    assert headline(bad, bad) == "2 accounts COMPROMISED"
    assert headline(odd) == "1 account suspicious"
    assert headline(odd, odd, odd) == "3 accounts suspicious"
    assert headline(clean=43) == "nothing found in 43 accounts"
    assert headline(Verdict.CLEAN, clean=1) == "nothing found in 1 account"


def test_no_logins_is_not_an_all_clear() -> None:
    assert wording.headline(sample.blind()).startswith("UNKNOWN: these logs show no logins")
    assert "not an all-clear" in wording.meaning(sample.blind())


def test_unknown_says_what_was_in_the_way() -> None:
    blind = sample.blind()
    odd = replace(blind, coverage=replace(blind.coverage, blind=True))
    assert wording.headline(odd) == "UNKNOWN: most lines of the mail server are in a wording that is not known"
    some = replace(blind, coverage=sample.coverage())
    assert wording.headline(some) == "UNKNOWN: 1 of 3 logs could not be read; nothing found in the rest"
    none = replace(blind, coverage=replace(blind.coverage, sources=sample.coverage().sources[2:]))
    assert wording.headline(none) == "UNKNOWN: no log could be read"


def test_a_problem_of_the_server_is_in_the_headline() -> None:
    report = replace(sample.quiet(), server=sample.incident().server)
    assert wording.headline(report) == "nothing found in 43 accounts, 1 problem of the server itself"


@pytest.mark.parametrize("report", [sample.incident(), sample.quiet(), sample.blind()])
def test_the_headline_fits_one_line(report: wording.Report) -> None:
    assert len(wording.headline(report)) <= 80


def test_the_worst_account_comes_first_and_clean_ones_are_only_named() -> None:
    accounts = [
        account("c", Verdict.CLEAN),
        account("b", Verdict.SUSPICIOUS, 60),
        account("a", Verdict.SUSPICIOUS, 20),
        account("z", Verdict.COMPROMISED, 70),
    ]
    assert [entry.account for entry in wording.worst_first(accounts)] == ["z", "b", "a"]
    assert wording.clean_names(accounts) == ["c"]


def test_the_blast_radius_is_told_in_words() -> None:
    rows = dict(wording.blast_rows(sample.compromised().blast))
    assert rows["came in"] == (
        "214 logins from 37 addresses in 6 countries: Brazil, Vietnam, India, Türkiye, Nigeria, Mexico"
    )
    assert rows["sent"] == "4,812 messages to 22,014 recipients"
    assert rows["sent as"].endswith("and 58 more")
    assert rows["outcome"] == "18,201 delivered, 2,900 returned as undeliverable, 913 put off for later"
    assert rows["queue"].startswith("9 messages STILL QUEUED")


def test_what_did_not_happen_is_left_out() -> None:
    assert wording.blast_rows(Blast()) == []
    only_read = dict(wording.blast_rows(Blast(addresses=1, sessions=1, countries=("NG",))))
    assert only_read == {"came in": "1 login from 1 address in Nigeria", "sent": "no mail"}


def test_the_bad_time_says_since_when_and_how_long() -> None:
    assert wording.bad_time(sample.compromised(), UTC) == "Sat 2026-11-14 02:12 until 04:40 (2 h 29 min)"
    assert wording.bad_time(sample.suspicious(), UTC) == "Thu 2026-11-12 09:30"
    assert wording.bad_time(account("a", Verdict.SUSPICIOUS), UTC) == "no single moment"


def test_file_names_lose_their_folder_only_without_doubt() -> None:
    report = sample.incident()
    first, second = report.coverage.sources[:2]
    twins = (replace(first, path="/a/mail.log"), replace(second, path="/b/mail.log"), replace(first, path="/a/other"))
    short = wording.short_sources(replace(report, coverage=replace(report.coverage, sources=twins)))
    assert wording.location(Evidence("/a/mail.log", 7, ""), short) == "/a/mail.log:7"
    assert wording.location(Evidence("/a/other", 7, ""), short) == "other:7"


def test_coverage_leaves_no_line_unmentioned() -> None:
    coverage = sample.coverage()
    assert coverage.lines == coverage.read + coverage.unread + coverage.other_programs + coverage.malformed
    said = " ".join(words for _, words in coverage_words.coverage_rows(coverage))
    for number in (coverage.lines, coverage.read, coverage.unread, coverage.other_programs, coverage.malformed):
        assert f"{number:,}" in said


def test_a_source_that_failed_says_why() -> None:
    broken = sample.coverage().sources[2]
    assert coverage_words.source_details(broken, UTC).startswith("NOT READ TO THE END: cannot be read")


def test_what_the_configuration_keeps_quiet_is_told() -> None:
    rows = coverage_words.coverage_rows(sample.coverage())
    told = [words for label, words in rows if label == "silenced"]
    assert told[0].startswith("3 findings of forged_sender about shop@example.org until 2026-12-31: moves ")
    assert told[1] == "1 finding about 192.0.2.0/24 until 2027-01-31: an exercise"
    assert dict(rows)["turned off"] == "many_to_one"
    assert dict(rows)["configuration"] == "/etc/postwarden/postwarden.toml"
