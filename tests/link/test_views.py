"""Do the tables that are their records under other names hold what their names say?"""

from __future__ import annotations

from pathlib import Path

import pytest

from link.logbook import expand, link, told
from pipeline import tables_from_files
from postwarden.model.tables import BY_NAME

TAIL = "from=<bob@example.org> to=<eve@example.net> proto=ESMTP helo=<x>"


@pytest.mark.parametrize(
    "action",
    ["reject", "reject_warning", "hold", "discard", "redirect", "hangup", "milter-reject", "milter-hold", "milter-discard"],
)  # fmt: skip
def test_a_refusal_is_a_rejection(tmp_path: Path, action: str) -> None:
    log = f"10:00:00 smtpd[7]: NOQUEUE: {action}: RCPT from unknown[203.0.113.9]: 550 5.7.1 no; {TAIL}"
    columns = "action", "stage", "ip", "client", "text", "sender", "recipient", "helo", "queue_id", "account"
    assert told(link(tmp_path, log), "rejections", *columns) == [
        (
            action,
            "RCPT",
            "203.0.113.9",
            "unknown",
            "550 5.7.1 no",
            "bob@example.org",
            "eve@example.net",
            "x",
            None,
            None,
        )
    ]


@pytest.mark.parametrize("action", ["permit", "info", "warn", "filter", "bcc", "delay", "prepend", "abort"])
def test_what_refuses_nothing_is_none(tmp_path: Path, action: str) -> None:
    log = f"10:00:00 smtpd[7]: NOQUEUE: {action}: RCPT from unknown[203.0.113.9]: x; {TAIL}"
    assert told(link(tmp_path, log), "rejections", "action") == []


@pytest.mark.parametrize(("action", "count"), [("proxy-reject", 1), ("proxy-accept", 0)])
def test_proxies(tmp_path: Path, action: str, count: int) -> None:
    log = f"10:00:00 smtpd[7]: {action}: END-OF-MESSAGE: 250 2.0.0 Ok: queued as AFD0A29663D; {TAIL}"
    assert len(told(link(tmp_path, log), "rejections", "action")) == count


@pytest.mark.parametrize(
    ("action", "count"),
    [("reject", 1), ("discard", 1), ("hold", 1), ("redirect", 1), ("milter-header-hold", 1), ("milter-header-redirect", 1), ("warning", 0), ("info", 0), ("prepend", 0), ("milter-header-prepend", 0)],
)  # fmt: skip
@pytest.mark.parametrize("part", ["header", "body"])
def test_checks_of_cleanup(tmp_path: Path, part: str, action: str, count: int) -> None:
    log = f"10:00:00 cleanup[7]: AFD0A29663D: {action}: {part} Subject: x from unknown[203.0.113.9]; {TAIL}: no"
    found = told(link(tmp_path, log), "rejections", "queue_id", "action", "stage", "ip", "text")
    assert found == [("AFD0A29663D", action, part, "203.0.113.9", "Subject: x: no")] * count


def test_subjects_are_those_of_headers(tmp_path: Path) -> None:
    log = f"""
        10:00:00 cleanup[7]: AFD0A29663D: warning: header Subject: You won from unknown[203.0.113.9]; {TAIL}
        10:00:01 cleanup[7]: AFD0A29663E: info: header subject: hello from local; from=<bob@example.org>
        10:00:02 cleanup[7]: AFD0A29663F: info: header X-Mailer: Subject: x from unknown[203.0.113.9]; {TAIL}
        10:00:03 cleanup[7]: AFD0A296640: warning: body Subject: x from unknown[203.0.113.9]; {TAIL}
    """
    assert told(link(tmp_path, log), "subjects", "queue_id", "subject") == [
        ("AFD0A29663D", "You won"),
        ("AFD0A29663E", "hello"),
    ]


