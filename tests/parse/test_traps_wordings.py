"""Do wordings that changed between versions, or that mean two things, give the same tables?"""

from __future__ import annotations

from pathlib import Path

import pytest

from link.logbook import expand, link, told
from parse.blocks import both_matchers, parse
from parse.traps import BOB, CLIENT, RESULT, TAIL


def test_trap_02_three_spellings_of_sasl_username(tmp_path: Path) -> None:
    log = f"""
        10:00:00 smtpd[1]: AFD0A29663D: client=a[192.0.2.1], sasl_method=PLAIN, sasl_username={BOB}
        10:00:01 smtpd[2]: NOQUEUE: reject: RCPT from a[192.0.2.2]: 550 no; {TAIL} sasl_method=PLAIN sasl_username={BOB}
        10:00:02 smtpd[3]: NOQUEUE: milter-reject: RCPT from a[192.0.2.3]: 550 no; {TAIL} sasl_username=<{BOB}>
    """
    connection = link(tmp_path, log)
    assert told(connection, "logins", "account", "ip") == [(BOB, f"192.0.2.{n}") for n in (1, 2, 3)]


@both_matchers
@pytest.mark.parametrize("prefix", ["", "NOQUEUE: ", "AFD0A29663D: "])
def test_trap_04_the_prefix_of_lost_connections_since_3_10(kind: str, prefix: str) -> None:
    record = parse(
        kind, expand(f"10:00:00 smtpd[7]: {prefix}lost connection after AUTH from unknown[203.0.113.9]")
    ).only
    assert (record["stage"], record["ip"]) == ("AUTH", "203.0.113.9")


def test_trap_05_dovecot_2_4_has_new_words(tmp_path: Path) -> None:
    user = "user=<bob>, method=PLAIN, rip=192.0.2.7, lip=192.0.2.25, TLS, session="
    log = f"""
        10:00:00 dovecot: imap-login: Login: {user}<a>
        10:00:01 dovecot: imap-login: Logged in: {user}<b>
        10:00:02 dovecot: imap-login: Disconnected: Connection closed (auth failed, 1 attempts): {user}<c>
        10:00:03 dovecot: imap-login: Login aborted: Gone (auth failed, 1 attempts in 0 secs) (auth_failed): {user}<d>
    """
    connection = link(tmp_path, log)
    assert told(connection, "logins", "account", "line") == [("bob", 1), ("bob", 2)]
    assert told(connection, "failures", "account", "line") == [("bob", 3), ("bob", 4)]


@pytest.mark.parametrize(
    "tls", ["", " tls=may:none,", " tls=may?,", " tls=none?,", " tls=dane:encrypt,", " tls=!encrypt,"]
)
def test_trap_06_the_tls_field_since_3_11(tmp_path: Path, tls: str) -> None:
    result = RESULT.replace(" dsn=", f"{tls} dsn=")
    log = f"10:00:00 smtp[7]: 4jWX205lZQzP03D: to=<eve@example.net>, {result}"
    assert told(link(tmp_path, log), "deliveries", "recipient", "dsn", "status") == [
        ("eve@example.net", "2.0.0", "sent")
    ]


def test_trap_11_client_ports_are_no_part_of_the_address(tmp_path: Path) -> None:
    log = f"""
        10:00:00 smtpd[7]: AFD0A29663D: client=x[192.0.2.7]:38403, sasl_method=PLAIN, sasl_username={BOB}
        10:00:01 smtpd[7]: warning: x[2001:db8::7]:38403: SASL PLAIN authentication failed: x
        10:00:02 smtpd[7]: NOQUEUE: reject: RCPT from x[192.0.2.7]:38403: 550 no; {TAIL}
        10:00:03 smtpd[7]: disconnect from x[192.0.2.7]:38403 ehlo=1 auth=1 quit=1 commands=3
    """
    connection = link(tmp_path, log)
    assert told(connection, "logins", "ip") == ["192.0.2.7"]
    assert told(connection, "failures", "ip") == ["2001:db8::7"]
    assert told(connection, "rejections", "ip") == ["192.0.2.7"]
    assert told(connection, "silent_logins", "ip") == ["192.0.2.7"]


@both_matchers
@pytest.mark.parametrize("ip", ["203.0.113.10", "2001:db8::66"])
@pytest.mark.parametrize("service", ["smtp", "192.0.2.25:587", "[::]:25"])
def test_trap_12_rates_of_services_with_colons(kind: str, service: str, ip: str) -> None:
    line = f"10:00:00 anvil[7]: statistics: max auth rate 31/60s for ({service}:{ip}) at Nov 20 23:21:47"
    record = parse(kind, expand(line)).only
    assert (record["ip"], record["count"]) == (ip, 31)


def test_trap_23_postscreens_lists_have_two_names(tmp_path: Path) -> None:
    log = "\n".join(f"10:00:00 postscreen[7]: {word} [203.0.113.9]:5" for word in ("WHITELISTED", "ALLOWLISTED"))
    assert told(link(tmp_path, log), "postscreen", "event") == ["allowlisted"] * 2


def test_trap_24_warning_is_a_severity_and_an_action(tmp_path: Path) -> None:
    log = f"""
        10:00:00 smtpd[7]: warning: no such thing
        10:00:01 cleanup[7]: AFD0A29663D: warning: header Subject: x from x[203.0.113.9]; {TAIL}
        10:00:02 smtpd[7]: NOQUEUE: warn: RCPT from x[203.0.113.9]: x; {TAIL}
    """
    connection = link(tmp_path, log)
    assert told(connection, "notices", "line", "severity") == [(1, "warning")]
    assert told(connection, "rejections", "line") == []


@pytest.mark.parametrize("service", ["postfix/smtps/smtpd", "postfix/submissions/smtpd", "postfix/submission/smtpd"])
def test_trap_39_smtps_became_submissions(tmp_path: Path, service: str) -> None:
    connection = link(tmp_path, f"10:00:00 {service}[7]: {CLIENT}")
    assert told(connection, "logins", "service", "protocol") == [(service, "smtp")]
