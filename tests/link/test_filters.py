"""Is a mail one message with one account, though filters, requeues and Dovecot give it other queue ids?"""

from __future__ import annotations

from pathlib import Path

import pytest

from link.logbook import link, told

ARRIVED = """
    10:00:01 submission/smtpd[7]: AAAAAA1: client=home.example.net[192.0.2.7], sasl_method=PLAIN, sasl_username=bob@example.org
    10:00:02 cleanup[8]: AAAAAA1: message-id=<a@example.org>
    10:00:03 qmgr[9]: AAAAAA1: from=<bob@example.org>, size=640, nrcpt=1 (queue active)
"""
AMAVIS = "250 2.0.0 from MTA(smtp:[127.0.0.1]:10025): 250 2.0.0 Ok: queued as BBBBBB2"
HANDED = f"""
    10:00:06 smtp[10]: AAAAAA1: to=<eve@example.net>, relay=127.0.0.1[127.0.0.1]:10024, delay=1, delays=0/0/0/1, dsn=2.0.0, status=sent ({AMAVIS})
    10:00:06 qmgr[9]: AAAAAA1: removed
"""
RETURNED = """
    10:00:05 127.0.0.1:10025/smtpd[11]: BBBBBB2: client=localhost[127.0.0.1]
    10:00:05 cleanup[8]: BBBBBB2: message-id=<a@example.org>
    10:00:05 qmgr[9]: BBBBBB2: from=<bob@example.org>, size=1200, nrcpt=1 (queue active)
"""
DELIVERED = """
    10:00:07 smtp[12]: BBBBBB2: to=<eve@example.net>, relay=mx.example.net[198.51.100.2]:25, delay=1, delays=0/0/0/1, dsn=2.0.0, status=sent (250 ok)
    10:00:08 qmgr[9]: BBBBBB2: removed
"""
MESSAGE = ("AAAAAA1", "bob@example.org", "192.0.2.7", "login", 640, 1)
COLUMNS = "queue_id", "account", "ip", "origin", "size", "recipients"


def test_after_queue_filter(tmp_path: Path) -> None:
    connection = link(tmp_path, ARRIVED + RETURNED.strip() + HANDED + DELIVERED.strip())
    assert told(connection, "messages", *COLUMNS) == [MESSAGE]
    assert told(connection, "messages", "ended", "end_time - time") == [("removed", 7_000_000)]
    assert told(connection, "deliveries", "queue_id", "message", "account", "recipient", "relay") == [
        ("BBBBBB2", "AAAAAA1", "bob@example.org", "eve@example.net", "mx.example.net[198.51.100.2]:25")
    ]
    assert told(connection, "logins", "account") == ["bob@example.org"]


@pytest.mark.parametrize(
    "relay",
    ["127.0.0.1[127.0.0.1]:10024", "localhost[::1]:10024", "[127.0.0.1]:10024", "amavis[172.18.0.5]:10024", "av[10.1.2.3]:10024", "av[192.168.1.9]:25", "av[fd00::5]:10024"],
)  # fmt: skip
def test_after_queue_filter_on_this_host_or_beside_it(tmp_path: Path, relay: str) -> None:
    handed = HANDED.replace("127.0.0.1[127.0.0.1]:10024", relay)
    connection = link(tmp_path, ARRIVED + RETURNED.strip() + handed + DELIVERED.strip())
    assert told(connection, "messages", "queue_id") == ["AAAAAA1"]
    assert told(connection, "deliveries", "queue_id") == ["BBBBBB2"]


def test_a_foreign_server_cannot_claim_a_mail_of_ours(tmp_path: Path) -> None:
    """Its reply names a queue id that exists here: another mail stays another mail."""
    log = (
        ARRIVED
        + """
        10:00:04 smtpd[11]: BBBBBB2: client=mx.example.net[198.51.100.2]
        10:00:06 smtp[10]: AAAAAA1: to=<eve@example.net>, relay=mx.example.com[198.51.100.9]:25, delay=1, delays=0/0/0/1, dsn=2.0.0, status=sent (250 2.0.0 Ok: queued as BBBBBB2)
    """
    )
    connection = link(tmp_path, log)
    assert told(connection, "messages", "queue_id", "account") == [("AAAAAA1", "bob@example.org"), ("BBBBBB2", None)]
    assert told(connection, "deliveries", "queue_id") == ["AAAAAA1"]


