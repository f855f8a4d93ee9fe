"""Does nothing of a password, nor of the base64 that holds it, survive in evidence, and everything else?"""

from __future__ import annotations

import json
from base64 import b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postwarden.parse.known import format_tables
from postwarden.parse.redact import CUT, redact

PASSWORD = "hunter2)(x"
BASE64 = b64encode(f"\0bob@example.org\0{PASSWORD}".encode()).decode()
ENVELOPES = (
    "Nov 20 23:26:59 mail postfix/smtpd[264]: {}",
    "Nov 20 23:26:59 mail postfix/smtpd: {}",
    "<22>1 2026-11-20T23:26:59.098333+00:00 mail postfix 264 - - {}",
    "2026-11-20T23:26:59.098333+00:00 INFO postfix/submission/smtpd[264]: {}",
    "mailserver  | Nov 20 23:26:59 mail postfix/smtpd[264]: {}",
    "Nov 20 23:26:59 mail postfix/smtpd[264]: message repeated 2 times: [ {}]",
    '{{"SYSLOG_IDENTIFIER":"postfix/smtpd","MESSAGE":"{}"}}',
)
VERBOSE = (
    f"xsasl_dovecot_server_first: sasl_method PLAIN, init_response {BASE64}",
    f"xsasl_cyrus_server_first: decoded initial response {PASSWORD}",
    f"xsasl_cyrus_server_next: decoded response: {PASSWORD}",
    f"xsasl_cyrus_client_first: uncoded initial reply: ?relay?{PASSWORD}",
    f"xsasl_cyrus_client_next: uncoded client response {PASSWORD}",
    f"xsasl_cyrus_client_get_passwd: {PASSWORD}",
    f"SASL authentication pass: {PASSWORD}",
    f"smtp_sasl_passwd_lookup: host `relay.example.net' user `office' pass `{PASSWORD}'",
    f"maps_find: smtp_sasl_password_maps: hash:/etc/postfix/sasl(0,lock): relay.example.net = office:{PASSWORD}",
    f"Read 45 chars: AUTH PLAIN {BASE64}",
    f"Read 45 chars: AUTH PLAIN {BASE64[:20]}",
    f"Read 45 chars: {BASE64}??",
    f"Write 45 chars: {BASE64}??",
    f"< unknown[203.0.113.50]: AUTH PLAIN {BASE64}",
    f"< unknown[203.0.113.50]:38403: auth plain {BASE64}",
    f"< unknown[2001:db8::7]: Auth Login {BASE64}",
    f"< unknown[203.0.113.50]: aUTH   xoauth2   {BASE64}",
    f"< unknown[203.0.113.50]: AUTH OAUTHBEARER {BASE64}",
    f"< unknown[203.0.113.50]: AUTH SCRAM-SHA-256 {BASE64}",
    f"< unknown[203.0.113.50]: AUTH PLAIN {BASE64[:12]} {BASE64[12:]}",
    f"< unknown[203.0.113.50]: {BASE64}",
    f"> relay.example.net[192.0.2.25]:587: AUTH PLAIN {BASE64}",
    f"> relay.example.net[192.0.2.25]:587: {BASE64}",
)
DOVECOT = (
    f"auth: passwd-file(bob,203.0.113.9,<q>): Password mismatch (given password: {PASSWORD})",
    f"auth: passwd-file(bob,203.0.113.9,<q>): Password mismatch (given password: {PASSWORD}",
    f"auth: sql(bob,203.0.113.9): unknown user (SHA1 of given password: {PASSWORD})",
    f"auth: sql(bob,203.0.113.9): unknown user (given password: {PASSWORD}) - trying the next passdb",
    f"auth(bob,203.0.113.9,sasl:plain)<q>: passwd-file: Password mismatch (given password: {PASSWORD})",
    f"auth: pam(bob,203.0.113.9): pam_authenticate() failed: x (Password mismatch?) (given password: {PASSWORD})",
    f"auth: Debug: client in: AUTH#0111#011PLAIN#011service=smtp#011resp={BASE64}",
    f"auth: Debug: client in: CONT#0111#011{BASE64}",
    f"auth: Debug: client in: CONT\t1\t{BASE64}",
    f"auth: Debug: sql(bob,203.0.113.9): PLAIN-MD5({PASSWORD}) != '0cc175b9c0f1b6a831c399e269772661'",
    f"auth: Debug: client passdb out: OK#0111#011user=bob#011pass={PASSWORD}",
)


def leaks(text: str) -> bool:
    """Whether four characters in a row of the password or its base64 are left."""
    kept = text.replace(CUT, "")
    return any(secret[at : at + 4] in kept for secret in (PASSWORD, BASE64) for at in range(len(secret) - 3))


@pytest.mark.parametrize("envelope", ENVELOPES)
@pytest.mark.parametrize("text", VERBOSE)
def test_a_password_in_a_verbose_line_of_postfix_is_cut_out(envelope: str, text: str) -> None:
    told = redact(envelope.format(text))
    assert not leaks(told)
    assert CUT in told
    assert told.startswith(envelope.split("{}")[0][:14].replace("{{", "{"))


@pytest.mark.parametrize("text", DOVECOT)
@pytest.mark.parametrize(
    "front", ["Nov 20 23:26:59 mail dovecot: ", "Nov 20 23:26:59 mail dovecot[7]: ", "Nov 20 23:26:59 "]
)
def test_a_password_in_a_line_of_dovecot_is_cut_out(front: str, text: str) -> None:
    told = redact(front + text)
    assert not leaks(told)
    assert CUT in told