def test_a_rejection_has_the_account_of_its_mail(tmp_path: Path) -> None:
    log = f"""
        10:00:00 smtpd[7]: AFD0A29663D: client=x[192.0.2.7], sasl_method=PLAIN, sasl_username=Bob
        10:00:01 cleanup[8]: AFD0A29663D: milter-reject: END-OF-MESSAGE from x[192.0.2.7]: 5.7.1 no; {TAIL}
        10:00:02 cleanup[8]: AFD0A29663D: removed (discarded)
        12:00:00 smtpd[7]: AFD0A29663D: client=y[198.51.100.2]
        12:00:01 cleanup[8]: AFD0A29663D: milter-reject: END-OF-MESSAGE from y[198.51.100.2]: 5.7.1 no; {TAIL}
        12:00:01 cleanup[8]: AFD0A29663D: reject: header Subject: x from y[198.51.100.2]; {TAIL}
    """
    assert told(link(tmp_path, log), "rejections", "line", "account") == [(2, "bob"), (5, None), (6, None)]


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("CONNECT from [203.0.113.9]:5 to [192.0.2.25]:25", "connect"),
        ("PASS OLD [203.0.113.9]:5", "pass-old"),
        ("WHITELISTED [203.0.113.9]:5", "allowlisted"),
        ("ALLOWLISTED [203.0.113.9]:5", "allowlisted"),
        ("BLACKLISTED [203.0.113.9]:5", "denylisted"),
        ("DENYLISTED [203.0.113.9]:5", "denylisted"),
        ("WHITELIST VETO [203.0.113.9]:5", "allowlist-veto"),
        ("ALLOWLIST VETO [203.0.113.9]:5", "allowlist-veto"),
    ],
)
def test_postscreen_speaks_in_its_new_words(tmp_path: Path, text: str, event: str) -> None:
    assert told(link(tmp_path, f"10:00:00 postscreen[7]: {text}"), "postscreen", "ip", "event") == [
        ("203.0.113.9", event)
    ]


def test_a_connection_reaches_from_connect_to_disconnect(tmp_path: Path) -> None:
    log = """
        10:00:00 smtpd[7]: connect from unknown[203.0.113.9]
        10:00:01 smtpd[8]: connect from unknown[203.0.113.9]
        10:00:05 smtpd[7]: disconnect from unknown[203.0.113.9] ehlo=1 auth=0/2 commands=1/3
        10:00:06 smtpd[9]: disconnect from unknown[203.0.113.10] ehlo=1 auth=1 commands=2
        10:00:07 smtpd[7]: connect from unknown[203.0.113.9]
        10:00:08 smtpd[7]: disconnect from unknown[203.0.113.9]
    """
    columns = "line", "end_line", "pid", "end_time - time", "auth_ok", "auth_total"
    assert told(link(tmp_path, log), "connections", *columns) == [
        (1, 3, 7, 5_000_000, 0, 2),
        (4, 4, 9, 0, 1, 1),  # its beginning is not in the log
        (5, 6, 7, 1_000_000, None, None),
    ]


def test_a_connection_of_another_address_in_between_is_another(tmp_path: Path) -> None:
    log = """
        10:00:00 smtpd[7]: connect from a.example.net[203.0.113.9]
        10:00:01 smtpd[7]: connect from b.example.net[203.0.113.10]
        10:00:05 smtpd[7]: disconnect from a.example.net[203.0.113.9] commands=0/0
        10:00:06 smtpd[7]: disconnect from b.example.net[203.0.113.10] commands=0/0
    """
    assert told(link(tmp_path, log), "connections", "line", "end_line", "end_time - time") == [
        (1, 3, 5_000_000), (2, 4, 5_000_000),
    ]  # fmt: skip


def test_a_connection_may_end_in_the_next_log(tmp_path: Path) -> None:
    logs = [tmp_path / "mail.log.1", tmp_path / "mail.log"]
    logs[0].write_bytes(expand("10:00:00 smtpd[7]: connect from unknown[203.0.113.9]") + b"\n")
    logs[1].write_bytes(expand("10:00:04 smtpd[7]: disconnect from unknown[203.0.113.9] commands=0/0") + b"\n")
    columns = "source", "line", "end_source", "end_line", "end_time - time"
    assert told(tables_from_files(logs, tmp_path).connection, "connections", *columns) == [(0, 1, 1, 1, 4_000_000)]


def test_a_secret_is_noticed_and_not_repeated(tmp_path: Path) -> None:
    log = """
        10:00:00 smtpd[7]: < unknown[203.0.113.9]: AUTH PLAIN AGJvYgBodW50ZXIy
        10:00:01 dovecot: auth: sql(bob,203.0.113.9,<q>): Password mismatch (given password: hunter2)
        10:00:02 dovecot: auth: sql(bob,203.0.113.9,<q>): unknown user (given password: hunter2) - trying the next passdb
        10:00:03 smtpd[7]: warning: something
    """
    assert told(link(tmp_path, log), "notices", "kind", "severity", "text") == [
        ("verbose/auth-plain-received", "warning", None),
        ("dovecot-auth/mismatch-given-password", "warning", None),
        ("dovecot-auth/next-passdb-given-password", "warning", None),
        ("notice/warning", "warning", "something"),
    ]


