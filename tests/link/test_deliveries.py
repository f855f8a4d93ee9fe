"""Is a delivery what happened to mail: no probe, no handover, and no `sent` that destroyed it?"""

from __future__ import annotations

from pathlib import Path

import pytest

from link.logbook import link, told

RESULT = "relay={relay}, delay=1, delays=0/0/0/1, dsn={dsn}, status={status} ({reason})"


def result(status: str, dsn: str = "2.0.0", relay: str = "mx.example.net[198.51.100.2]:25", reason: str = "x") -> str:
    return RESULT.format(relay=relay, dsn=dsn, status=status, reason=reason)


@pytest.mark.parametrize(
    ("daemon", "text", "status"),
    [
        ("smtp", result("sent"), "sent"),
        ("smtp", result("deferred", "4.0.0"), "deferred"),
        ("smtp", result("bounced", "5.0.0"), "bounced"),
        ("local", result("SOFTBOUNCE", "4.0.0", "local"), "deferred"),
        ("discard", result("sent", relay="none"), "discarded"),
        ("smtp", result("sent", relay="none"), "discarded"),
        ("postfix-out/discard", result("sent", relay="none"), "discarded"),
        ("lmtp", result("sent", relay="mx[private/dovecot-lmtp]"), "sent"),
        ("error", result("bounced", "5.0.0", "none"), "bounced"),
        ("relay/smtp", result("sent"), "sent"),
    ],
)
def test_status(tmp_path: Path, daemon: str, text: str, status: str) -> None:
    connection = link(tmp_path, f"10:00:00 {daemon}[7]: AFD0A29663D: to=<eve@example.net>, {text}")
    assert told(connection, "deliveries", "recipient", "status", "reason") == [("eve@example.net", status, "x")]


@pytest.mark.parametrize("status", ["deliverable", "undeliverable", "undeliverable-but-not-cached"])
def test_a_probe_is_no_delivery(tmp_path: Path, status: str) -> None:
    log = f"10:00:00 smtp[7]: AFD0A29663D: to=<eve@example.net>, {result(status)}"
    assert told(link(tmp_path, log), "deliveries", "recipient") == []


def test_every_attempt_is_one(tmp_path: Path) -> None:
    log = "\n".join(
        f"1{hour}:00:00 smtp[7]: AFD0A29663D: to=<eve@example.net>, {result(status)}"
        for hour, status in enumerate(["deferred", "deferred", "sent"])
    )
    assert told(link(tmp_path, log), "deliveries", "status") == ["deferred", "deferred", "sent"]


def test_a_reason_keeps_what_it_says(tmp_path: Path) -> None:
    reason = "host mx.example.net[198.51.100.2] said: 550 5.7.1 nope) , dsn=2.0.0, status=sent (250 (in reply to RCPT)"
    log = f"10:00:00 smtp[7]: AFD0A29663D: to=<eve@example.net>, {result('bounced', '5.7.1', reason=reason)}"
    assert told(link(tmp_path, log), "deliveries", "status", "dsn", "reason") == [("bounced", "5.7.1", reason)]


def test_an_alias_put_another_recipient_in_place(tmp_path: Path) -> None:
    log = f"""
        10:00:00 smtp[7]: AFD0A29663D: to=<eve@example.net>, {result("sent")}
        10:00:01 smtp[7]: AFD0A29663D: to=<eve@example.net>, orig_to=<bob@example.org>, {result("sent")}
    """
    assert told(link(tmp_path, log), "deliveries", "recipient", "rewritten") == [
        ("eve@example.net", False),
        ("eve@example.net", True),
    ]
