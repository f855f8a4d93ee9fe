"""Is a message one row, whatever part of its life the log shows, and however often its queue id is used?"""

from __future__ import annotations

from pathlib import Path

import pytest

from link.logbook import link, told

WHOLE = """
    10:00:00 submission/smtpd[7]: connect from home.example.net[192.0.2.7]
    10:00:01 submission/smtpd[7]: AFD0A29663D: client=home.example.net[192.0.2.7], sasl_method=PLAIN, sasl_username=Bob@example.org
    10:00:02 cleanup[8]: AFD0A29663D: message-id=<a@example.org>
    10:00:03 qmgr[9]: AFD0A29663D: from=<bob@example.org>, size=640, nrcpt=2 (queue active)
    10:00:04 smtp[10]: AFD0A29663D: to=<eve@example.net>, relay=mx.example.net[198.51.100.2]:25, delay=1, delays=0/0/0/1, dsn=2.0.0, status=sent (250 ok)
    10:00:05 smtp[10]: AFD0A29663D: to=<jo@example.net>, relay=mx.example.net[198.51.100.2]:25, delay=1, delays=0/0/0/1, dsn=5.1.1, status=bounced (550 no)
    10:00:06 qmgr[9]: AFD0A29663D: removed
"""


def part(first: int, last: int) -> str:
    return "\n".join(WHOLE.strip().splitlines()[first : last + 1])


def test_a_whole_life(tmp_path: Path) -> None:
    connection = link(tmp_path, WHOLE)
    columns = (
        "line",
        "queue_id",
        "account",
        "ip",
        "client",
        "service",
        "origin",
        "sender",
        "message_id",
        "size",
        "recipients",
    )
    assert told(connection, "messages", *columns) == [
        (2, "AFD0A29663D", "bob@example.org", "192.0.2.7", "home.example.net", "postfix/submission/smtpd", "login",
         "bob@example.org", "<a@example.org>", 640, 2)
    ]  # fmt: skip
    assert told(connection, "messages", "ended", "end_time - time") == [("removed", 5_000_000)]
    assert told(connection, "messages", "told_time - time") == [2_000_000]
    assert told(connection, "deliveries", "line", "account", "sender", "recipient", "status", "dsn", "reason") == [
        (5, "bob@example.org", "bob@example.org", "eve@example.net", "sent", "2.0.0", "250 ok"),
        (6, "bob@example.org", "bob@example.org", "jo@example.net", "bounced", "5.1.1", "550 no"),
    ]


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (0, 5, ("login", "bob@example.org", "bob@example.org", 2, None)),  # still queued
        (0, 1, ("login", "bob@example.org", None, None, None)),
        (2, 6, ("unknown", None, "bob@example.org", 2, "removed")),  # the log begins later
        (3, 6, ("unknown", None, "bob@example.org", 2, "removed")),
        (3, 3, ("unknown", None, "bob@example.org", 2, None)),
    ],
)
def test_a_log_that_begins_or_ends_in_the_middle(
    tmp_path: Path, first: int, last: int, expected: tuple[object, ...]
) -> None:
    connection = link(tmp_path, part(first, last))
    assert told(connection, "messages", "origin", "account", "sender", "recipients", "ended") == [expected]


def test_deliveries_of_a_mail_that_began_before_the_log(tmp_path: Path) -> None:
    connection = link(tmp_path, part(4, 6))
    assert told(connection, "messages", "queue_id") == []
    assert told(connection, "deliveries", "message", "account", "recipient") == [
        ("AFD0A29663D", None, "eve@example.net"),
        ("AFD0A29663D", None, "jo@example.net"),
    ]


def test_a_local_submission_has_a_uid(tmp_path: Path) -> None:
    log = """
        10:00:00 pickup[7]: AFD0A29663D: uid=33 from=<www-data>
        10:00:01 qmgr[9]: AFD0A29663D: from=<forged@example.com>, size=640, nrcpt=1 (queue active)
    """
    assert told(link(tmp_path, log), "messages", "origin", "uid", "account", "sender") == [
        ("local", 33, None, "forged@example.com")
    ]