def test_xforward_names_the_first_queue_id(tmp_path: Path) -> None:
    """Also where the handover itself has no line yet, and where the relay's reply names no id."""
    returned = RETURNED.replace(
        "client=localhost[127.0.0.1]",
        "client=localhost[127.0.0.1], orig_queue_id=AAAAAA1, orig_client=home.example.net[192.0.2.7]",
    )
    connection = link(tmp_path, ARRIVED + returned.strip() + DELIVERED)
    assert told(connection, "messages", *COLUMNS) == [MESSAGE]
    assert told(connection, "deliveries", "message", "account") == [("AAAAAA1", "bob@example.org")]


def test_a_filter_whose_first_half_is_not_in_the_log(tmp_path: Path) -> None:
    """The client that XFORWARD names is the true one."""
    returned = RETURNED.replace(
        "client=localhost[127.0.0.1]",
        "client=localhost[127.0.0.1], orig_queue_id=AAAAAA1, orig_client=home.example.net[192.0.2.7]",
    )
    connection = link(tmp_path, returned + DELIVERED.strip())
    assert told(connection, "messages", "queue_id", "account", "ip", "client") == [
        ("BBBBBB2", None, "192.0.2.7", "home.example.net")
    ]


def test_a_filter_that_keeps_the_mail(tmp_path: Path) -> None:
    connection = link(tmp_path, ARRIVED + HANDED.replace(AMAVIS, "250 2.7.0 Ok, discarded, id=1-2 - spam").strip())
    assert told(connection, "messages", "queue_id", "ended") == [("AAAAAA1", "removed")]
    assert told(connection, "deliveries", "recipient") == ["eve@example.net"]


def test_still_queued_behind_the_filter(tmp_path: Path) -> None:
    connection = link(tmp_path, ARRIVED + RETURNED.strip() + HANDED)
    assert told(connection, "messages", "queue_id", "ended") == [("AAAAAA1", None)]


def test_two_filters_one_after_the_other(tmp_path: Path) -> None:
    second = RETURNED.replace("BBBBBB2", "CCCCCC3").replace("10:00:05", "10:00:09")
    onward = (
        HANDED.replace("AAAAAA1", "BBBBBB2")
        .replace("queued as BBBBBB2", "queued as CCCCCC3")
        .replace("10:00:06", "10:00:10")
    )
    last = DELIVERED.replace("BBBBBB2", "CCCCCC3").replace("10:00:0", "10:00:2")
    connection = link(tmp_path, ARRIVED + RETURNED.strip() + HANDED + second.strip() + onward + last.strip())
    assert told(connection, "messages", *COLUMNS) == [MESSAGE]
    assert told(connection, "deliveries", "queue_id", "message", "account") == [
        ("CCCCCC3", "AAAAAA1", "bob@example.org")
    ]


def test_a_requeue_changes_the_queue_id_and_nothing_else(tmp_path: Path) -> None:
    log = (
        ARRIVED
        + """
        10:00:10 postsuper[20]: AAAAAA1: requeued
        10:00:11 pickup[21]: DDDDDD4: uid=100 from=<bob@example.org> orig_id=AAAAAA1
        10:00:11 cleanup[8]: DDDDDD4: message-id=<a@example.org>
        10:00:12 qmgr[9]: DDDDDD4: from=<bob@example.org>, size=700, nrcpt=1 (queue active)
        10:00:13 smtp[12]: DDDDDD4: to=<eve@example.net>, relay=mx.example.net[198.51.100.2]:25, delay=1, delays=0/0/0/1, dsn=2.0.0, status=sent (250 ok)
        10:00:14 qmgr[9]: DDDDDD4: removed
    """
    )
    connection = link(tmp_path, log)
    assert told(connection, "messages", *COLUMNS, "ended") == [(*MESSAGE, "removed")]
    assert told(connection, "deliveries", "message", "account") == [("AAAAAA1", "bob@example.org")]
    assert told(connection, "queue_events where event = 'requeued'", "queue_id") == ["AAAAAA1"]


def requeued(second: int, old: str, new: str) -> str:
    return f"""
        10:00:{second} postsuper[20]: {old}: requeued
        10:00:{second} pickup[21]: {new}: uid=100 from=<bob@example.org> orig_id={old}
        10:00:{second} cleanup[8]: {new}: message-id=<a@example.org>
        10:00:{second} qmgr[9]: {new}: from=<bob@example.org>, size=700, nrcpt=1 (queue active)
    """


LOCAL = """
    10:00:01 pickup[21]: AAAAAA1: uid=33 from=<bob@example.org>
    10:00:02 cleanup[8]: AAAAAA1: message-id=<a@example.org>
    10:00:03 qmgr[9]: AAAAAA1: from=<bob@example.org>, size=640, nrcpt=1 (queue active)
"""


