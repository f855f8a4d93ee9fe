"""Is the story of a mail whole, and only its own, from the session to its end?"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from pipeline import tables_from_lines
from postwarden.investigate.trace import Story, Traced, trace
from postwarden.model.narrowing import Asked


def at(clock: str, text: str) -> bytes:
    return f"2026-11-19T{clock}+00:00 mx {text}".encode()


SENT = "relay=mx.example.net[198.51.100.9]:25, delay=1.5, delays=0/0/0/1, dsn=2.0.0, status=sent (250 ok)"
LATER = "relay=mx.example.net[198.51.100.9]:25, delay=2, delays=0/0/0/2, dsn=4.7.0, status=deferred (451 later)"
LOG = [
    at("08:00:00", "postfix/smtpd[1]: connect from unknown[203.0.113.9]"),
    at("08:00:01", "postfix/smtpd[1]: warning: unknown[203.0.113.9]: SASL PLAIN authentication failed: x, "
       "sasl_username=anna@example.org"),
    at("08:00:02", "postfix/smtpd[1]: AAAAAAA1: client=unknown[203.0.113.9], sasl_method=PLAIN, "
       "sasl_username=anna@example.org"),
    at("08:00:03", "postfix/cleanup[2]: AAAAAAA1: message-id=<one@bank.example.com>"),
    at("08:00:04", "postfix/qmgr[3]: AAAAAAA1: from=<bank@example.com>, size=900, nrcpt=2 (queue active)"),
    at("08:00:05", "postfix/smtpd[1]: NOQUEUE: reject: RCPT from unknown[203.0.113.9]: 550 5.1.1 <no@example.org>: "
       "Recipient address rejected: User unknown; from=<bank@example.com> to=<no@example.org> proto=ESMTP helo=<pc>"),
    at("08:00:06", "postfix/smtpd[1]: disconnect from unknown[203.0.113.9] ehlo=1 auth=1/2 mail=1 rcpt=2/3 data=1 "
       "quit=1 commands=7/9"),
    at("08:00:07", f"postfix/smtp[4]: AAAAAAA1: to=<b@example.net>, {SENT}"),
    at("08:00:08", f"postfix/smtp[4]: AAAAAAA1: to=<c@example.net>, {LATER}"),
    at("08:05:00", "postfix/qmgr[3]: AAAAAAA1: from=<bank@example.com>, size=900, nrcpt=2 (queue active)"),
    at("08:05:01", "postfix/smtp[4]: AAAAAAA1: to=<c@example.net>, relay=mx.example.net[198.51.100.9]:25, delay=300, "
       "delays=0/0/0/1, dsn=5.1.1, status=bounced (550 no)"),
    at("08:05:02", "postfix/cleanup[2]: BBBBBBB2: message-id=<report@mx.example.org>"),
    at("08:05:02", "postfix/bounce[5]: AAAAAAA1: sender non-delivery notification: BBBBBBB2"),
    at("08:05:02", "postfix/qmgr[3]: BBBBBBB2: from=<>, size=2000, nrcpt=1 (queue active)"),
    at("08:05:03", "postfix/qmgr[3]: AAAAAAA1: removed"),
    at("08:05:04", f"postfix/smtp[4]: BBBBBBB2: to=<bank@example.com>, {SENT}"),
    at("08:05:05", "postfix/qmgr[3]: BBBBBBB2: removed"),
    at("09:00:00", "postfix/pickup[6]: AAAAAAA1: uid=33 from=<www-data>"),
    at("09:00:01", "postfix/qmgr[3]: AAAAAAA1: from=<www-data@mx.example.org>, size=70, nrcpt=1 (queue active)"),
    at("09:00:02", f"postfix/smtp[4]: AAAAAAA1: to=<root@example.net>, {SENT}"),
    at("09:00:03", "postfix/qmgr[3]: AAAAAAA1: removed"),
    at("09:30:00", "postfix/smtpd[7]: NOQUEUE: reject: RCPT from unknown[203.0.113.77]: 554 5.7.1 <x@example.net>: "
       "Relay access denied; from=<y@example.com> to=<x@example.net> proto=ESMTP helo=<pc>"),
]  # fmt: skip
FILTERED = [
    at("08:00:00", "postfix/smtpd[1]: connect from mail.example.com[198.51.100.20]"),
    at("08:00:01", "postfix/smtpd[1]: AAAAAAA1: client=mail.example.com[198.51.100.20]"),
    at("08:00:02", "postfix/qmgr[3]: AAAAAAA1: from=<a@example.com>, size=900, nrcpt=1 (queue active)"),
    at("08:00:03", "postfix/smtpd[9]: CCCCCCC3: client=localhost[127.0.0.1], orig_queue_id=AAAAAAA1, "
       "orig_client=mail.example.com[198.51.100.20]"),
    at("08:00:03", "postfix/qmgr[3]: CCCCCCC3: from=<a@example.com>, size=1100, nrcpt=1 (queue active)"),
    at("08:00:04", "postfix/smtp[4]: AAAAAAA1: to=<b@example.org>, relay=127.0.0.1[127.0.0.1]:10024, delay=1, "
       "delays=0/0/0/1, dsn=2.0.0, status=sent (250 2.0.0 from MTA(smtp:[127.0.0.1]:10025): 250 2.0.0 Ok: queued as "
       "CCCCCCC3)"),
    at("08:00:04", "postfix/qmgr[3]: AAAAAAA1: removed"),
    at("08:00:05", f"postfix/smtp[4]: CCCCCCC3: to=<b@example.org>, {SENT}"),
    at("08:00:06", "postfix/qmgr[3]: CCCCCCC3: removed"),
]  # fmt: skip


@pytest.fixture
def ask(tmp_path: Path) -> Any:
    def traced(query: str, most: int | None = None, log: list[bytes] = LOG, **asked: Any) -> Traced:
        return trace(tables_from_lines(log, tmp_path).connection, query, Asked(**asked), most)

    return traced


def kinds(story: Story) -> list[str]:
    return [step.facts["kind"] for step in story.steps]


def test_each_line_of_the_mail_is_a_step(ask: Any) -> None:
    first, _ = ask("AAAAAAA1").stories
    assert kinds(first) == [
        "connect", "failure", "from login", "message id", "queued", "reject", "disconnect", "sent", "deferred",
        "retried", "bounced", "non-delivery", "removed",
    ]  # fmt: skip
    assert [step.at.line for step in first.steps] == [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15]


def test_a_step_has_the_facts_of_its_line(ask: Any) -> None:
    first, _ = ask("AAAAAAA1").stories
    facts = {step.facts["kind"]: step.facts for step in first.steps}
    assert (facts["from login"]["account"], facts["from login"]["method"]) == ("anna@example.org", "PLAIN")
    assert (facts["queued"]["sender"], facts["queued"]["size"]) == ("bank@example.com", 900)
    assert (facts["sent"]["recipient"], facts["sent"]["delay_s"]) == ("b@example.net", 1.5)
    assert facts["sent"]["relay"] == "mx.example.net[198.51.100.9]:25"
    assert facts["non-delivery"]["related"] == "BBBBBBB2"


def test_a_queue_id_that_is_used_again_is_another_mail(ask: Any) -> None:
    told = ask("AAAAAAA1")
    assert [story.facts["origin"] for story in told.stories] == ["login", "local"]
    assert kinds(told.stories[1]) == ["from local", "queued", "sent", "removed"]
    assert told.stories[1].steps[0].facts["uid"] == 33


def test_the_report_says_what_it_is_about(ask: Any) -> None:
    (report,) = ask("BBBBBBB2").stories
    assert kinds(report) == ["message id", "reports", "queued", "sent", "removed"]
    assert report.steps[1].facts["related"] == "AAAAAAA1"


def test_a_filter_in_between_is_part_of_the_story(ask: Any) -> None:
    for query in ("AAAAAAA1", "CCCCCCC3"):
        (story,) = ask(query, log=FILTERED).stories
        assert story.facts["queue_ids"] == ["AAAAAAA1", "CCCCCCC3"]
        steps = kinds(story)
        assert steps.count("removed") == 2
        assert {"from network", "returned", "handed over", "sent"} <= set(steps)


@pytest.mark.parametrize(
    ("query", "way", "first_lines"),
    [
        ("one@bank.example.com", "Message-ID", [1]),
        ("<one@bank.example.com>", "Message-ID", [1]),
        ("BANK@example.com", "address", [1, 12]),
        ("root@example.net", "address", [18]),
        ("anna@example.org", "address", [1]),
        ("203.0.113.9", "client", [1]),
        ("203.0.113.0/24", "client", [1]),
    ],
)
def test_what_a_query_means(ask: Any, query: str, way: str, first_lines: list[int]) -> None:
    told = ask(query)
    assert (told.understood_as, [story.steps[0].at.line for story in told.stories]) == (way, first_lines)


def test_the_latest_are_told_where_there_are_too_many(ask: Any) -> None:
    told = ask("AAAAAAA1", 1)
    assert ([story.facts["origin"] for story in told.stories], told.left_out) == (["local"], 1)


def test_narrowed(ask: Any) -> None:
    assert len(ask("AAAAAAA1", recipients=["root@example.net"]).stories) == 1
    assert len(ask("AAAAAAA1", accounts=["anna@example.org"]).stories) == 1
    assert ask("AAAAAAA1", senders=["nobody@example.org"]).stories == []


def test_a_refusal_without_a_mail_is_told(ask: Any) -> None:
    for query in ("x@example.net", "y@example.com", "203.0.113.77"):
        told = ask(query)
        assert (told.stories, [step.at.line for step in told.refusals]) == ([], [22])


def test_nothing_is_found_where_nothing_is(ask: Any) -> None:
    for query in ("ZZZZZZZ9", "nobody@example.org", "192.0.2.200", "", "'; drop table messages; --", "%"):
        told = ask(query)
        assert (told.understood_as, told.stories, told.refusals) == ("", [], [])
    assert ask("AAAAAAA1", log=[]).stories == []
