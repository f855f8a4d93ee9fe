"""Do the forty known traps of mail logs leave the tables right? One test each, from raw lines to final tables."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from link.logbook import expand, link, told
from parse.blocks import both_matchers, micros, parse
from pipeline import Spot, tables_from_files, tables_from_lines
from postwarden.parse.redact import redact

CEO = "ceo@example.org"
BOB = "bob@example.org"
CLIENT = "AFD0A29663D: client=home.example.net[192.0.2.7], sasl_method=PLAIN, sasl_username=bob@example.org"
ACTIVE = "qmgr[9]: AFD0A29663D: from=<bob@example.org>, size=640, nrcpt=2 (queue active)"
FAILED = "smtpd[7]: warning: unknown[203.0.113.9]: SASL"
TAIL = "from=<a@example.com> to=<b@example.net> proto=ESMTP helo=<x>"
RESULT = "relay=mx.example.net[198.51.100.2]:25, delay=1, delays=0/0/0/1, dsn=2.0.0, status=sent (250 ok)"
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


def test_trap_02_three_spellings_of_sasl_username(tmp_path: Path) -> None:
    log = f"""
        10:00:00 smtpd[1]: AFD0A29663D: client=a[192.0.2.1], sasl_method=PLAIN, sasl_username={BOB}
        10:00:01 smtpd[2]: NOQUEUE: reject: RCPT from a[192.0.2.2]: 550 no; {TAIL} sasl_method=PLAIN sasl_username={BOB}
        10:00:02 smtpd[3]: NOQUEUE: milter-reject: RCPT from a[192.0.2.3]: 550 no; {TAIL} sasl_username=<{BOB}>
    """
    connection = link(tmp_path, log)
    assert told(connection, "logins", "account", "ip") == [(BOB, f"192.0.2.{n}") for n in (1, 2, 3)]


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


def test_trap_27_webmail_has_no_place(tmp_path: Path) -> None:
    log = f"10:00:00 smtpd[7]: {CLIENT.replace('home.example.net[192.0.2.7]', 'localhost[127.0.0.1]')}"
    tables = tables_from_lines([expand(log)], tmp_path, {"192.0.2.0/24": Spot("DE", "Berlin", 52.5, 13.4)})
    assert told(tables.connection, "logins", "ip", "internal", "country") == [("127.0.0.1", True, None)]


def test_trap_28_a_front_proxy_asserts_the_login(tmp_path: Path) -> None:
    log = "10:00:00 smtpd[7]: AFD0A29663D: client=x[192.0.2.7], sasl_method=XCLIENT, sasl_username=bob@example.org"
    assert told(link(tmp_path, log), "logins", "account", "ip", "method") == [(BOB, "192.0.2.7", "XCLIENT")]


def test_trap_29_worker_and_auth_say_it_twice(tmp_path: Path) -> None:
    log = """
        10:00:00 dovecot: auth-worker(bob,203.0.113.9,sasl:plain)<711><q>: request [4]: sql: Password mismatch
        10:00:00 dovecot: auth(bob,203.0.113.9,sasl:plain)<q>: sql: Password mismatch
    """
    assert told(link(tmp_path, log), "failures", "account") == ["bob"]


@pytest.mark.parametrize(
    "text",
    [
        "auth(odd user@example.com): passwd-file: unknown user",
        "auth: passwd-file(odd user@example.com): unknown user",
        "auth-worker(24544): sql(bob): unknown user",
    ],
)
def test_trap_30_lookups_for_lmtp_are_no_failures(tmp_path: Path, text: str) -> None:
    assert told(link(tmp_path, f"10:00:00 dovecot: {text}"), "failures", "account") == []


@pytest.mark.parametrize("space", ["", " "])
def test_trap_31_one_line_for_many_events(tmp_path: Path, space: str) -> None:
    text = "warning: unknown[203.0.113.9]: SASL LOGIN authentication failed: UGFzc3dvcmQ6"
    log = f"10:00:00 smtpd[7]: message repeated 5 times: [{space}{text}]"
    connection = link(tmp_path, log)
    assert told(connection, "failures", "ip", "reason") == [("203.0.113.9", "UGFzc3dvcmQ6")] * 5


def test_trap_32_passwords_in_the_log(tmp_path: Path) -> None:
    lines = [
        "smtpd[7]: xsasl_dovecot_server_first: sasl_method PLAIN, init_response AGJvYgBodW50ZXIy",
        "dovecot: auth: sql(bob,203.0.113.9,<q>): Password mismatch (given password: hunter2)",
    ]
    log = "\n".join(f"10:00:00 {line}" for line in lines)
    connection = link(tmp_path, log)
    assert told(connection, "notices", "text") == [None, None]
    assert told(connection, "failures", "account", "reason") == [("bob", None)]
    for line in lines:
        assert not {"hunter2", "AGJvYgBodW50ZXIy"} & set(redact(line).replace(")", " ").split())


def test_trap_33_an_outage_is_no_attack(tmp_path: Path) -> None:
    log = f"10:00:00 {FAILED} PLAIN authentication failed: Connection lost to authentication server"
    assert told(link(tmp_path, log), "failures", "cause") == ["server"]


@pytest.mark.parametrize(
    ("line", "account"),
    [
        (f"{FAILED} PLAIN authentication failed: x, sasl_username={'é' * 49}?", "é" * 49 + "?"),
        (f"dovecot: auth: sql({'a' * 61}...,203.0.113.9): unknown user", "a" * 61 + "..."),
        (
            f"dovecot: imap-login: Disconnected (auth failed, 1 attempts): user=<{'a' * 77}...>, rip=203.0.113.9",
            "a" * 77 + "...",
        ),
    ],
)
def test_trap_34_names_that_were_cut(tmp_path: Path, line: str, account: str) -> None:
    assert told(link(tmp_path, f"10:00:00 {line}"), "failures", "account", "ip") == [(account, "203.0.113.9")]


def test_trap_35_a_name_in_any_case_is_one_account(tmp_path: Path) -> None:
    log = f"""
        10:00:00 smtpd[7]: {CLIENT.replace("bob@", "BOB@")}
        10:00:01 dovecot: imap-login: Login: user=<Bob@Example.ORG>, method=PLAIN, rip=192.0.2.7, session=<q>
        10:00:02 {FAILED} PLAIN authentication failed: x, sasl_username=bOb@example.org
    """
    connection = link(tmp_path, log)
    assert set(told(connection, "logins", "account") + told(connection, "failures", "account")) == {BOB}


def test_trap_36_a_name_without_domain_is_kept_as_it_is(tmp_path: Path) -> None:
    """Which domain is meant only the server's configuration knows: two may have a bob each."""
    log = f"""
        10:00:00 smtpd[7]: {CLIENT}
        10:00:01 smtpd[7]: {CLIENT.replace("@example.org", "").replace("AFD0A29663D", "AFD0A29663E")}
    """
    assert told(link(tmp_path, log), "logins", "account") == [BOB, "bob"]


