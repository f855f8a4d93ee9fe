"""Is a mail one mail, with its login and its end, whatever happens to its queue ids? From raw lines to final tables."""

from __future__ import annotations

from pathlib import Path

import pytest

from link.logbook import link, told
from parse.traps import ACTIVE, BOB, CLIENT, RESULT


def test_trap_16_lines_out_of_order(tmp_path: Path) -> None:
    log = f"""
        10:00:01 smtpd[7]: {CLIENT}
        10:00:00 smtpd[7]: connect from home.example.net[192.0.2.7]
        10:00:03 {ACTIVE}
        10:00:02 cleanup[8]: AFD0A29663D: message-id=<a@example.org>
        10:00:04 qmgr[9]: AFD0A29663D: removed
        10:00:03 smtpd[7]: disconnect from home.example.net[192.0.2.7] ehlo=1 auth=1 mail=1 rcpt=2 data=1 commands=6
    """
    connection = link(tmp_path, log)
    columns = "account", "message_id", "recipients", "ended", "line"
    assert told(connection, "messages", *columns) == [(BOB, "<a@example.org>", 2, "removed", 1)]
    assert told(connection, "connections", "line", "end_line") == [(2, 6)]


def test_trap_17_retries_are_not_summed(tmp_path: Path) -> None:
    retries = "\n".join(f"1{hour}:00:00 {ACTIVE}" for hour in range(5))
    connection = link(tmp_path, f"09:59:59 smtpd[7]: {CLIENT}\n{retries}")
    assert told(connection, "messages", "recipients", "size") == [(2, 640)]


def test_trap_18_a_reinjected_mail_counts_once(tmp_path: Path) -> None:
    relay = "relay=127.0.0.1[127.0.0.1]:10024, delay=1, delays=0/0/0/1, dsn=2.0.0"
    log = f"""
        10:00:00 smtpd[7]: {CLIENT}
        10:00:01 {ACTIVE}
        10:00:02 smtpd[11]: BBBBBB2: client=localhost[127.0.0.1]
        10:00:02 qmgr[9]: BBBBBB2: from=<bob@example.org>, size=900, nrcpt=2 (queue active)
        10:00:03 smtp[10]: AFD0A29663D: to=<eve@example.net>, {relay}, status=sent (250 2.0.0 Ok: queued as BBBBBB2)
        10:00:03 smtp[10]: AFD0A29663D: to=<jo@example.net>, {relay}, status=sent (250 2.0.0 Ok: queued as BBBBBB2)
        10:00:04 smtp[12]: BBBBBB2: to=<eve@example.net>, {RESULT}
        10:00:04 smtp[12]: BBBBBB2: to=<jo@example.net>, {RESULT}
    """
    connection = link(tmp_path, log)
    assert told(connection, "messages", "queue_id", "account", "recipients") == [("AFD0A29663D", BOB, 2)]
    assert told(connection, "deliveries", "account", "recipient") == [(BOB, "eve@example.net"), (BOB, "jo@example.net")]


def test_trap_19_a_requeue_keeps_the_login(tmp_path: Path) -> None:
    log = f"""
        10:00:00 smtpd[7]: {CLIENT}
        10:00:01 {ACTIVE}
        10:00:10 postsuper[20]: AFD0A29663D: requeued
        10:00:11 pickup[21]: DDDDDD4: uid=100 from=<bob@example.org> orig_id=AFD0A29663D
        10:00:12 smtp[12]: DDDDDD4: to=<eve@example.net>, {RESULT}
    """
    connection = link(tmp_path, log)
    assert told(connection, "messages", "queue_id", "account", "origin") == [("AFD0A29663D", BOB, "login")]
    assert told(connection, "deliveries", "account", "message") == [(BOB, "AFD0A29663D")]


def test_trap_20_a_queue_id_is_used_again(tmp_path: Path) -> None:
    log = f"""
        10:00:00 smtpd[7]: {CLIENT}
        10:00:01 qmgr[9]: AFD0A29663D: removed
        11:00:00 smtpd[7]: AFD0A29663D: client=mx.example.net[198.51.100.2]
        11:00:01 smtp[12]: AFD0A29663D: to=<jo@example.org>, {RESULT}
        11:00:02 qmgr[9]: AFD0A29663D: removed
    """
    connection = link(tmp_path, log)
    assert told(connection, "messages", "account", "ip") == [(BOB, "192.0.2.7"), (None, "198.51.100.2")]
    assert told(connection, "deliveries", "account") == [None]


def test_trap_21_removed_canceled_is_no_delivered_mail(tmp_path: Path) -> None:
    log = f"10:00:00 smtpd[7]: {CLIENT}\n10:00:01 cleanup[8]: AFD0A29663D: removed (canceled)"
    connection = link(tmp_path, log)
    assert told(connection, "messages", "ended") == ["canceled"]
    assert told(connection, "queue_events", "event") == ["canceled"]


@pytest.mark.parametrize("since_3_11", [True, False])
def test_trap_22_the_order_of_bounces(tmp_path: Path, since_3_11: bool) -> None:
    lines = [
        "10:00:05 bounce[9]: AFD0A29663D: sender non-delivery notification: 1234567890",
        "10:00:05 cleanup[8]: 1234567890: message-id=<b@mx.example.org>",
        "10:00:05 qmgr[9]: 1234567890: from=<>, size=2500, nrcpt=1 (queue active)",
    ]
    log = "\n".join([f"10:00:00 smtpd[7]: {CLIENT}", *(lines if since_3_11 else lines[1:] + lines[:1])])
    assert told(link(tmp_path, log), "messages", "queue_id", "origin") == [
        ("AFD0A29663D", "login"),
        ("1234567890", "bounce"),
    ]


def test_trap_25_probes_are_no_mail(tmp_path: Path) -> None:
    log = "\n".join(
        f"10:00:00 smtp[7]: AFD0A29663D: to=<eve@example.net>, {RESULT.replace('status=sent', f'status={status}')}"
        for status in ("deliverable", "undeliverable", "undeliverable-but-not-cached")
    )
    assert told(link(tmp_path, log), "deliveries", "status") == []


def test_trap_26_discard_says_sent(tmp_path: Path) -> None:
    result = RESULT.replace("mx.example.net[198.51.100.2]:25", "none")
    log = f"10:00:00 discard[7]: AFD0A29663D: to=<eve@example.net>, {result}"
    assert told(link(tmp_path, log), "deliveries", "status") == ["discarded"]