def test_mail_from_the_network_has_no_account(tmp_path: Path) -> None:
    log = "10:00:00 smtpd[7]: AFD0A29663D: client=mx.example.net[198.51.100.2]"
    assert told(link(tmp_path, log), "messages", "origin", "account", "ip") == [("network", None, "198.51.100.2")]


@pytest.mark.parametrize(
    ("line", "ended"),
    [
        ("qmgr[9]: AFD0A29663D: removed", "removed"),
        ("postsuper[9]: AFD0A29663D: removed", "deleted"),
        ("cleanup[9]: AFD0A29663D: removed (canceled)", "canceled"),
        ("cleanup[9]: AFD0A29663D: removed (discarded)", "canceled"),
        ("postsuper[9]: AFD0A29663D: placed on hold", None),
        ("postsuper[9]: AFD0A29663D: released from hold", None),
        ("qmgr[9]: AFD0A29663D: from=<bob@example.org>, status=expired, returned to sender", "expired"),
        ("qmgr[9]: AFD0A29663D: from=<bob@example.org>, status=force-expired, returned to sender", "expired"),
    ],
)
def test_how_a_message_ends(tmp_path: Path, line: str, ended: str | None) -> None:
    connection = link(tmp_path, f"{part(0, 3)}\n10:00:09 {line}")
    assert told(connection, "messages", "ended") == [ended]


def test_an_expired_message_is_expired_though_it_is_removed_after_that(tmp_path: Path) -> None:
    log = (
        part(0, 3)
        + """
        10:00:08 qmgr[9]: AFD0A29663D: from=<bob@example.org>, status=expired, returned to sender
        10:00:09 qmgr[9]: AFD0A29663D: removed
    """
    )
    assert told(link(tmp_path, log), "messages", "ended", "end_time - time") == [("expired", 8_000_000)]


def test_a_queue_id_that_is_used_again_is_another_message(tmp_path: Path) -> None:
    again = WHOLE.replace("10:", "12:").replace("Bob@", "eve@").replace("from=<bob@", "from=<eve@")
    connection = link(tmp_path, WHOLE + again.strip())
    assert told(connection, "messages", "account", "sender", "line", "ended") == [
        ("bob@example.org", "bob@example.org", 2, "removed"),
        ("eve@example.org", "eve@example.org", 9, "removed"),
    ]
    assert told(connection, "deliveries", "account") == ["bob@example.org"] * 2 + ["eve@example.org"] * 2


def test_only_the_use_that_expired_has_expired(tmp_path: Path) -> None:
    expired = "\n10:00:05 qmgr[9]: AFD0A29663D: from=<bob@example.org>, status=expired, returned to sender\n"
    again = WHOLE.replace("10:", "12:")
    connection = link(tmp_path, part(0, 3) + expired + part(6, 6) + again)
    assert told(connection, "messages", "ended") == ["expired", "removed"]


def test_an_id_whose_first_use_began_before_the_log_is_used_again(tmp_path: Path) -> None:
    again = "\n".join(line.replace("10:", "12:", 1) for line in part(0, 3).splitlines())
    connection = link(tmp_path, part(6, 6) + "\n" + again)
    assert told(connection, "messages", "account", "ended") == [("bob@example.org", None)]


def test_an_id_whose_second_use_has_no_beginning_has_no_account(tmp_path: Path) -> None:
    """Its `client=` line is lost: the account of the first use is not the second's."""
    again = WHOLE.replace("10:", "12:").strip().splitlines()[2:]
    connection = link(tmp_path, WHOLE + "\n".join(again))
    assert told(connection, "messages", "account") == ["bob@example.org", None]


def test_hosts_have_queue_ids_of_their_own(tmp_path: Path) -> None:
    other = "\n".join("@mx2 " + line.strip() for line in WHOLE.replace("Bob@", "eve@").strip().splitlines())
    connection = link(tmp_path, WHOLE.strip() + "\n" + other)
    query = "messages join hosts using (host)"
    assert told(connection, query, "name", "account") == [("mx", "bob@example.org"), ("mx2", "eve@example.org")]
    assert told(connection, "deliveries join hosts using (host)", "name", "account") == [
        *[("mx", "bob@example.org")] * 2,
        *[("mx2", "eve@example.org")] * 2,
    ]