@pytest.mark.parametrize("reason", ["UGFzc3dvcmQ6", "VXNlcm5hbWU6", "PDc3OTEw", "BPFzy4dlcmE4"])
def test_trap_37_a_reason_in_base64_is_a_wrong_password(tmp_path: Path, reason: str) -> None:
    log = f"10:00:00 {FAILED} LOGIN authentication failed: {reason}"
    assert told(link(tmp_path, log), "failures", "cause", "reason", "account") == [("credentials", reason, None)]


@pytest.mark.parametrize(
    "service", ["postfix-192.0.2.23/smtpd", "postfix/127.0.0.1:10025/smtpd", "postfix-in/smtpd", "postfix/10025/smtpd"]
)
def test_trap_38_instances_with_dots_and_colons(tmp_path: Path, service: str) -> None:
    assert told(link(tmp_path, f"10:00:00 {service}[7]: {CLIENT}"), "logins", "service", "account") == [(service, BOB)]


@pytest.mark.parametrize("service", ["postfix/smtps/smtpd", "postfix/submissions/smtpd", "postfix/submission/smtpd"])
def test_trap_39_smtps_became_submissions(tmp_path: Path, service: str) -> None:
    connection = link(tmp_path, f"10:00:00 {service}[7]: {CLIENT}")
    assert told(connection, "logins", "service", "protocol") == [(service, "smtp")]


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
