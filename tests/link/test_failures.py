"""Is every failed login one row, with its account where any line names it, and an outage no attack?"""

from __future__ import annotations

from pathlib import Path

import pytest

from link.logbook import link, told

FAILED = "smtpd[7]: warning: unknown[203.0.113.9]: SASL LOGIN authentication failed: "


@pytest.mark.parametrize(
    ("reason", "cause"),
    [
        ("UGFzc3dvcmQ6", "credentials"),
        ("(reason unavailable), sasl_username=bob", "credentials"),
        ("authentication failure", "credentials"),
        ("", "credentials"),
        ("Connection lost to authentication server", "server"),
        ("Connection lost to authentication server, sasl_username=bob", "server"),
        ("Can't connect to authentication server", "server"),
        ("Authentication backend error", "server"),
        ("generic failure", "server"),
        ("Temporary authentication failure", "server"),
        ("no mechanism available", "server"),
        ("cannot connect to saslauthd server: Connection refused", "server"),
        ("Invalid authentication mechanism", "aborted"),
        ("Invalid authentication mechanism: 'NTLM'", "aborted"),
        ("Invalid authentication mechanism: 'temporary'", "aborted"),
        ("Invalid base64 data in initial response", "aborted"),
        ("bad protocol / cancel", "aborted"),
    ],
)
def test_cause(tmp_path: Path, reason: str, cause: str) -> None:
    connection = link(tmp_path, f"10:00:00 {FAILED}{reason}")
    assert told(connection, "failures", "ip", "method", "cause", "attempts") == [("203.0.113.9", "LOGIN", cause, 1)]


@pytest.mark.parametrize("claim", ["generic failure", "temporary", "Connection lost to authentication server"])
def test_a_method_that_claims_an_outage_is_still_an_attack(tmp_path: Path, claim: str) -> None:
    method = f'"x authentication failed: {claim}"'
    log = f"10:00:00 smtpd[7]: warning: unknown[203.0.113.9]: SASL {method} authentication failed: UGFzc3dvcmQ6"
    assert told(link(tmp_path, log), "failures", "ip", "cause") == [("203.0.113.9", "credentials")]


def test_an_aborted_attempt(tmp_path: Path) -> None:
    log = "10:00:00 smtpd[7]: warning: unknown[203.0.113.9]: SASL PLAIN authentication aborted"
    assert told(link(tmp_path, log), "failures", "cause", "account") == [("aborted", None)]


@pytest.mark.parametrize(
    ("name", "account"), [("Bob@Example.org", "bob@example.org"), ("(unavailable)", None), ("x, sasl_username=ceo", "x, sasl_username=ceo")]
)  # fmt: skip
def test_the_account(tmp_path: Path, name: str, account: str | None) -> None:
    log = f"10:00:00 {FAILED}(reason unavailable), sasl_username={name}"
    assert told(link(tmp_path, log), "failures", "account", "service") == [(account, "postfix/smtpd")]


def test_dovecots_auth_process_lends_the_account(tmp_path: Path) -> None:
    log = f"""
        10:00:00 dovecot: auth: passwd-file(bob,203.0.113.9): unknown user
        10:00:02 {FAILED}UGFzc3dvcmQ6
        10:00:03 dovecot: auth: passwd-file(eve,203.0.113.9): Password mismatch
        10:00:05 {FAILED}UGFzc3dvcmQ6
    """
    assert told(link(tmp_path, log), "failures", "line", "account", "protocol") == [
        (2, "bob", "smtp"),
        (4, "eve", "smtp"),
    ]


def test_an_account_is_not_lent_hours_later(tmp_path: Path) -> None:
    log = f"""
        10:00:00 dovecot: auth: passwd-file(bob,203.0.113.9): unknown user
        10:00:02 {FAILED}UGFzc3dvcmQ6
        14:00:00 {FAILED}UGFzc3dvcmQ6
    """
    assert told(link(tmp_path, log), "failures", "account") == ["bob", None]


def test_an_account_is_not_lent_to_another_client(tmp_path: Path) -> None:
    log = f"""
        10:00:00 dovecot: auth: passwd-file(bob,203.0.113.77): unknown user
        10:00:02 {FAILED}UGFzc3dvcmQ6
    """
    assert told(link(tmp_path, log), "failures", "account", "ip") == [("bob", "203.0.113.77"), (None, "203.0.113.9")]


def test_auth_alone_counts_where_smtpd_says_nothing(tmp_path: Path) -> None:
    log = "10:00:00 dovecot: auth: passwd-file(bob,203.0.113.9): unknown user"
    assert told(link(tmp_path, log), "failures", "account", "ip", "cause") == [("bob", "203.0.113.9", "credentials")]


