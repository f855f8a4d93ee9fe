"""Can text that a client or a sender writes forge or hide what Dovecot says of logins, failures and filings?"""

from __future__ import annotations

import re
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postwarden.parse.format import Format
from postwarden.parse.formats.dovecot import GROUPS
from postwarden.parse.reference import pattern, read_text

FRAGMENTS = [
    *"ab@<>\", =()[]:;'",
    "x, sasl_username=ceo@example.com",
    ">, rip=198.51.100.1, lip=192.0.2.25",
    ">, method=PLAIN, rip=198.51.100.1",
    " (auth failed, 99 attempts in 1 secs)",
    " (no auth attempts in 1 secs): user=<>",
    ") (no_auth_attempts): user=<>,",
    ",198.51.100.1,sasl:plain)<q>: sql: unknown user",
    ",198.51.100.1): ",
    "Login: user=<ceo>, method=PLAIN, rip=198.51.100.1",
    ": forwarded to <x@example.org>",
    ": saved mail to INBOX",
    ": stored mail into mailbox 'x'",
    ": Disconnected: Logged out in=1 out=2 x",
    " in=1 out=2 x",
]
HOSTILE = st.lists(st.sampled_from(FRAGMENTS), max_size=8).map("".join)
AFTER = ", method=PLAIN, rip=203.0.113.9, lip=192.0.2.25, TLS, session=<q>"


@cache
def formats_of(process: str) -> tuple[tuple[Format, re.Pattern[bytes]], ...]:
    group = next(group for group in GROUPS if process in group.daemons)
    return tuple((form, pattern(form.parts)) for form in group.formats)


def read(process: str, text: str) -> tuple[Format, dict[str, str]]:
    found = read_text(text.encode(), formats_of(process))
    assert found is not None, text
    return found[0], {name: value.decode() for name, value in found[1].items()}


@pytest.mark.parametrize(
    ("before", "name"),
    [
        ("Disconnected (auth failed, 2 attempts in 4 secs)", "dovecot/auth-failed"),
        ("Disconnected: Connection closed (auth failed, 2 attempts in 4 secs)", "dovecot/auth-failed"),
        ("Login aborted: Logged out (auth failed, 2 attempts in 4 secs) (auth_failed)", "dovecot/auth-failed-2.4"),
    ],
)
@given(user=HOSTILE)
def test_a_failed_user_name_forges_nothing(before: str, name: str, user: str) -> None:
    form, fields = read("imap-login", f"{before}: user=<{user}>{AFTER}")
    assert form.name == name
    assert fields["account"] == user
    assert (fields["ip"], fields["attempts"], fields["session"]) == ("203.0.113.9", "2", "q")


@given(user=HOSTILE)
def test_a_failed_user_name_without_method_forges_nothing(user: str) -> None:
    form, fields = read("imap-login", f"Disconnected (auth failed, 2 attempts): user=<{user}>, rip=203.0.113.9")
    assert form.name == "dovecot/auth-failed"
    assert (fields["account"], fields["ip"]) == (user, "203.0.113.9")
    assert "method" not in fields


@given(user=HOSTILE)
def test_an_outage_stays_an_outage(user: str) -> None:
    before = "Login aborted: Logged out (auth service reported temporary failure, 1 attempts in 2 secs) (temp_fail)"
    form, fields = read("imap-login", f"{before}: user=<{user}>{AFTER}")
    assert "temp-fail" in form.name
    assert (fields["account"], fields["ip"], fields["code"]) == (user, "203.0.113.9", "temp_fail")


@given(client_id=HOSTILE)
def test_a_client_id_is_no_login(client_id: str) -> None:
    form, _ = read("imap-login", f"ID sent: name={client_id}: user=<>, rip=203.0.113.9, lip=192.0.2.25, session=<q>")
    assert form.table is None


@pytest.mark.parametrize(
    ("process", "line"),
    [
        ("auth", "({user},203.0.113.9,sasl:plain): passwd-file: unknown user"),
        ("auth", "({user},203.0.113.9,sasl:plain)<youpi>: passwd-file: Password mismatch"),
        ("auth", "passwd-file({user},203.0.113.9,<youpi>): Password mismatch"),
        ("auth-worker", "({user},203.0.113.9)<711><youpi>: request [4]: sql: unknown user"),
        ("auth-worker", "(24544): pam({user},203.0.113.9): unknown user"),
    ],
)
@pytest.mark.parametrize(
    "user",
    [
        "x, sasl_username=ceo@corp.example",
        "a,198.51.100.1,sasl:plain)<q>: sql: unknown user",
        "a,198.51.100.1): x",
        "a,b,c",
        "bob (sales)",
        "a" * 61 + "...",
    ],
)
def test_a_name_with_commas_does_not_forge_the_address(process: str, line: str, user: str) -> None:
    form, fields = read(process, line.format(user=user))
    assert form.table == "dovecot_auth"
    assert fields["ip"] == "203.0.113.9"
    assert fields.get("account", user) == user