def test_the_first_message_id_counts(tmp_path: Path) -> None:
    log = part(0, 1) + "".join(f"\n10:00:02 cleanup[8]: AFD0A29663D: message-id=<{name}@example.org>" for name in "zab")
    assert told(link(tmp_path, log), "messages", "message_id") == ["<z@example.org>"]


@pytest.mark.parametrize("early", [True, False])  # the order since 3.11, and before
def test_a_bounce_is_no_mail_of_anybody(tmp_path: Path, early: bool) -> None:
    notification = "10:00:07 bounce[9]: AFD0A29663D: sender non-delivery notification: 1234567890"
    lines = [
        "10:00:07 cleanup[8]: 1234567890: message-id=<b@mx.example.org>",
        "10:00:07 qmgr[9]: 1234567890: from=<>, size=2500, nrcpt=1 (queue active)",
        "10:00:08 local[9]: 1234567890: to=<bob@example.org>, relay=local, delay=0, delays=0/0/0/0, dsn=2.0.0, status=sent (x)",
    ]
    lines.insert(0 if early else 2, notification)
    connection = link(tmp_path, part(0, 5) + "\n" + "\n".join(lines))
    assert told(connection, "messages", "queue_id", "origin", "account", "sender") == [
        ("AFD0A29663D", "login", "bob@example.org", "bob@example.org"),
        ("1234567890", "bounce", None, ""),
    ]
    assert told(connection, "queue_events", "queue_id", "event", "related") == [
        ("AFD0A29663D", "non-delivery", "1234567890")
    ]


_BEGUN = """
    10:00:00 submission/smtpd[7]: connect from home.example.net[192.0.2.7]
    10:00:01 submission/smtpd[7]: AFD0A29663D: client=home.example.net[192.0.2.7], sasl_method=PLAIN, sasl_username=bob@example.org
"""
_CHECKED = "from home.example.net[192.0.2.7]; from=<bob@example.org> to=<eve@example.net> proto=ESMTP helo=<x>"


def ended(folder: Path, *lines: str) -> object:
    """How the mail ended that is begun, and then those lines follow."""
    (found,) = told(link(folder, _BEGUN + "\n".join(lines)), "messages where queue_id = 'AFD0A29663D'", "ended")
    return found


def left(counters: str) -> str:
    return f"10:00:09 submission/smtpd[7]: disconnect from home.example.net[192.0.2.7] {counters}"


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ((), None),  # the log ends while it is written
        ((left("ehlo=1 auth=1 mail=1 rcpt=1 commands=4"),), "canceled"),
        ((left("ehlo=1 auth=1 mail=1 rcpt=1 data=0/1 commands=4/5"),), "canceled"),
        ((left("ehlo=1 auth=1 mail=1 rcpt=1 bdat=0/1 commands=4/5"),), "canceled"),
        ((left("ehlo=1 auth=1 mail=1 rcpt=1 data=1 quit=1 commands=6"),), None),  # qmgr has not come to it yet
        ((left("ehlo=1 auth=1 mail=1 rcpt=1 bdat=2 quit=1 commands=7"),), None),
        (("10:00:09 submission/smtpd[7]: disconnect from home.example.net[192.0.2.7]",), None),  # before 3.0
        ((left("ehlo=1 mail=1 rcpt=1 data=0/1 commands=3/4").replace("smtpd[7]", "smtpd[8]"),), None),
    ],
)
def test_a_mail_that_was_given_up_is_not_queued(tmp_path: Path, lines: tuple[str, ...], expected: str | None) -> None:
    assert ended(tmp_path, *lines) == expected