@pytest.mark.parametrize(
    ("worker", "auth"),
    [
        (
            "auth-worker(24544): conn unix:auth-worker (pid=1,uid=2): auth-worker<6>: sql(bob,203.0.113.9,<q>): Password mismatch",
            "auth: sql(bob,203.0.113.9,<q>): Password mismatch",
        ),
        (
            "auth-worker(bob,203.0.113.9,sasl:plain)<711><q>: request [4]: sql: Password mismatch",
            "auth(bob,203.0.113.9,sasl:plain)<q>: sql: Password mismatch",
        ),
    ],
)
def test_worker_and_auth_count_once(tmp_path: Path, worker: str, auth: str) -> None:
    lines = [f"10:00:00 dovecot: {worker}", f"10:00:00 dovecot: {auth}"]
    assert told(link(tmp_path, "\n".join(lines)), "failures", "account", "service") == [("bob", "auth")]
    assert told(link(tmp_path, "\n".join(reversed(lines))), "failures", "account", "service") == [("bob", "auth")]
    assert told(link(tmp_path, lines[0]), "failures", "account", "service") == [("bob", "auth-worker")]


def test_several_attempts_of_a_session_count_by_account(tmp_path: Path) -> None:
    """The login process names only the last account; the auth process names each."""
    log = """
        10:00:00 dovecot: auth: sql(bob,203.0.113.9,<q>): Password mismatch
        10:00:03 dovecot: auth: sql(eve,203.0.113.9,<q>): unknown user
        10:00:09 dovecot: imap-login: Disconnected: Connection closed (auth failed, 2 attempts in 9 secs): user=<eve>, method=PLAIN, rip=203.0.113.9, lip=192.0.2.25, TLS, session=<q>
    """
    assert told(link(tmp_path, log), "failures", "line", "account", "protocol", "attempts") == [
        (1, "bob", "imap", 1),
        (2, "eve", "imap", 1),
    ]


@pytest.mark.parametrize(
    ("process", "protocol"),
    [
        ("imap-login", "imap"),
        ("pop3-login", "pop3"),
        ("submission-login", "submission"),
        ("managesieve-login", "sieve"),
    ],
)
def test_without_auth_verbose_the_login_process_counts(tmp_path: Path, process: str, protocol: str) -> None:
    log = f"10:00:09 dovecot: {process}: Login aborted: Connection closed (auth failed, 3 attempts in 9 secs) (auth_failed): user=<Eve>, method=PLAIN, rip=203.0.113.9, lip=192.0.2.25, TLS, session=<q>"
    assert told(link(tmp_path, log), "failures", "account", "protocol", "attempts", "cause", "service") == [
        ("eve", protocol, 3, "credentials", process)
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Login aborted: Connection closed (auth service reported temporary failure, 1 attempts in 2 secs) (temp_fail)",
        "Disconnected (disconnected before auth was ready, waited 7 secs)",
    ],
)
def test_an_outage_of_dovecot_is_no_attack(tmp_path: Path, text: str) -> None:
    log = f"10:00:09 dovecot: imap-login: {text}: user=<eve>, method=PLAIN, rip=203.0.113.9, session=<q>"
    assert told(link(tmp_path, log), "failures", "cause") == ["server"]


@pytest.mark.parametrize(
    "text",
    [
        "imap-login: Disconnected (no auth attempts in 0 secs): user=<>, rip=203.0.113.9, lip=192.0.2.25, session=<q>",
        "imap-login: Login aborted: Connection closed (no auth attempts in 0 secs) (no_auth_attempts): user=<>, rip=203.0.113.9, lip=192.0.2.25, session=<q>",
        "auth: passwd-file(nobody@example.org): unknown user",
        "auth(nobody@example.org): passwd-file: unknown user",
        "auth-worker(24544): sql(nobody@example.org): unknown user",
        "auth: sql(bob,203.0.113.9,<q>): unknown user - trying the next passdb",
        "auth(bob,203.0.113.9,sasl:plain)<q>: sql: Password mismatch - trying the next passdb",
        "auth-worker(bob,203.0.113.9,sasl:plain)<711><q>: request [4]: sql: unknown user - trying the next passdb",
    ],
)
def test_what_is_no_failure(tmp_path: Path, text: str) -> None:
    assert told(link(tmp_path, f"10:00:00 dovecot: {text}"), "failures", "reason") == []


def test_our_own_relay_that_refuses_us_is_no_attack(tmp_path: Path) -> None:
    log = "10:00:00 smtp[7]: AFD0A29663D: to=<eve@example.net>, relay=relay.example.net[198.51.100.2]:587, delay=1, delays=0/0/0/1, dsn=4.7.8, status=deferred (SASL authentication failed; server relay.example.net[198.51.100.2] said: 535 5.7.8 Error: authentication failed: x)"
    assert told(link(tmp_path, log), "failures", "reason") == []


def test_hosts_are_told_apart(tmp_path: Path) -> None:
    log = f"""
        @mx2 10:00:00 dovecot: auth: passwd-file(bob,203.0.113.9): unknown user
        10:00:02 {FAILED}UGFzc3dvcmQ6
    """
    assert told(link(tmp_path, log), "failures join hosts using (host)", "name", "account") == [
        ("mx2", "bob"),
        ("mx", None),
    ]