@pytest.mark.parametrize(("arrived", "origin"), [(ARRIVED, "login"), (LOCAL, "local")])
@pytest.mark.parametrize(("last", "ended"), [("qmgr[9]", "removed"), ("postsuper[20]", "deleted")])
def test_requeued_again_and_again(tmp_path: Path, arrived: str, origin: str, last: str, ended: str) -> None:
    again = requeued(10, "AAAAAA1", "BBBBBB2") + requeued(20, "BBBBBB2", "CCCCCC3")
    connection = link(tmp_path, f"{arrived}{again}10:00:30 {last}: CCCCCC3: removed")
    assert told(connection, "messages", "queue_id", "origin", "ended") == [("AAAAAA1", origin, ended)]


def test_the_last_queue_id_tells_how_a_mail_ended(tmp_path: Path) -> None:
    """Where stamps have no fraction, all of it may be in the same second."""
    handed = HANDED.replace("10:00:06", "10:00:05")
    connection = link(tmp_path, ARRIVED + RETURNED.strip() + handed + "10:00:05 postsuper[20]: BBBBBB2: removed")
    assert told(connection, "messages", "queue_id", "ended") == [("AAAAAA1", "deleted")]


def test_a_requeued_mail_is_still_queued(tmp_path: Path) -> None:
    connection = link(tmp_path, ARRIVED + requeued(10, "AAAAAA1", "BBBBBB2"))
    assert told(connection, "messages", "queue_id", "ended") == [("AAAAAA1", None)]


BEFORE_QUEUE = """
    10:00:01 submission/smtpd[7]: NOQUEUE: client=home.example.net[192.0.2.7], sasl_method=PLAIN, sasl_username=bob@example.org
    10:00:02 reinject/smtpd[11]: AAAAAA1: client=localhost[127.0.0.1], orig_client=home.example.net[192.0.2.7]
    10:00:02 cleanup[8]: AAAAAA1: message-id=<a@example.org>
    10:00:03 qmgr[9]: AAAAAA1: from=<bob@example.org>, size=640, nrcpt=1 (queue active)
    10:00:03 submission/smtpd[7]: proxy-accept: END-OF-MESSAGE: 250 2.0.0 Ok: queued as AAAAAA1; from=<bob@example.org> to=<eve@example.net> proto=ESMTP helo=<x>{login}
"""


@pytest.mark.parametrize("login", [" sasl_username=<bob@example.org>", ""])  # since 3.2, and before
def test_before_queue_filter(tmp_path: Path, login: str) -> None:
    connection = link(tmp_path, BEFORE_QUEUE.format(login=login))
    assert told(connection, "messages", *COLUMNS) == [MESSAGE]
    assert told(connection, "logins", "line", "account", "ip") == [(1, "bob@example.org", "192.0.2.7")]
    assert told(connection, "rejections", "line") == []


def test_a_mail_in_the_same_session_that_nobody_logged_in_for(tmp_path: Path) -> None:
    """An earlier login of the same process lends its account to no later mail of another client."""
    later = BEFORE_QUEUE.format(login="").replace(", sasl_method=PLAIN, sasl_username=bob@example.org", "")
    later = later.replace("AAAAAA1", "EEEEEE5").replace("10:", "11:").replace("192.0.2.7", "203.0.113.9")
    connection = link(tmp_path, BEFORE_QUEUE.format(login="") + later.strip())
    assert told(connection, "messages", "queue_id", "account", "ip") == [
        ("AAAAAA1", "bob@example.org", "192.0.2.7"),
        ("EEEEEE5", None, "203.0.113.9"),
    ]


def test_dovecot_submits_for_its_user(tmp_path: Path) -> None:
    log = """
        10:00:01 dovecot: submission-login: Logged in: user=<bob@example.org>, method=PLAIN, rip=192.0.2.7, lip=192.0.2.25, mpid=6, TLS, session=<sEss>
        10:00:02 smtpd[11]: AAAAAA1: client=localhost[127.0.0.1]
        10:00:02 cleanup[8]: AAAAAA1: message-id=<a@example.org>
        10:00:03 qmgr[9]: AAAAAA1: from=<bob@example.org>, size=640, nrcpt=1 (queue active)
        10:00:03 dovecot: submission(bob@example.org)<6><sEss>: relay: Successfully relayed message: from=<bob@example.org>, size=56, id=x, nrcpt=1, reply=`250 2.0.0 Ok: 255 bytes queued as AAAAAA1'
    """
    connection = link(tmp_path, log)
    assert told(connection, "messages", *COLUMNS) == [MESSAGE]
    assert told(connection, "logins", "account", "ip", "protocol") == [("bob@example.org", "192.0.2.7", "submission")]


