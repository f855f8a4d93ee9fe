"""Does `postwarden check` tell what really happened? On the logs of real servers, against the truth."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import postwarden.enrich
from cli.console import run
from lab.cast import IDA, KARL, LENA
from lab.playing import Played
from lab.scenarios.auth_login_flood import ABC
from lab.scenarios.silent_deferred_queue import STOPPED, UNWATCHED
from lab.scenarios.tls_brute_force import BRUTE
from lab.truth import Login, Message, SilentLogin, Span, Truth

WORLD = Path(postwarden.enrich.__file__).parent / "data/documentation.mmdb"
ACCUSED: Mapping[str, Mapping[str, str]] = {
    "botnet_burst": {IDA.account: "compromised"},
    "foreign_logins": {KARL.account: "compromised", LENA.account: "compromised"},
    "silent_deferred_queue": {UNWATCHED: "compromised"},
    "auth_login_flood": {ABC: "compromised"},
    "tls_brute_force": {},
    "quiet_month": {},
}
EXITS = {"tls_brute_force": 1, "quiet_month": 0}  # nobody got in, but passwords are in the log; nothing at all
VICTIMS = [(story, account) for story, accounts in ACCUSED.items() for account in accounts]
_SLACK = 1.0  # seconds: stamps are those of the line's arrival

Json = dict[str, Any]
Play = Callable[[str], Played]
for_each_victim = pytest.mark.parametrize(("story", "account"), VICTIMS)


@cache
def judged(log: Path) -> tuple[int, Json]:
    """Exit code and report."""
    options = ["--format", "json", "--all", "--timezone", "Europe/Berlin", "--home", "DE", "--geo", str(WORLD)]
    done = run("check", log, *options)
    assert done.stderr == b""
    return done.returncode, json.loads(done.stdout)


def told(log: Path, account: str) -> Json:
    """What is said about an account."""
    (found,) = (one for one in judged(log)[1]["accounts"] if one["account"] == account)
    assert isinstance(found, dict)
    return found


def bad_messages(truth: Truth, account: str) -> list[Message]:
    return [one for one in truth.messages if one.account == account and one.ip in truth.intruders[account]]


def bad_logins(truth: Truth, account: str) -> list[Login | SilentLogin]:
    """All by which a stranger got in; Postfix does not say who it was that sent nothing."""
    intruders = truth.intruders[account]
    by_name = [one for one in truth.logins if one.account == account and one.ip in intruders]
    return [*by_name, *(one for one in truth.silent_logins if one.ip in intruders)]


def fates(truth: Truth, queue_ids: set[str]) -> tuple[int, int, int]:
    """How many recipients of these mails were told sent, bounced or deferred at last."""
    attempts = sorted((one for one in truth.deliveries if one.queue_id in queue_ids), key=lambda one: one.span.end)
    last = [*{(one.queue_id, one.recipient): one.status for one in attempts}.values()]
    return last.count("sent"), last.count("bounced"), last.count("deferred")


def within(moment: str, span: Span) -> bool:
    return span.begin - _SLACK <= datetime.fromisoformat(moment).timestamp() <= span.end + _SLACK


@pytest.mark.parametrize("story", ACCUSED)
def test_those_are_accused_whose_accounts_were_misused_and_nobody_else(story: str, played: Play) -> None:
    code, report = judged(played(story).log)
    verdicts = {one["account"]: one["verdict"] for one in report["accounts"] if one["verdict"] != "clean"}
    assert verdicts == ACCUSED[story]
    assert code == report["exit"] == EXITS.get(story, 2)
    assert ACCUSED[story].keys() == played(story).truth.intruders.keys()


@pytest.mark.parametrize("story", ACCUSED)
def test_stamps_without_year_and_zone_tell_the_same(story: str, played: Play) -> None:
    reports = [judged(log)[1] for log in (played(story).log, played(story).traditional)]
    first, second = (
        [(one["account"], one["verdict"], one["score"], one["blast"]) for one in report["accounts"]]
        for report in reports
    )
    assert first == second
    assert reports[0]["exit"] == reports[1]["exit"]


@pytest.mark.parametrize("story", ACCUSED)
def test_all_that_happened_is_counted(story: str, played: Play) -> None:
    truth, coverage = played(story).truth, judged(played(story).log)[1]["coverage"]
    assert coverage["logins"] == len(truth.logins)
    assert coverage["failures"] == sum(one.attempts for one in truth.failures)
    assert coverage["messages"] == len(truth.messages)
    assert coverage["deliveries"] == len(truth.deliveries)
    assert (coverage["unread"], coverage["malformed"]) == (0, 0)


@for_each_victim
def test_it_began_when_a_stranger_first_got_in(story: str, account: str, played: Play) -> None:
    first = min((one.span for one in bad_logins(played(story).truth, account)), key=lambda span: span.begin)
    assert within(told(played(story).log, account)["first_bad"], first)


@for_each_victim
def test_the_damage_is_what_was_done(story: str, account: str, played: Play) -> None:
    truth, blast = played(story).truth, told(played(story).log, account)["blast"]
    sent = bad_messages(truth, account)
    queue_ids = {one.queue_id for one in sent}
    assert (blast["messages"], set(blast["queue_ids"])) == (len(sent), queue_ids)
    assert blast["recipients"] == sum(one.recipients or 0 for one in sent)
    assert blast["sender_count"] == len({one.sender for one in sent})
    assert (blast["delivered"], blast["bounced"], blast["deferred"]) == fates(truth, queue_ids)


@for_each_victim
def test_what_waits_in_the_queue_is_named(story: str, account: str, played: Play) -> None:
    truth, blast = played(story).truth, told(played(story).log, account)["blast"]
    waiting = {one.queue_id for one in bad_messages(truth, account)} & set(truth.queued)
    assert (set(blast["queued_ids"]), blast["queued"]) == (waiting, len(waiting))


@for_each_victim
def test_the_strangers_addresses_are_told_from_the_owners(story: str, account: str, played: Play) -> None:
    truth, moments = played(story).truth, told(played(story).log, account)["moments"]
    bad = {one["ip"] for one in moments if one["bad"]}
    assert bad >= {one.ip for one in bad_logins(truth, account) if isinstance(one, Login)}
    assert {one["ip"] for one in moments if one["bad"] and one["messages"]} == {
        one.ip for one in bad_messages(truth, account)
    }


def test_spam_goes_on_after_the_account_is_stopped_and_is_counted(played: Play) -> None:
    story = played("silent_deferred_queue")
    spam = {one.queue_id for one in bad_messages(story.truth, UNWATCHED)}
    afterwards = [one for one in story.truth.deliveries if one.queue_id in spam and one.span.begin > STOPPED]
    assert {one.status for one in afterwards} == {"sent", "bounced", "deferred"}
    assert any(one.queue_id in spam and one.ended == "expired" for one in story.truth.endings)
    assert not any(one.span.begin > STOPPED for one in story.truth.messages if one.account == UNWATCHED)
    blast = told(story.log, UNWATCHED)["blast"]
    assert blast["queued"] > 0
    before = [one for one in story.truth.deliveries if one.queue_id in spam and one.span.begin < STOPPED]
    assert blast["delivered"] > sum(one.status == "sent" for one in before)


def test_a_brute_force_is_told_from_a_break_in_and_by_whom_it_was(played: Play) -> None:
    story = played("tls_brute_force")
    (attacker,) = judged(story.log)[1]["attackers"]
    tried = [one for one in story.truth.failures if one.ip == BRUTE]
    assert attacker["failures"] == len(tried)
    assert (attacker["accounts"], attacker["addresses"]) == (len({one.account for one in tried}), 1)
    assert BRUTE in attacker["evidence"][0]["text"]


def test_passwords_in_the_debug_lines_are_told_and_never_shown(played: Play) -> None:
    story = played("tls_brute_force")
    _, report = judged(story.log)
    (finding,) = report["server"]
    spoken = sum(one.kind == "verbose/auth-plain" for one in story.truth.notices)
    assert finding["detector"] == "credentials_in_log"
    assert finding["text"].startswith(f"{spoken} log lines contain credentials")
    assert report["coverage"]["read"] > 5000
    spoken_lines = [line for line in story.log.read_text().splitlines() if "AUTH PLAIN " in line]
    secrets = [line.partition("AUTH PLAIN ")[2][:12] for line in spoken_lines]
    assert len(secrets) == spoken
    assert not any(secret in json.dumps(report) for secret in secrets)


def test_nobody_is_troubled_by_a_quiet_month(played: Play) -> None:
    _, report = judged(played("quiet_month").log)
    assert (report["verdict"], report["attackers"], report["server"]) == ("clean", [], [])
    assert report["coverage"]["warnings"] == []
    assert report["clean_accounts"] == len({one.account for one in played("quiet_month").truth.logins})
