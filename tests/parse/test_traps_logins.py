"""Who logged in, who failed to, and what is no attempt at all? From raw lines to final tables."""

from __future__ import annotations

from pathlib import Path

import pytest

from link.logbook import expand, link, told
from parse.traps import BOB, CLIENT, FAILED
from pipeline import Spot, tables_from_lines
from postwarden.parse.redact import redact


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
