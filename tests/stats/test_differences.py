"""Is every difference from pflogsumm the one that the manual explains? Each row of its table has a case here."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from postwarden.model.statistics import Figures
from stats.counting import figures_of_lines
from stats.pflogsumm import PROGRAM, Summary, summary

PAGE = Path(__file__).parents[2] / "docs/explanation/stats-and-pflogsumm.md"
MOMENT = "2026-11-02T10:00:{:06.3f}+00:00 mx postfix/"
CLIENT = "client=mx.example.net[192.0.2.8]"
QUEUED = "from=<a@example.net>, size=1000, nrcpt=1 (queue active)"
SENT = "relay=mx.example.com[192.0.2.9]:25, delay=1, delays=0/0/0/1, dsn=2.0.0, status=sent"


def log(*lines: str, step: float = 1.5) -> str:
    """Lines one after the other: `smtpd[1]: text`."""
    return "".join(f"{MOMENT.format(number * step)}{line}\n" for number, line in enumerate(lines))


@dataclass(frozen=True, slots=True)
class Difference:
    """A log in which the two differ: what each says of the same thing."""

    row: str
    """First cell of the row that explains it."""
    log: str
    ours: Callable[[Figures], object]
    theirs: Callable[[Summary], object]
    expected: tuple[object, object]


def total(name: str) -> Callable[[Summary], int]:
    return lambda told: told.totals[name].value


def nested(title: str) -> Callable[[Summary], dict[tuple[str, ...], int]]:
    return lambda told: told.nested.get(title, {})


FILTERED = log(
    f"smtpd[1]: AAAAAA1: {CLIENT}",
    f"qmgr[2]: AAAAAA1: {QUEUED}",
    "10025/smtpd[3]: AAAAAA2: client=localhost[127.0.0.1], orig_queue_id=AAAAAA1",
    f"qmgr[2]: AAAAAA2: {QUEUED}",
    "smtp[4]: AAAAAA1: to=<b@example.com>, relay=127.0.0.1[127.0.0.1]:10024, delay=1, dsn=2.0.0, "
    "status=sent (250 2.0.0 from MTA: 250 2.0.0 Ok: queued as AAAAAA2)",
    f"smtp[4]: AAAAAA2: to=<b@example.com>, {SENT} (250 ok)",
    "qmgr[2]: AAAAAA1: removed",
    "qmgr[2]: AAAAAA2: removed",
)
REUSED = log(
    *(
        line
        for sender in ("a@example.net", "b@example.net")
        for line in (
            f"smtpd[1]: AAAAAA1: {CLIENT}",
            f"qmgr[2]: AAAAAA1: from=<{sender}>, size=1000, nrcpt=1 (queue active)",
            f"smtp[4]: AAAAAA1: to=<b@example.com>, {SENT} (250 ok)",
            "qmgr[2]: AAAAAA1: removed",
        )
    )
)
SESSION = log(
    "smtpd[1]: connect from mx.example.net[192.0.2.8]",
    "smtpd[1]: disconnect from mx.example.net[192.0.2.8] ehlo=1 quit=1 commands=2",
)


def one(text: str) -> str:
    """A mail of which one line tells the fate."""
    return log(f"smtpd[1]: AAAAAA1: {CLIENT}", f"qmgr[2]: AAAAAA1: {QUEUED}", text)


DIFFERENCES = (
    Difference(
        "services with other names",
        log(f"submissions/smtpd[1]: AAAAAA1: {CLIENT}", f"qmgr[2]: AAAAAA1: {QUEUED}"),
        lambda ours: ours.totals.received,
        total("received"),
        (1, 0),
    ),
    Difference(
        "filters and proxies on the server itself",
        FILTERED.replace("10025/smtpd", "smtpd"),
        lambda ours: (ours.totals.received, ours.totals.delivered, ours.totals.bytes_received),
        lambda told: tuple(told.totals[name].value for name in ("received", "delivered", "bytes received")),
        ((1, 1, 1000), (2, 2, 2000)),
    ),
    Difference(
        "mail that `postsuper -r` requeues",
        log(
            f"smtpd[1]: AAAAAA1: {CLIENT}",
            f"qmgr[2]: AAAAAA1: {QUEUED}",
            "postsuper[5]: AAAAAA1: requeued",
            "pickup[6]: BBBBBB2: uid=101 from=<a@example.net> orig_id=AAAAAA1",
            f"qmgr[2]: BBBBBB2: {QUEUED}",
        ),
        lambda ours: ours.totals.received,
        total("received"),
        (1, 2),
    ),
    Difference(
        "queue ids that are used again",
        REUSED,
        lambda ours: (ours.totals.senders, ours.totals.bytes_received),
        lambda told: (told.totals["senders"].value, told.totals["bytes received"].value),
        ((2, 2000), (1, 1000)),
    ),
    Difference(
        "what milters refuse before DATA",
        log(
            "smtpd[1]: NOQUEUE: milter-reject: RCPT from unknown[203.0.113.7]: 550 5.7.1 no; from=<a@example.net> "
            "to=<b@example.com> proto=ESMTP helo=<x>"
        ),
        lambda ours: ours.totals.rejected,
        total("rejected"),
        (1, 0),
    ),
    Difference(
        "hang-ups",
        log("smtpd[1]: NOQUEUE: hangup: RCPT from unknown[203.0.113.7]: ; from=<a@example.net> to=<b@example.com>"),
        lambda ours: ours.totals.rejected,
        total("rejected"),
        (1, 0),
    ),
    Difference(
        "mail that discard(8) throws away",
        one("discard[4]: AAAAAA1: to=<b@example.com>, relay=none, delay=1, dsn=2.0.0, status=sent (thrown away)"),
        lambda ours: (ours.totals.delivered, ours.totals.discarded),
        lambda told: (told.totals["delivered"].value, told.totals["discarded"].value),
        ((0, 1), (1, 0)),
    ),
    Difference(
        "soft_bounce",
        one(
            "smtp[4]: AAAAAA1: to=<b@example.com>, relay=mx.example.com[192.0.2.9]:25, delay=1, delays=0/0/0/1, "
            "dsn=5.1.1, status=SOFTBOUNCE (no such user)"
        ),
        lambda ours: ours.totals.deferrals,
        lambda told: "deferrals" in told.totals,
        (1, False),
    ),
    Difference(
        "addresses and Message-IDs that look like a part of the line",
        one("").replace("from=<a@example.net>", 'from=<"x>, size=1, nrcpt=999 (queue active)"@example.net>'),
        lambda ours: [(row.sender, row.bytes) for row in ours.senders_by_size],
        lambda told: [(name, cells[0]) for name, cells in told.tables["Senders by message size"]],
        ([('"x>, size=1, nrcpt=999 (queue active)"@example.net', 1000)], [('"x', "1")]),
    ),
    Difference(
        "replies that say “forwarded as”",
        one(f"smtp[4]: AAAAAA1: to=<b@example.com>, {SENT} (250 ok, forwarded as BBBBBB2)"),
        lambda ours: (ours.totals.delivered, ours.totals.forwarded),
        lambda told: (told.totals["delivered"].value, told.totals["forwarded"].value),
        ((1, 0), (0, 1)),
    ),
    Difference(
        "how long sessions took",
        SESSION,
        lambda ours: ours.totals.connection_seconds,
        total("total connect time"),
        (1.5, 1),
    ),
    Difference(
        "sessions whose begin is not in the log",
        "".join(SESSION.splitlines(keepends=True)[1:]),
        lambda ours: ours.totals.connections,
        total("smtpd connections"),
        (1, 0),
    ),
    Difference(
        "names and addresses of IPv6 clients",
        SESSION.replace("192.0.2.8", "2001:db8::8"),
        lambda ours: [row.host for row in ours.sessions_by_host],
        lambda told: [name for name, _ in told.tables["Host/Domain Summary: SMTPD Connections"]],
        (["example.net"], [""]),
    ),
    Difference(
        "hours",
        one("") + one("").replace("11-02T", "11-03T").replace("AAAAAA1", "BBBBBB2"),
        lambda ours: ours.per_hour[10].received,
        lambda told: told.tables["Per-Hour Traffic Daily Average"][10][1][0],
        (2, "1"),
    ),
    Difference(
        "years",
        one("").replace("2026-11", "2019-11")
        + one("").replace("2026-11-02", "2019-11-03").replace("AAAAAA1", "BBBBBB2"),
        lambda ours: [row.date for row in ours.per_day],
        lambda told: any(day.startswith("2019") for day, _ in told.tables["Per-Day Traffic Summary"]),
        (["2019-11-02", "2019-11-03"], False),
    ),
    Difference(
        "time zones",
        one("").replace("+00:00", "+05:00"),
        lambda ours: [row.hour for row in ours.per_hour if row.received],
        lambda told: [n for n, (_, cells) in enumerate(told.tables["Per-Hour Traffic Summary"]) if cells[0] != "0"],
        ([5], [10]),
    ),
    Difference(
        "the empty sender",
        one("").replace("a@example.net", ""),
        lambda ours: ours.senders_by_count[0].sender,
        lambda told: told.tables["Senders by message count"][0][0],
        ("<>", "from=<>"),
    ),
    Difference(
        "large numbers",
        one("").replace("size=1000", "size=1000000"),
        lambda ours: ours.totals.bytes_received,
        lambda told: str(told.totals["bytes received"]),
        (1_000_000, "Amount(value=976, unit='k')"),
    ),
    Difference(
        "servers that could not be reached",
        log("smtp[4]: connect to mx.example.com[192.0.2.9]:25: Connection refused"),
        lambda ours: [(row.host, row.reason) for row in ours.connect_failures],
        nested("smtp delivery failures"),
        ([("mx.example.com", "Connection refused")], {}),
    ),
    Difference(
        "errors",
        log("local[4]: error: open database /etc/aliases.db: No such file or directory"),
        lambda ours: [row.severity for row in ours.remarks],
        lambda told: [title for title in ("Warnings", "Fatal Errors", "Panics") if told.nested.get(title)],
        (["error"], []),
    ),
    Difference(
        "warnings that name a client",
        log(*(f"smtpd[1]: warning: unknown[203.0.113.{n}]: SASL LOGIN authentication failed: no" for n in (7, 8))),
        lambda ours: [(row.text, row.count) for row in ours.remarks],
        nested("Warnings"),
        ([("SASL LOGIN authentication failed", 2)], {("smtpd",): 2}),
    ),
    Difference(
        "passwords in the log",
        log("smtpd[1]: < unknown[203.0.113.7]: AUTH PLAIN AGFubmFAZXhhbXBsZS5vcmcAc2VjcmV0"),
        lambda ours: [row.text for row in ours.remarks],
        nested("Warnings"),
        (["a password stands in the log"], {}),
    ),
    Difference(
        "reasons",
        one(
            "smtp[4]: AAAAAA1: to=<b@example.com>, relay=mx.example.com[192.0.2.9]:25, delay=1, delays=0/0/0/1, "
            "dsn=5.1.1, status=bounced (host mx.example.com[192.0.2.9] said: 550 5.1.1 <b@example.com>: User unknown "
            "(in reply to RCPT TO command))"
        ),
        lambda ours: [(row.reason, row.bounced) for row in ours.bounces],
        nested("message bounce detail (by relay)"),
        ([("5.1.1 User unknown", 1)], {("mx.example.com[192.0.2.9]:25",): 1}),
    ),
    Difference(
        "messages of the master daemon",
        log("master[1]: daemon started -- version 3.7.11, configuration /etc/postfix"),
        lambda ours: [row.text for row in ours.master_messages],
        lambda told: [name for name, _ in told.tables["Master daemon messages"]],
        (["daemon started, version 3.7.11"], ["daemon started -- version 3.7.11, configuration /etc/postfix"]),
    ),
)


@pytest.mark.skipif(not PROGRAM, reason="pflogsumm is not installed")
@pytest.mark.parametrize("case", DIFFERENCES, ids=lambda case: case.row)
def test_both_say_what_the_manual_says(case: Difference, tmp_path: Path) -> None:
    ours = case.ours(figures_of_lines(case.log, tmp_path))
    assert (ours, case.theirs(summary(tmp_path / "mail.log"))) == case.expected


def test_the_manual_has_a_row_for_each_and_no_other() -> None:
    table = PAGE.read_text(encoding="utf-8").partition("## Where they differ")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| ([^|]+?) +\|", table, re.MULTILINE)
    assert [row for row in rows if row not in ("what", "---")] == [case.row for case in DIFFERENCES]
