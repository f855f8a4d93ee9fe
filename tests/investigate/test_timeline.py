"""Does the story of an account hold what surrounds each login?"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from pipeline import Spot, tables_from_lines
from postwarden.investigate.timeline import Entry, surroundings, timeline
from postwarden.model.findings import Line
from postwarden.model.narrowing import Asked
from postwarden.model.settings import Settings
from postwarden.model.values import Account, Sender

PLACES = {"192.0.2.0/24": Spot("DE", "Berlin", 52.5, 13.4), "203.0.113.0/24": Spot("NG", "Lagos", 6.5, 3.4)}


def at(clock: str, text: str, day: int = 19) -> bytes:
    return f"2026-11-{day}T{clock}+00:00 mx {text}".encode()


def mail(clock: str, queue_id: str, ip: str, account: str, sender: str, *statuses: str, day: int = 19) -> list[bytes]:
    login = f"client=unknown[{ip}], sasl_method=PLAIN, sasl_username={account}"
    deliveries = [
        at(f"{clock}:0{3 + n}", f"postfix/smtp[3]: {queue_id}: to=<{n}@example.net>, relay=mx.example.net[198.51.100.9]"
           f":25, delay=1, delays=0/0/0/1, dsn=2.0.0, status={status} (x)", day)
        for n, status in enumerate(statuses)
    ]  # fmt: skip
    return [
        at(f"{clock}:00", f"postfix/smtpd[1]: connect from unknown[{ip}]", day),
        at(f"{clock}:01", f"postfix/smtpd[1]: {queue_id}: {login}", day),
        at(f"{clock}:02", f"postfix/qmgr[2]: {queue_id}: from=<{sender}>, size=9, nrcpt={len(statuses)} (queue active)",
           day),
        *deliveries,
        at(f"{clock}:09", f"postfix/smtpd[1]: disconnect from unknown[{ip}] ehlo=1 auth=1 mail=1 rcpt=1 data=1",
           day),
    ]  # fmt: skip


def failed(clock: str, ip: str, account: str) -> bytes:
    return at(clock, f"postfix/smtpd[1]: warning: unknown[{ip}]: SASL PLAIN authentication failed: x, "
              f"sasl_username={account}")  # fmt: skip


ANNA = "anna@example.org"
LOG = [
    *mail("07:00", "AAAAAAA1", "192.0.2.7", ANNA, ANNA, "sent", day=18),
    *mail("08:00", "AAAAAAA2", "192.0.2.7", ANNA, ANNA, "sent"),
    *mail("08:10", "AAAAAAA3", "192.0.2.7", "ben@example.org", "ben@example.org", "sent"),
    failed("09:00:00", "203.0.113.9", ANNA),
    failed("09:00:05", "203.0.113.9", "info@example.org"),
    at("09:10:00", "postfix/smtpd[4]: connect from unknown[203.0.113.9]"),
    at("09:10:05", "postfix/smtpd[4]: disconnect from unknown[203.0.113.9] ehlo=1 auth=1 quit=1 commands=3"),
    *mail("09:20", "AAAAAAA4", "203.0.113.9", ANNA, "bank@example.com", "sent", "bounced", "deferred"),
    *mail("09:30", "AAAAAAA5", "203.0.113.9", ANNA, ANNA, "sent"),
    at("11:00:00", "postfix/smtpd[5]: NOQUEUE: reject: RCPT from unknown[203.0.113.9]: 550 5.1.1 <no@example.org>: "
       "User unknown; from=<x@example.com> to=<no@example.org> proto=ESMTP helo=<pc>"),
]  # fmt: skip


@pytest.fixture
def tables(tmp_path: Path) -> Any:
    return tables_from_lines(LOG, tmp_path, PLACES).connection


def told(tables: Any, **asked: Any) -> list[Entry]:
    return list(timeline(tables, ANNA, Asked(accounts=[ANNA], **asked), None, None)[0])


def test_runs_of_one_kind_in_the_order_of_time(tables: Any) -> None:
    story = [(e.facts["kind"], e.facts["first"][8:16], e.facts["count"], e.facts["ip"]) for e in told(tables)]
    assert story == [
        ("login", "18T07:00", 1, "192.0.2.7"),
        ("login", "19T08:00", 1, "192.0.2.7"),
        ("failure", "19T09:00", 1, "203.0.113.9"),
        ("silent login", "19T09:10", 1, "203.0.113.9"),
        ("login", "19T09:20", 2, "203.0.113.9"),
    ]


def test_what_was_done_with_the_logins(tables: Any) -> None:
    facts = told(tables)[-1].facts
    assert (facts["mails"], facts["recipients"], facts["queued"]) == (2, 4, 2)
    assert (facts["delivered"], facts["bounced"], facts["deferred"]) == (2, 1, 1)
    assert (facts["forged"], facts["senders"]) == (1, ["bank@example.com", ANNA])
    assert facts["queue_ids"] == ["AAAAAAA4", "AAAAAAA5"]


def test_a_sender_that_the_configuration_permits_is_no_other_name(tmp_path: Path) -> None:
    for allowed in ("bank@example.com", "@example.com", "*"):
        settings = Settings(send_as={Account(ANNA): (Sender(allowed),)})
        connection = tables_from_lines(LOG, tmp_path, PLACES, settings=settings).connection
        assert told(connection)[-1].facts["forged"] == 0


def test_what_is_known_of_the_address(tables: Any) -> None:
    _, own, _, silent, foreign = told(tables)
    assert (own.facts["neighbours"], own.facts["abroad"], own.facts["failures_before"]) == (
        ["ben@example.org"],
        False,
        0,
    )
    assert (foreign.facts["failures_before"], foreign.facts["abroad"]) == (2, True)  # to whichever account
    assert foreign.facts["place"] == "Lagos, Nigeria"
    assert silent.facts["network"] == "203.0.113.0/24"


def test_only_the_time_that_is_told(tables: Any) -> None:
    begin = 1_795_046_400_000_000 + 9 * 3_600_000_000  # 2026-11-19 09:00
    entries, before, after = timeline(tables, ANNA, Asked(accounts=[ANNA]), begin, begin + 60_000_000)
    assert ([entry.facts["kind"] for entry in entries], before, after) == (["failure"], 2, 2)


def test_only_mail_of_a_sender(tables: Any) -> None:
    logins = [entry for entry in told(tables, senders=["bank@example.com"]) if entry.facts["kind"] == "login"]
    assert [(entry.facts["mails"], entry.facts["queue_ids"]) for entry in logins] == [(1, ["AAAAAAA4"])]


def test_the_lines_around_a_login_are_those_of_its_session_and_mail(tables: Any) -> None:
    foreign = told(tables)[-1]
    first = LOG.index(next(line for line in LOG if b"AAAAAAA4" in line))  # the connect line's number, 1-based
    lines = surroundings(tables)[foreign.at]
    assert lines == [Line(0, number) for number in range(first, first + 7)]


def test_an_account_that_is_not_there(tables: Any) -> None:
    assert timeline(tables, "nobody", Asked(accounts=["nobody"]), None, None) == ([], 0, 0)