def test_sessions_and_filings_of_dovecot(tmp_path: Path) -> None:
    log = """
        10:00:00 dovecot: imap(Bob)<6><q>: Disconnected: Logged out in=8 out=516 deleted=1 expunged=2 trashed=0 hdr_count=0 hdr_bytes=0 body_count=3 body_bytes=400
        10:00:01 dovecot: lmtp(Bob)<7><r>: sieve: msgid=<a@example.net>: forwarded to <drop@example.com>
        10:00:02 dovecot: lmtp(Bob)<7><s>: sieve: msgid=<b@example.net>: redirect action: forwarded to <drop@example.com>
    """
    connection = link(tmp_path, log)
    assert told(connection, "mailbox_sessions", "account", "protocol", "bytes_out", "expunged", "body_bytes") == [
        ("bob", "imap", 516, 2, 400)
    ]
    assert told(connection, "filings", "account", "action", "target", "message_id") == [
        ("bob", "forwarded", "drop@example.com", "<a@example.net>"),
        ("bob", "forwarded", "drop@example.com", "<b@example.net>"),
    ]


def test_a_session_has_the_address_of_its_login(tmp_path: Path) -> None:
    ends = "Disconnected: Logged out in=8 out=516 deleted=0 expunged=0 trashed=0 hdr_count=0 hdr_bytes=0 body_count=3 body_bytes=400"
    log = f"""
        10:00:00 dovecot: imap-login: proxy(bob): started proxying to 192.0.2.30:143: user=<bob>, method=PLAIN, rip=203.0.113.9, lip=192.0.2.25, session=<q>
        10:00:01 dovecot: imap-login: Login: user=<bob>, method=PLAIN, rip=192.0.2.25, lip=192.0.2.30, mpid=6, session=<q>
        10:00:02 dovecot: imap-login: Login: user=<bob>, method=PLAIN, rip=198.51.100.2, lip=192.0.2.25, mpid=7, session=<r>
        10:00:03 dovecot: imap(bob)<6><q>: {ends}
        10:00:04 dovecot: imap(bob)<9><x>: {ends}
        10:00:05 dovecot: imap(bob): {ends}
    """
    assert told(link(tmp_path, log), "mailbox_sessions", "line", "session", "ip") == [
        (4, "q", "203.0.113.9"),
        (5, "x", None),
        (6, None, None),
    ]


@pytest.mark.parametrize("process", ["managesieve", "sieve"])
def test_whoever_edits_sieve_scripts_has_a_session(tmp_path: Path, process: str) -> None:
    log = f"10:00:00 dovecot: {process}(Bob)<6><q>: Disconnected: Logged out bytes=82/95"
    assert told(link(tmp_path, log), "mailbox_sessions", "account", "protocol", "bytes_out") == [("bob", "sieve", 95)]


@pytest.mark.parametrize("table", [name for name in BY_NAME if name not in ("addresses", "sources", "hosts")])
def test_a_log_that_says_nothing_gives_empty_tables_with_all_their_columns(tmp_path: Path, table: str) -> None:
    connection = link(tmp_path, "10:00:00 smtpd[7]: idle timeout -- exiting")
    described = connection.execute(f"describe {table}").fetchall()
    assert {(name, kind) for name, kind, *_ in described} == {(c.name, c.type) for c in BY_NAME[table].columns}
    assert told(connection, table, "line") == []


def test_a_header_that_looks_like_the_rest_of_the_line_is_put_to_the_true_client(tmp_path: Path) -> None:
    header = "Subject: x from unknown[192.0.2.1]; from=<victim@example.org> to=<v@example.org> proto=ESMTP helo=<h>"
    log = f"""
        10:00:00 smtpd[7]: AFD0A29663D: client=unknown[203.0.113.9]
        10:00:01 cleanup[8]: AFD0A29663D: reject: header {header} from unknown[203.0.113.9]; {TAIL}: 5.7.1 no
    """
    columns = "action", "ip", "client", "sender", "recipient", "helo"
    assert told(link(tmp_path, log), "rejections", *columns) == [("reject", "203.0.113.9", "unknown", None, None, None)]


@pytest.mark.parametrize(
    ("program", "text", "event"),
    [
        ("qmgr", "removed", "removed"),
        ("postsuper", "removed", "deleted"),
        ("cleanup", "removed (canceled)", "canceled"),
        ("cleanup", "removed (discarded)", "discarded"),
        ("postsuper", "placed on hold", "held"),
        ("qmgr", "from=<bob@example.org>, status=expired, returned to sender", "expired"),
    ],
)
def test_queue_events_tell_who_removed_it(tmp_path: Path, program: str, text: str, event: str) -> None:
    log = f"10:00:00 {program}[7]: AFD0A29663D: {text}"
    assert told(link(tmp_path, log), "queue_events", "queue_id", "event") == [("AFD0A29663D", event)]


@pytest.mark.parametrize("severity", ["warning", "error", "fatal"])
def test_a_notice_about_a_mail_keeps_its_severity(tmp_path: Path, severity: str) -> None:
    log = f"10:00:00 smtpd[7]: {severity}: AFD0A29663D: queue file size limit exceeded"
    assert told(link(tmp_path, log), "notices", "severity", "text") == [(severity, "queue file size limit exceeded")]
