"""Do lines count that are cut, repeated, out of order or wrapped in odd envelopes? From raw lines to final tables."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from link.logbook import expand, link, told
from parse.blocks import micros
from parse.traps import ACTIVE, BOB, CEO, CLIENT, FAILED, RESULT
from pipeline import tables_from_files, tables_from_lines


def test_trap_10_lines_that_were_cut(tmp_path: Path) -> None:
    """A delivery still counts; a refusal that may have lost its tail is nobody's."""
    long = RESULT.replace("250 ok)", "250 " + "x" * 1900)
    recipient = f'"{"x" * 1900}> proto=ESMTP helo=<x> sasl_method=PLAIN sasl_username={CEO}'
    log = f"""
        10:00:00 smtp[7]: AFD0A29663D: to=<eve@example.net>, {long}
        10:00:01 smtpd[7]: NOQUEUE: reject: RCPT from x[203.0.113.9]: 454 no; from=<a@example.com> to=<{recipient}
    """
    connection = link(tmp_path, log)
    assert told(connection, "deliveries", "recipient", "status") == [("eve@example.net", "sent")]
    assert told(connection, "logins", "account") == []
    assert told(connection, "rejections", "account", "ip") == [(None, "203.0.113.9")]


def test_trap_13_envelopes_that_lose_the_daemon(tmp_path: Path) -> None:
    rfc5424 = f"<22>1 2026-11-20T10:00:00+00:00 mx postfix 7 - -  {CLIENT}"
    entry = {
        "timestamp": "2026-11-20T10:00:01+00:00",
        "host": "mx",
        "program": "postfix",
        "tag": "postfix/smtps/smtpd[7]:",
        "pid": "7",
        "msg": f" {CLIENT}",
    }
    as_json = json.dumps(entry).replace("postfix/smtps/smtpd", r"postfix\/smtps\/smtpd")
    for line, service in ((rfc5424, "postfix"), (as_json, "postfix/smtps/smtpd")):
        connection = tables_from_lines([line.encode()], tmp_path).connection
        assert told(connection, "logins", "account", "service") == [(BOB, service)]


@pytest.mark.parametrize(
    "front",
    [
        "Nov 20 10:00:00 mx mail.info postfix/smtpd[7]: ",
        "2026-11-20T10:00:00.5+00:00 INFO postfix/smtpd[7]: ",
        "Nov 20 10:00:00 postfix/smtpd[7]: ",
    ],
)
def test_trap_14_envelopes_without_host_or_with_a_facility(tmp_path: Path, front: str) -> None:
    connection = tables_from_lines([f"{front}{CLIENT}".encode()], tmp_path).connection
    assert told(connection, "logins", "account", "ip") == [(BOB, "192.0.2.7")]


def test_trap_15_years_clock_changes_and_paddings(tmp_path: Path) -> None:
    """In December's file the two paddings; in the next, the new year."""
    log = tmp_path / "mail.log-20260102"
    stamps = ["Dec 31 23:59:59", "Jan  1 00:00:01", "Jan 1 00:00:02", "Jan 01 00:00:03"]
    log.write_text("".join(f"{stamp} mx postfix/smtpd[7]: {CLIENT}\n" for stamp in stamps))
    connection = tables_from_files([log], tmp_path).connection
    first = micros(told(connection, "logins", "strftime(make_timestamp(time), '%Y')")[0] + "-12-31T23:59:59")
    assert [time - first for time in told(connection, "logins", "time")] == [0, 2_000_000, 3_000_000, 4_000_000]


@pytest.mark.parametrize("space", ["", " "])
def test_trap_31_one_line_for_many_events(tmp_path: Path, space: str) -> None:
    text = "warning: unknown[203.0.113.9]: SASL LOGIN authentication failed: UGFzc3dvcmQ6"
    log = f"10:00:00 smtpd[7]: message repeated 5 times: [{space}{text}]"
    connection = link(tmp_path, log)
    assert told(connection, "failures", "ip", "reason") == [("203.0.113.9", "UGFzc3dvcmQ6")] * 5


@pytest.mark.parametrize(
    "service", ["postfix-192.0.2.23/smtpd", "postfix/127.0.0.1:10025/smtpd", "postfix-in/smtpd", "postfix/10025/smtpd"]
)
def test_trap_38_instances_with_dots_and_colons(tmp_path: Path, service: str) -> None:
    assert told(link(tmp_path, f"10:00:00 {service}[7]: {CLIENT}"), "logins", "service", "account") == [(service, BOB)]


def test_trap_40_files_out_of_order_and_repeated_messages(tmp_path: Path) -> None:
    """The older file is read last: a mail is still one, and `last message repeated` repeats its own file's line."""
    old, new = tmp_path / "mail.log.1", tmp_path / "mail.log"
    repeated = b"2026-11-20T10:00:09+00:00 mx last message repeated 2 times"
    failed = expand(f"10:00:01 {FAILED} LOGIN authentication failed: x")
    old.write_bytes(b"\n".join([expand(f"10:00:00 smtpd[7]: {CLIENT}"), failed, repeated, b""]))
    removed = expand("10:02:00 qmgr[9]: AFD0A29663D: removed")
    new.write_bytes(b"\n".join([repeated, expand(f"10:01:00 {ACTIVE}"), removed, b""]))
    for files in ([old, new], [new, old]):
        connection = tables_from_files(files, tmp_path).connection
        assert told(connection, "failures", "ip") == ["203.0.113.9"] * 3
        assert told(connection, "messages", "account", "recipients", "ended", "end_time - time") == [
            (BOB, 2, "removed", 120_000_000)
        ]