@given(user=HOSTILE, password=HOSTILE)
def test_a_given_password_gets_into_no_column(user: str, password: str) -> None:
    secret = f"hunter2{password}hunter2"
    for process, text in (
        ("auth", f"sql({user},203.0.113.9): Password mismatch (given password: {secret})"),
        ("auth", f"({user},203.0.113.9,sasl:plain)<q>: sql: unknown user (given password: {secret})"),
        ("auth-worker", f"(24544): pam({user},203.0.113.9): unknown user (given password: {secret})"),
        (
            "auth-worker",
            f"({user},203.0.113.9)<711><q>: request [4]: sql: Password mismatch (given password: {secret})",
        ),
    ):
        form, fields = read(process, text)
        assert form.table in ("dovecot_auth", "secret")
        assert not any("hunter2" in value for value in fields.values())


@pytest.mark.parametrize("digest", ["given password: hunter2", "SHA1 of given password: 21bd12"])
def test_a_given_password_is_a_failure_that_says_so(digest: str) -> None:
    form, fields = read("auth", f"passwd-file(bob,203.0.113.9,<q>): Password mismatch ({digest})")
    assert form.name == "dovecot-auth/mismatch-given-password"
    assert fields == {"driver": "passwd-file", "account": "bob", "ip": "203.0.113.9", "session": "q"}


def test_worker_and_auth_process_are_told_apart() -> None:
    worker, _ = read("auth-worker", "(bob,203.0.113.9,sasl:plain)<711><q>: request [4]: sql: Password mismatch")
    auth, _ = read("auth", "(bob,203.0.113.9,sasl:plain)<q>: sql: Password mismatch")
    assert (worker.name, auth.name) == ("dovecot-auth/mismatch-worker-2.4", "dovecot-auth/mismatch-2.4")


@pytest.mark.parametrize(
    ("process", "text"),
    [
        ("auth", "(odd user@example.com): passwd-file: unknown user"),
        ("auth", "passwd-file(bob@example.com): unknown user"),
        ("auth-worker", "(24544): sql(bob@example.com): unknown user"),
        ("auth-worker", "(bob@example.com)<711>: request [5]: sql: unknown user"),
    ],
)
def test_a_lookup_is_no_failed_login(process: str, text: str) -> None:
    form, _ = read(process, text)
    assert form.table is None
    assert "lookup" in form.name


@pytest.mark.parametrize("process", ["imap-login", "pop3-login", "submission-login", "managesieve-login"])
@pytest.mark.parametrize(("word", "name"), [("Login", "dovecot/login"), ("Logged in", "dovecot/logged-in")])
def test_a_login_is_read_in_either_wording(process: str, word: str, name: str) -> None:
    form, fields = read(
        process, f"{word}: user=<bob>, method=PLAIN, rip=::ffff:203.0.113.9, lip=192.0.2.25, mpid=7, TLS"
    )
    assert (form.name, fields["account"], fields["ip"]) == (name, "bob", "::ffff:203.0.113.9")


FILED = {
    "forwarded to <drop@example.org>": ("dovecot-sieve/forwarded", "drop@example.org"),
    "saved mail to INBOX": ("dovecot-lda/saved", "INBOX"),
    "stored mail into mailbox 'Junk'": ("dovecot-sieve/stored", "Junk"),
    "stored mail into mailbox 'Junk E-Mail'": ("dovecot-sieve-words/stored", "Junk E-Mail"),
    "stored mail into mailbox 'Bob's mail'": ("dovecot-sieve-quotes/stored", "'Bob's mail'"),
    "rejected message from <eve@example.net> (reject)": ("dovecot-sieve/rejected", "eve@example.net"),
    "redirect action: forwarded to <drop@example.org>": ("dovecot-sieve-redirect/forwarded", "drop@example.org"),
    "fileinto action: stored mail into mailbox 'Junk'": ("dovecot-sieve-fileinto/stored", "Junk"),
    "reject action: rejected message from <eve@example.net> (reject)": (
        "dovecot-sieve-reject/rejected",
        "eve@example.net",
    ),
}


@pytest.mark.parametrize("said", FILED)
@given(message_id=HOSTILE)
def test_a_message_id_forges_no_filing(said: str, message_id: str) -> None:
    form, fields = read("lmtp", f"(bob)<263><q>: sieve: msgid=<{message_id}>: {said}")
    assert (form.name, fields["target"]) == FILED[said]
    assert (fields["account"], fields["message_id"]) == ("bob", f"<{message_id}>")


@given(sender=HOSTILE)
def test_a_sender_forges_no_relay(sender: str) -> None:
    reply = "`250 2.0.0 Ok: queued as 4F1B2C0D3E'"
    said = f"Successfully relayed message: from=<{sender}>, size=56, id=BJg1, nrcpt=2, reply={reply}"
    form, fields = read("submission", f"(bob)<263><q>: relay: {said}")
    assert form.name == "dovecot-submission/relayed"
    assert (fields["sender"], fields["size"], fields["recipients"]) == (sender, "56", "2")
    assert fields["queue_id"] == "4F1B2C0D3E"


@given(message_id=HOSTILE)
def test_a_message_id_forges_no_session_end(message_id: str) -> None:
    form, fields = read("imap", f"(bob)<263><q>: expunge: box=INBOX, uid=17, msgid=<{message_id}>, size=2048")
    assert form.name == "dovecot-mail/expunge"
    assert (fields["account"], fields["target"]) == ("bob", "INBOX")
