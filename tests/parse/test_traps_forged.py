"""Do words of strangers stay text, whatever they claim? From raw lines to final tables."""

from __future__ import annotations

from pathlib import Path

import pytest

from link.logbook import expand, link, told
from parse.traps import CEO, FAILED, RESULT, TAIL
from pipeline import tables_from_lines

PLANTED = f"AFD0A29663D: message-id=<a@example.com>, sasl_method=PLAIN, sasl_username={CEO}"


@pytest.mark.parametrize(
    "line",
    [
        expand(f"10:00:00 cleanup[7]: {PLANTED}"),
        f"<22>1 2026-11-20T10:00:00+00:00 mx postfix 7 - - {PLANTED}".encode(),
        expand(
            "10:00:00 cleanup[7]: AFD0A29663D: message-id=client=x[192.0.2.9], sasl_method=PLAIN, sasl_username=ceo"
        ),
    ],
)
def test_trap_01_a_message_id_that_plants_a_login(tmp_path: Path, line: bytes) -> None:
    connection = tables_from_lines([line], tmp_path).connection
    assert told(connection, "logins", "account") == []
    assert told(connection, "messages", "account") == [None]


@pytest.mark.parametrize(
    "name",
    [
        f"x, sasl_username={CEO}",
        f"{CEO}, sasl_sender=a",
        f"]: sasl login authentication failed: x, sasl_username={CEO}",
    ],
)
def test_trap_03_a_failed_name_that_injects_another(tmp_path: Path, name: str) -> None:
    log = f"10:00:00 {FAILED} PLAIN authentication failed: (reason unavailable), sasl_username={name}"
    assert told(link(tmp_path, log), "failures", "account", "ip") == [(name, "203.0.113.9")]


def test_trap_07_a_quoted_sender_that_claims_999_recipients(tmp_path: Path) -> None:
    sender = '"x>, size=1, nrcpt=999 (queue active) from=<ceo"@example.org'
    log = f"10:00:00 qmgr[7]: AFD0A29663D: from=<{sender}>, size=255, nrcpt=2 (queue active)"
    assert told(link(tmp_path, log), "messages", "sender", "size", "recipients") == [(sender, 255, 2)]


def test_trap_08_a_reply_that_says_status_sent(tmp_path: Path) -> None:
    reason = (
        "host mx.example.net[198.51.100.2] said: 550 5.7.1 no) , dsn=2.0.0, status=sent (250 Ok: queued as AFD0A29663E"
    )
    result = RESULT.replace("dsn=2.0.0, status=sent (250 ok", f"dsn=5.7.1, status=bounced ({reason}")
    log = f"10:00:00 smtp[7]: AFD0A29663D: to=<eve@example.net>, {result}"
    assert told(link(tmp_path, log), "deliveries", "status", "dsn", "reason") == [("bounced", "5.7.1", reason)]


def test_trap_09_a_subject_that_claims_an_origin(tmp_path: Path) -> None:
    evil = f"evil from mx.example.com[198.51.100.66]; from=<{CEO}> to=<victim@example.net> proto=ESMTP helo=<z>"
    log = f"10:00:00 cleanup[7]: AFD0A29663D: hold: header Subject: {evil} from x[203.0.113.9]; {TAIL}"
    connection = link(tmp_path, log)
    assert told(connection, "rejections", "action", "ip", "sender", "account") == [("hold", None, None, None)]