@pytest.mark.parametrize(
    ("counters", "expected"),
    [("mail=2 rcpt=2 data=1 commands=5", "canceled"), ("mail=2 rcpt=2 data=2 commands=6", None)],
)
def test_a_session_may_give_up_one_mail_of_two(tmp_path: Path, counters: str, expected: str | None) -> None:
    other = (
        "10:00:02 submission/smtpd[7]: BFD0A29663D: client=home.example.net[192.0.2.7], sasl_method=PLAIN, sasl_username=bob",
        "10:00:03 qmgr[9]: BFD0A29663D: from=<bob@example.org>, size=640, nrcpt=2 (queue active)",
    )
    assert ended(tmp_path, *other, left(counters)) == expected


@pytest.mark.parametrize(
    ("action", "expected"), [("reject", "canceled"), ("discard", "canceled"), ("hold", None), ("warning", None)]
)
def test_a_mail_that_cleanup_throws_away_is_not_queued(tmp_path: Path, action: str, expected: str | None) -> None:
    check = f"10:00:02 cleanup[8]: AFD0A29663D: {action}: header Subject: x {_CHECKED}: no"
    data = "0/1" if action == "reject" else "1"
    assert ended(tmp_path, check, left(f"ehlo=1 mail=1 rcpt=1 data={data} quit=1 commands=5")) == expected


def test_a_mail_that_the_server_throws_away_is_not_queued(tmp_path: Path) -> None:
    discard = f"10:00:02 submission/smtpd[7]: AFD0A29663D: discard: RCPT {_CHECKED.replace('; ', ': <x>: triggers DISCARD action; ', 1)}"
    assert ended(tmp_path, discard, left("ehlo=1 mail=1 rcpt=1 data=1 quit=1 commands=5")) == "canceled"


_VERDICT = """
    10:00:00 smtpd[7]: NOQUEUE: {action}: RCPT from unknown[203.0.113.9]: <eve@example.org>: Recipient address triggers it; from=<a@example.net> to=<eve@example.org> proto=ESMTP helo=<x>
    10:00:01 smtpd[7]: AFD0A29663D: client=unknown[{ip}]
    10:00:09 smtpd[7]: disconnect from unknown[203.0.113.9] ehlo=1 mail=1 rcpt=1 data=1 quit=1 commands=5
"""


@pytest.mark.parametrize(
    ("action", "ip", "expected"),
    [
        ("discard", "203.0.113.9", ("canceled", None)),
        ("hold", "203.0.113.9", (None, "a@example.net")),  # only the verdict says whose it is
        ("discard", "203.0.113.10", (None, None)),  # somebody else, later in the same process
        ("hold", "203.0.113.10", (None, None)),
        ("reject", "203.0.113.9", (None, None)),
    ],
)
def test_a_verdict_on_a_recipient_comes_before_the_queue_id(
    tmp_path: Path, action: str, ip: str, expected: tuple[str | None, str | None]
) -> None:
    connection = link(tmp_path, _VERDICT.format(action=action, ip=ip))
    assert told(connection, "messages", "ended", "sender") == [expected]


def test_a_mail_that_cleanup_holds_has_a_sender(tmp_path: Path) -> None:
    connection = link(tmp_path, f"{_BEGUN}10:00:02 cleanup[8]: AFD0A29663D: hold: header Subject: x {_CHECKED}")
    assert told(connection, "messages", "ended", "sender", "recipients") == [(None, "bob@example.org", None)]


def test_a_refused_recipient_does_not_end_a_mail(tmp_path: Path) -> None:
    reject = f"10:00:02 submission/smtpd[7]: AFD0A29663D: reject: RCPT {_CHECKED.replace('; ', ': 550 5.1.1 no; ', 1)}"
    assert ended(tmp_path, reject) is None


def test_an_own_client_line_makes_no_message_of_noqueue(tmp_path: Path) -> None:
    log = "10:00:00 smtpd[7]: NOQUEUE: client=home.example.net[192.0.2.7], sasl_method=PLAIN, sasl_username=bob"
    connection = link(tmp_path, log)
    assert told(connection, "messages", "queue_id") == []
    assert told(connection, "logins", "account", "queue_id") == [("bob", None)]