def test_the_account_and_the_address_stay() -> None:
    told = redact(
        f"Nov 20 23:26:59 mail dovecot: auth: sql(bob,203.0.113.9,<q>): Password mismatch (given password: {PASSWORD})"
    )
    assert told == (
        f"Nov 20 23:26:59 mail dovecot: auth: sql(bob,203.0.113.9,<q>): Password mismatch (given password: {CUT}"
    )


@pytest.mark.parametrize("text", VERBOSE + DOVECOT)
def test_a_message_that_journald_wrote_as_numbers_is_cut_out(text: str) -> None:
    line = json.dumps({"PRIORITY": "6", "MESSAGE": list(text.encode() + b"\xff"), "_PID": "4"})
    told = redact(line)
    assert not leaks(told)
    assert ", ".join(str(byte) for byte in PASSWORD.encode()) not in told
    assert json.loads(told) == {"PRIORITY": "6", "MESSAGE": CUT, "_PID": "4"}


def test_a_long_line_is_cut_out_to_its_end() -> None:
    line = f"Nov 20 23:26:59 mail postfix/smtpd[264]: < x[]: AUTH PLAIN {BASE64 * 400}"
    assert redact(line) == f"Nov 20 23:26:59 mail postfix/smtpd[264]: < x[]: AUTH PLAIN {CUT}"


ORDINARY = (
    "Nov 20 23:26:59 mail postfix/smtpd[264]: warning: AUTH command rate limit exceeded: 31 from x[] for service smtp",
    "Nov 20 23:26:59 mail postfix/smtpd[264]: lost connection after AUTH from unknown[192.0.2.7]",
    "Nov 20 23:26:59 mail postfix/smtpd[264]: disconnect from unknown[192.0.2.7] ehlo=1 auth=0/1 commands=1/2",
    "Nov 20 23:26:59 mail postfix/smtpd[264]: warning: unknown[]: SASL LOGIN authentication failed: UGFzc3dvcmQ6",
    "Nov 20 23:26:59 mail postfix/smtpd[264]: AFD0A29663D: client=x[192.0.2.7], sasl_method=PLAIN, sasl_username=bob",
    "Nov 20 23:26:59 mail postfix/smtpd[264]: > unknown[192.0.2.7]: 250-AUTH PLAIN LOGIN",
    "Nov 20 23:26:59 mail postfix/smtpd[264]: > unknown[192.0.2.7]: 334 VXNlcm5hbWU6",
    "Nov 20 23:26:59 mail postfix/smtpd[264]: > unknown[192.0.2.7]: 250-PIPELINING",
    "Nov 20 23:26:59 mail postfix/smtpd[264]: < unknown[192.0.2.7]: AUTH LOGIN",
    "Nov 20 23:26:59 mail postfix/smtpd[264]: < unknown[192.0.2.7]: QUIT",
    "Nov 20 23:26:59 mail postfix/smtpd[264]: < unknown[192.0.2.7]: quit",
    "Nov 20 23:26:59 mail postfix/smtpd[264]: Read 6 chars: QUIT??",
    "Nov 20 23:26:59 mail postfix/smtpd[264]: Read 16 chars: EHLO localhost??",
    "Nov 20 23:26:59 mail postfix/smtpd[264]: Write 158 chars: 250-mail.example.com??250-PIPELINING??250",
    "Nov 20 23:26:59 mail postfix/smtpd[264]: warning: SASL authentication failure: Password verification failed",
    "Nov 20 23:26:59 mail postfix/qmgr[264]: AFD0A29663D: from=<bob@example.org>, size=1, nrcpt=1 (queue active)",
    "Nov 20 23:26:59 mail dovecot: imap-login: Logged in: user=<bob>, method=PLAIN, rip=192.0.2.7, session=<q>",
    "Nov 20 23:26:59 mail dovecot: auth: passwd-file(bob,203.0.113.9,<q>): Password mismatch",
    "Nov 20 23:26:59 mail dovecot: auth: Debug: client in: AUTH#0111#011PLAIN#011service=smtp#011resp=<hidden>",
    '{"MESSAGE":"connect from unknown[192.0.2.7]","_PID":"4"}',
    '{"MESSAGE":[99,111,110,255],"_PID":"4"}',
    "",
)


@pytest.mark.parametrize("line", ORDINARY)
def test_an_ordinary_line_stays_as_it_is(line: str) -> None:
    assert redact(line) == line


SECRET_SAMPLES = [
    (form.name, text)
    for form in format_tables().formats
    for text in form.samples
    if form.table == "secret" or "given-password" in form.name
]
OTHER_SAMPLES = [
    text
    for form in format_tables().formats
    for text in form.samples
    if form.table != "secret" and "given" not in form.name
]


@pytest.mark.parametrize(("name", "text"), SECRET_SAMPLES)
def test_every_sample_of_a_format_for_secrets_is_redacted(name: str, text: str) -> None:
    assert CUT in redact(f"Nov 20 23:26:59 mail postfix/smtpd[264]: {text}")


def test_no_sample_of_any_other_format_is_changed() -> None:
    changed = [
        text for text in OTHER_SAMPLES if redact(f"x postfix/smtpd[264]: {text}") != f"x postfix/smtpd[264]: {text}"
    ]
    assert changed == []


@given(
    password=st.text(st.characters(exclude_categories=["C", "Z"]), min_size=6),
    tail=st.sampled_from([")", "", ") - trying the next passdb"]),
)
def test_no_password_whatever_it_holds_survives(password: str, tail: str) -> None:
    told = redact(
        f"Nov 20 23:26:59 mail dovecot: auth: sql(u,192.0.2.7,<q>): unknown user (given password: {password}{tail}"
    )
    assert told.endswith(f"given password: {CUT}")
    assert redact(told) == told
