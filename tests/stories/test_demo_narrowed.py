"""Do --since, --until and --account narrow the demo incident honestly? Against the raw lines of the same time."""

from __future__ import annotations

import re
from datetime import datetime
from functools import cache
from pathlib import Path

import pytest

from postwarden.app.asked import CheckOptions
from postwarden.app.check import check
from postwarden.model.findings import AccountVerdict, Report, Verdict
from stories.test_demo_log import BREAK_IN, LINES, of_spam, spam, stamp

ANNA = BREAK_IN["account"]
BEGIN, END = "2026-10-15T23:00:00+02:00", "2026-10-16T04:00:00+02:00"  # around the night of the spam
MIDDLE = "2026-10-16T01:30:00+02:00"


@cache
def narrowed(since: str | None = None, until: str | None = None, *accounts: str) -> Report:
    bounds = [
        None if text is None else round(datetime.fromisoformat(text).timestamp() * 1e6) for text in (since, until)
    ]
    return check(
        CheckOptions(demo=True, since=bounds[0], until=bounds[1], accounts=accounts, everyone=True, detectors=())
    )


def verdicts(report: Report) -> dict[str, Verdict]:
    return {account.account: account.verdict for account in report.accounts if account.verdict != Verdict.CLEAN}


def anna(report: Report) -> AccountVerdict:
    (account,) = (account for account in report.accounts if account.account == ANNA)
    return account


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text)


def logins(since: str, until: str) -> int:
    """Raw lines of logins in that time."""
    pattern = re.compile(r"sasl_username=\S+$|(?:imap|pop3)-login: Login: ")
    return sum(
        bool(pattern.search(line)) and " warning: " not in line for line in LINES if since <= stamp(line) < until
    )


def test_history_before_since_is_what_an_account_is_measured_by() -> None:
    account = anna(narrowed(BEGIN))
    assert account.verdict == Verdict.COMPROMISED
    told = {reason.detector: reason.text for reason in account.reasons}
    assert "after 32 days" in told["new_origin"]
    assert "where its habit is 1" in told["sending_burst"]
    assert account.first_bad == utc(BREAK_IN["first_message"]).strftime("2026-10-15T21:47:%SZ")


def test_what_was_before_since_is_not_told() -> None:
    report = narrowed(BEGIN)
    assert report.window.from_ == "2026-10-15T21:00:00Z"
    assert report.attackers == ()
    assert "tested_password" not in {reason.detector for reason in anna(report).reasons}
    assert min(utc(moment.time) for moment in anna(report).moments) >= utc(BEGIN)
    assert report.coverage.logins == logins(BEGIN, "2027")
    assert report.coverage.lines == len(LINES), "history was read"


def test_a_quiet_time_after_the_incident_is_clean() -> None:
    report = narrowed(END)
    assert (report.verdict, report.exit, verdicts(report)) == (Verdict.CLEAN, 0, {})


def test_until_hides_what_came_later() -> None:
    report = narrowed(None, MIDDLE)
    account, before = anna(report), {queue_id for queue_id in spam() if stamp_of(queue_id) < MIDDLE}
    assert 0 < len(before) < BREAK_IN["messages"]
    assert account.verdict == Verdict.COMPROMISED
    assert set(account.blast.queue_ids) == before
    assert account.blast.messages == account.blast.sessions == len(before)
    removed = {found[1] for found in of_spam(r": ([0-9A-F]+): removed$") if stamp(found.string) < MIDDLE}
    assert account.blast.queued == len(before - removed)
    assert account.last_bad is not None
    assert utc(account.last_bad) < utc(MIDDLE)
    assert max(utc(moment.time) for moment in account.moments) < utc(MIDDLE)
    assert report.window.to == "2026-10-15T23:30:00Z"
    assert report.coverage.logins == logins("", MIDDLE)


def test_evidence_is_of_the_time_before_until() -> None:
    report = narrowed(None, MIDDLE)
    shown = [one for account in report.accounts for reason in account.reasons for one in reason.evidence]
    assert shown
    assert all(utc(stamp(one.text)) < utc(MIDDLE) for one in shown)


def test_until_before_the_incident_leaves_a_suspicion_only() -> None:
    report = narrowed(None, BEGIN)
    assert verdicts(report) == {ANNA: Verdict.SUSPICIOUS}
    assert anna(report).blast.messages == 0
    assert report.exit == 1


def test_before_the_first_password_was_tested_nobody_is_accused() -> None:
    assert verdicts(narrowed(None, "2026-10-13T12:00:00+02:00")) == {}


@pytest.mark.parametrize(
    ("since", "until"), [("2027-01-01T00:00:00Z", None), (None, "2026-01-01T00:00:00Z"), ("2026-01-01T00:00:00Z",) * 2]
)
def test_a_time_without_lines_is_unknown(since: str | None, until: str | None) -> None:
    report = narrowed(since, until)
    assert (report.verdict, report.exit) == (Verdict.UNKNOWN, 3)
    assert report.coverage.unseen == "no line of these logs lies in the time that was asked for"
    assert report.coverage.logins == report.coverage.messages == report.coverage.failures == 0


def test_a_bound_beyond_the_log_narrows_nothing() -> None:
    whole, wide = narrowed(), narrowed("2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z")
    assert whole == wide


def test_account_narrows_to_it_whatever_its_case() -> None:
    report = narrowed(None, None, ANNA.upper())
    assert [account.account for account in report.accounts] == [ANNA]
    assert anna(report).blast == anna(narrowed()).blast
    report = narrowed(None, None, "clara.hoff@example.org")
    assert (report.verdict, report.clean_accounts) == (Verdict.CLEAN, 1)


@pytest.mark.parametrize(
    ("account", "hint"),
    [
        ("anna.berg", "; did you mean anna.berg@example.org?"),
        ("ana.berg@example.org", "; did you mean anna.berg@example.org?"),
        ("nobody@example.net", ""),
    ],
)
def test_an_account_that_occurs_nowhere_is_unknown(account: str, hint: str) -> None:
    report = narrowed(None, None, account)
    assert (report.verdict, report.exit, report.accounts) == (Verdict.UNKNOWN, 3, ())
    assert report.coverage.unseen == f"{account} does not occur in these logs"
    assert f"account {account} never logs in here{hint}" in report.coverage.warnings


def test_an_account_that_was_only_tried_is_clean_and_that_is_said() -> None:
    report = narrowed(None, None, "admin@example.org")
    assert report.verdict == Verdict.CLEAN
    assert report.coverage.warnings == ("account admin@example.org never logs in here",)


def stamp_of(queue_id: str) -> str:
    return next(stamp(line) for line in LINES if f": {queue_id}: client=" in line and f"sasl_username={ANNA}" in line)


def test_the_demo_lies_where_these_tests_read_it() -> None:
    assert {Path(source.path).name for source in narrowed().coverage.sources} == {
        "mail.log.2.gz",
        "mail.log.1",
        "mail.log",
    }
