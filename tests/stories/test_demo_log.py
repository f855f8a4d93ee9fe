"""Is the shipped demo incident what its truth says? Plain Python on the raw lines, without any of our own parsing."""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter
from datetime import datetime
from ipaddress import ip_address, ip_network
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

LOGS = Path(__file__).parents[2] / "src/postwarden/app/demo"
TRUTH: dict[str, Any] = json.loads((Path(__file__).parent / "demo_truth.json").read_text())
BREAK_IN = TRUTH["compromised"]

DOCUMENTATION = [ip_network(n) for n in ("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "2001:db8::/32")]
EXAMPLE = re.compile(r"(?:^|\.)example\.(?:org|com|net)$")
KINDS = (
    "lost connection after CONNECT",
    "commands=0/0",
    "Relay access denied",
    "User unknown in virtual mailbox table",
    "Helo command rejected: need fully-qualified hostname",
    "non-SMTP command",
    "SSL_accept error",
    "status=sent",
    "status=bounced",
    "status=deferred",
    "550 5.1.1",
    "421 4.7.0 spam",
    "refused to talk to me: 421 4.7.0",
    "delivery temporarily suspended",
    "550 5.7.1 Unfortunately",
    "Greylisted",
    "sender non-delivery notification",
    "imap-login: Login: user=<",
    "pop3-login: Login: user=<",
    "saved mail to INBOX",
    "statistics: max connection rate",
)


def read(name: str) -> list[str]:
    raw = (LOGS / name).read_bytes()
    return (gzip.decompress(raw) if name.endswith(".gz") else raw).decode("ascii").splitlines()


FILES = {name: read(name) for name in ("mail.log.2.gz", "mail.log.1", "mail.log")}
LINES = [line for lines in FILES.values() for line in lines]


def stamp(line: str) -> str:
    return line.partition(" ")[0]


def spam() -> dict[str, str]:
    """Queue id → client address of every mail sent as Anna in the night."""
    wanted = re.compile(
        rf"smtpd\[\d+\]: ([0-9A-F]+): client=\S+\[(\S+)\], sasl_method=PLAIN, sasl_username={BREAK_IN['account']}$"
    )
    night = (line for line in LINES if BREAK_IN["first_message"] <= stamp(line) <= BREAK_IN["last_message"])
    return {found[1]: found[2] for line in night if (found := wanted.search(line))}


def of_spam(pattern: str) -> list[re.Match[str]]:
    ids = spam()
    from_then_on = (line for line in FILES["mail.log"] if stamp(line) >= BREAK_IN["first_message"])
    return [found for line in from_then_on if (found := re.search(pattern, line)) and found[1] in ids]


def failed(account: str, address: str) -> list[str]:
    smtp = re.compile(rf"\[{address}\]: SASL \w+ authentication failed: .*sasl_username={account}$")
    imap = re.compile(rf"imap-login: .*\(auth failed, 1 attempts in \d secs\): user=<{account}>,.* rip={address},")
    return [line for line in LINES if smtp.search(line) or imap.search(line)]


def test_the_set_is_whole_and_small() -> None:
    assert {name: len(lines) for name, lines in FILES.items()} == TRUTH["lines"]
    assert sum(len(gzip.compress("\n".join(lines).encode())) for lines in FILES.values()) < 600_000


def test_stamps_are_rfc_3339_and_only_go_forward() -> None:
    stamps = [stamp(line) for line in LINES]
    assert all(re.fullmatch(r"2026-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}\+02:00", text) for text in stamps)
    moments = [datetime.fromisoformat(text) for text in stamps]
    assert all(earlier < later for earlier, later in pairwise(moments))
    assert (moments[-1] - moments[0]).days in range(32, 36)


def test_files_are_cut_on_sundays() -> None:
    for newer in ("mail.log.1", "mail.log"):
        assert datetime.fromisoformat(stamp(FILES[newer][0])).strftime("%A") == "Sunday"


def test_every_line_is_of_the_two_servers() -> None:
    envelope = re.compile(r"\S+ mail (?:postfix/(?:submissions?/)?[a-z]+\[\d+\]|dovecot): \S")
    assert [line for line in LINES if not envelope.match(line)] == []


def test_only_documentation_addresses_occur() -> None:
    four = {found for line in LINES for found in re.findall(r"(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?![\w.])", line)}
    six = {found for line in LINES for found in re.findall(r"[\[=:]([0-9a-f]{1,4}(?::[0-9a-f]{0,4}){2,7})[\],]", line)}
    addresses = four | six
    assert len(four) > 50
    assert len(six) > 50
    assert {text for text in addresses if not any(ip_address(text) in network for network in DOCUMENTATION)} == set()


def test_only_example_domains_occur() -> None:
    domains = {found for line in LINES for found in re.findall(r"@([\w.-]*\w)", line)}
    hosts = {found for line in LINES for found in re.findall(r"(?:from |client=|relay=|host )([\w.-]+)\[", line)}
    assert {name for name in domains | hosts - {"unknown"} if not EXAMPLE.search(name)} == set()


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_line_of_the_story_is_there(kind: str) -> None:
    assert any(kind in line for line in LINES)


def test_nothing_went_wrong_on_the_stage() -> None:
    assert [line for line in LINES if re.search(r"fatal:|panic:|error: open|Error:|/tmp/|faketime", line)] == []


def test_first_bad_moment_is_a_login_that_sends_nothing() -> None:
    address = BREAK_IN["credential_test_address"]
    disconnects = [line for line in LINES if f"disconnect from unknown[{address}]" in line]
    assert [stamp(line) for line in disconnects] == [BREAK_IN["first_bad"]]
    assert "auth=1/3 quit=1" in disconnects[0]
    assert not any(f"client=unknown[{address}]" in line for line in LINES)
    guesses = failed(BREAK_IN["account"], r"198\.51\.100\.\d+")
    assert stamp(guesses[0]) == BREAK_IN["first_failure"]
    assert len(guesses) == 5
    assert stamp(guesses[-1]) < BREAK_IN["first_bad"]


def test_burst_is_as_large_as_the_play_says() -> None:
    clients = Counter(spam().values())
    assert clients.total() == BREAK_IN["messages"] == 420
    assert dict(sorted(clients.items())) == BREAK_IN["messages_by_address"]
    queued = {found[1]: found for found in of_spam(r": ([0-9A-F]+): from=<([^>]*)>, size=\d+, nrcpt=(\d+)")}
    assert sum(int(found[3]) for found in queued.values()) == BREAK_IN["recipients"]
    assert len({found[2] for found in queued.values()}) == BREAK_IN["senders"]


def test_recipients_of_the_burst_and_what_became_of_them() -> None:
    attempts = of_spam(r": ([0-9A-F]+): to=<([^>]+)>.* dsn=([\d.]+), status=(\w+)")
    assert len({found[2] for found in attempts}) == BREAK_IN["distinct_recipients"]
    assert len({found[2] for found in attempts if found[4] == "bounced"}) == BREAK_IN["refused_recipients"]
    assert {found[3] for found in attempts if found[4] == "deferred"} == {"4.7.0"}


def test_spam_that_is_still_queued_was_never_removed() -> None:
    removed = {found[1] for found in of_spam(r": ([0-9A-F]+): removed$")}
    assert sorted(spam().keys() - removed) == BREAK_IN["still_queued"]
    assert len(BREAK_IN["still_queued"]) > 20


def test_brute_force_and_spraying_failed() -> None:
    force = TRUTH["brute_force"]
    assert len(failed(r"\S+", r"203\.0\.113\.\d+")) == force["failures"]
    bad = [rf"[\[=]{re.escape(ip)}[\],]" for ip in (*force["addresses"], *TRUTH["spraying"]["addresses"])]
    theirs = [line for line in LINES if re.search("|".join(bad), line)]
    assert not [line for line in theirs if re.search(r" auth=[1-9]|sasl_method=|Login: user=", line)]
    sprayed = [line for ip in TRUTH["spraying"]["addresses"] for line in failed(r"\S+", ip)]
    assert len(sprayed) == TRUTH["spraying"]["failures"]


def test_stale_password_knocks_from_where_its_owner_works() -> None:
    stale = TRUTH["stale_password"]
    assert len(failed(stale["account"], re.escape(stale["address"]))) == sum(stale["failures"].values())
    assert any(f"Login: user=<{stale['account']}>" in line and stale["address"] in line for line in LINES)


def test_owner_reads_her_mail_the_morning_after() -> None:
    morning = [line for line in LINES if stamp(line) > "2026-10-16T06" and f"<{BREAK_IN['account']}>" in line]
    usual = ("rip=192.0.2.11,", "rip=192.0.2.226,")
    assert any("imap-login: Login" in line and any(ip in line for ip in usual) for line in morning)


def test_all_accounts_are_in_use() -> None:
    sent = {found[1] for line in LINES if (found := re.search(r"sasl_method=\w+, sasl_username=(\S+)$", line))}
    assert sorted(sent) == TRUTH["accounts"]
