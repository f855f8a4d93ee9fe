"""Does the log say what the truth says? Counted anew, with regular expressions of their own."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import pytest
from simulator.month import EVENTS, LOG, TRUTH

MAIL = re.compile(r"smtpd\[\d+\]: ([0-9A-F]+): client=[^\[]*\[([^\]]+)\], sasl_method=\w+, sasl_username=(\S+)$")
LOGIN = re.compile(r"(imap|pop3|managesieve)-login: Login: user=<([^>]+)>, .*rip=([^,]+),")
DELIVERY = re.compile(r"postfix/smtp\[\d+\]: ([0-9A-F]+): to=.*, dsn=([0-9.]+), status=(\w+)")
SILENT = re.compile(r"disconnect from [^\[]*\[([^\]]+)\] (?!.*mail=).*auth=1")
Truth = dict[str, Any]


@pytest.fixture(scope="module")
def lines(month: Path) -> list[str]:
    return (month / LOG).read_text().splitlines()


@pytest.fixture(scope="module")
def truth(month: Path) -> Truth:
    told: Truth = json.loads((month / TRUTH).read_text())
    return told


def _bad(truth: Truth, account: str) -> dict[str, Any]:
    attack: dict[str, Any] = truth["accounts"][account]["attack"] or {}
    return attack


def test_mails_and_logins_of_every_account_are_in_the_log(lines: list[str], truth: Truth) -> None:
    mails, logins = Counter[str](), Counter[str]()
    for line in lines:
        if found := MAIL.search(line):
            mails[found[3].lower()] += 1
        elif found := LOGIN.search(line):
            logins[found[2].lower()] += 1
    for name, account in truth["accounts"].items():
        attack = account["attack"] or {"messages": 0, "logins": 0}
        assert mails.pop(name, 0) == account["owner"]["messages"] + attack["messages"], name
        assert logins.pop(name, 0) == account["owner"]["logins"] + attack["logins"], name
    assert not mails
    assert not logins


def test_the_intruders_mails_come_from_the_intruders_addresses(lines: list[str], truth: Truth) -> None:
    seen: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for line in lines:
        if found := MAIL.search(line):
            seen[found[3].lower()][found[2]] += 1
    checked = 0
    for name, account in truth["accounts"].items():
        attack = account["attack"]
        if attack and attack["kind"] not in ("owners_malware", "through_webmail") and not attack["hidden"]:
            by_address = seen[name]
            assert sum(by_address[ip] for ip in attack["addresses"]) == attack["messages"], name
            checked += 1
    assert checked >= 6


def test_silent_logins_are_in_the_log(lines: list[str], truth: Truth) -> None:
    told = sum(account["attack"]["silent"] for account in truth["accounts"].values() if account["attack"])
    assert told == sum(SILENT.search(line) is not None for line in lines)


def test_the_first_bad_moment_is_that_of_a_line(lines: list[str], truth: Truth) -> None:
    stamps = {line.partition(" ")[0] for line in lines}
    for name, account in truth["accounts"].items():
        if account["attack"]:
            assert account["attack"]["first_bad"] in stamps, name
            assert account["attack"]["last_bad"] >= account["attack"]["first_bad"]


def test_the_events_add_up_to_the_truth(month: Path, truth: Truth) -> None:
    with (month / EVENTS).open(newline="") as rows:
        events = list(csv.DictReader(rows))
    sent = Counter(event["account"] for event in events if event["what"] == "message" and event["by"] == "attacker")
    told = {name: _bad(truth, name).get("messages", 0) for name in truth["accounts"]}
    assert sent == {name: number for name, number in told.items() if number}
    assert [event["time"] for event in events] == sorted(event["time"] for event in events)


def test_honest_mail_bounces_now_and_then_and_is_not_refused_as_spam(lines: list[str], truth: Truth) -> None:
    who: dict[str, str] = {}
    results: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for line in lines:
        if found := MAIL.search(line):
            bad = found[2] in _bad(truth, found[3].lower()).get("addresses", ())
            who[found[1]] = "bad" if bad else "own"
        elif (found := DELIVERY.search(line)) and found[1] in who:
            results[who[found[1]]][found[2]] += 1
    own, bad_ones = results["own"], results["bad"]
    assert 0.003 < own["5.1.1"] / own.total() < 0.02
    assert own["5.7.1"] + own["4.7.0"] < 0.01 * own.total()
    assert bad_ones["5.1.1"] / bad_ones.total() > 0.05
    assert bad_ones["5.7.1"] + bad_ones["4.7.0"] > 0


def test_volumes_are_heavy_tailed(truth: Truth) -> None:
    volumes = sorted(account["owner"]["messages"] for account in truth["accounts"].values())
    half, most = volumes[len(volumes) // 2], volumes[-len(volumes) // 20]
    assert 3 < half < 60
    assert most > 4 * half