def test_an_account_goes_to_the_use_of_the_queue_id_that_it_was_told_of(tmp_path: Path) -> None:
    first = """
        10:00:01 dovecot: submission-login: Logged in: user=<bob>, method=PLAIN, rip=192.0.2.7, session=<sEss>
        10:00:02 smtpd[11]: AAAAAA1: client=localhost[127.0.0.1]
        10:00:03 dovecot: submission(bob)<6><sEss>: Successfully relayed message: from=<bob@example.org>, size=56, id=x, nrcpt=1, reply=`250 2.0.0 Ok: queued as AAAAAA1'
        10:00:04 qmgr[9]: AAAAAA1: removed
    """
    second = """
        14:00:02 smtpd[11]: AAAAAA1: client=mx.example.net[198.51.100.2]
        14:00:04 qmgr[9]: AAAAAA1: removed
    """
    connection = link(tmp_path, first + second.strip())
    assert told(connection, "messages", "account", "ip") == [("bob", "192.0.2.7"), (None, "198.51.100.2")]


def test_instances_hand_mail_to_each_other(tmp_path: Path) -> None:
    log = """
        10:00:01 postfix-in/smtpd[7]: AAAAAA1: client=home.example.net[192.0.2.7], sasl_method=PLAIN, sasl_username=bob
        10:00:02 postfix-in/qmgr[9]: AAAAAA1: from=<bob@example.org>, size=640, nrcpt=1 (queue active)
        10:00:03 postfix-out/smtpd[11]: BBBBBB2: client=localhost[127.0.0.1]
        10:00:03 postfix-out/qmgr[12]: BBBBBB2: from=<bob@example.org>, size=900, nrcpt=1 (queue active)
        10:00:04 postfix-in/smtp[10]: AAAAAA1: to=<eve@example.net>, relay=127.0.0.1[127.0.0.1]:10026, delay=1, delays=0/0/0/1, dsn=2.0.0, status=sent (250 2.0.0 Ok: queued as BBBBBB2)
        10:00:05 postfix-in/qmgr[9]: AAAAAA1: removed
        10:00:06 postfix-out/smtp[13]: BBBBBB2: to=<eve@example.net>, relay=mx.example.net[198.51.100.2]:25, delay=1, delays=0/0/0/1, dsn=2.0.0, status=sent (250 ok)
        10:00:07 postfix-out/qmgr[12]: BBBBBB2: removed
    """
    connection = link(tmp_path, log)
    assert told(connection, "messages", "queue_id", "account", "service") == [("AAAAAA1", "bob", "postfix-in/smtpd")]
    assert told(connection, "deliveries", "message", "account") == [("AAAAAA1", "bob")]


def test_several_recipients_and_a_split_by_the_filter(tmp_path: Path) -> None:
    log = (
        ARRIVED.replace("nrcpt=1", "nrcpt=2")
        + """
        10:00:05 smtpd[11]: BBBBBB2: client=localhost[127.0.0.1]
        10:00:05 smtpd[11]: CCCCCC3: client=localhost[127.0.0.1]
        10:00:06 smtp[10]: AAAAAA1: to=<eve@example.net>, relay=127.0.0.1[127.0.0.1]:10024, delay=1, delays=0/0/0/1, dsn=2.0.0, status=sent (250 2.0.0 Ok: queued as BBBBBB2)
        10:00:06 smtp[10]: AAAAAA1: to=<jo@example.com>, relay=127.0.0.1[127.0.0.1]:10024, delay=1, delays=0/0/0/1, dsn=2.0.0, status=sent (250 2.0.0 Ok: queued as CCCCCC3)
        10:00:07 smtp[12]: BBBBBB2: to=<eve@example.net>, relay=mx.example.net[198.51.100.2]:25, delay=1, delays=0/0/0/1, dsn=2.0.0, status=sent (250 ok)
        10:00:07 smtp[12]: CCCCCC3: to=<jo@example.com>, relay=mx.example.com[198.51.100.3]:25, delay=1, delays=0/0/0/1, dsn=4.0.0, status=deferred (450 wait)
    """
    )
    connection = link(tmp_path, log)
    assert told(connection, "messages", "queue_id", "recipients") == [("AAAAAA1", 2)]
    assert told(connection, "deliveries", "account", "recipient", "status") == [
        ("bob@example.org", "eve@example.net", "sent"),
        ("bob@example.org", "jo@example.com", "deferred"),
    ]
