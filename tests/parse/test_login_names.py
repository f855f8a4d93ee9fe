"""Is the login name read out of base64, whole or cut, and never anything of the password?"""

from __future__ import annotations

from base64 import b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postwarden.parse.login_names import LoginName, answered_name, asked_for, shown_login

names = st.text(st.characters(codec="utf-8", exclude_characters="\0,\x01"), min_size=1, max_size=60)
passwords = st.text(st.sampled_from("⁂§¶"), min_size=6, max_size=40)
"""Letters that no name above is likely to hold."""


def encoded(text: str) -> str:
    return b64encode(text.encode()).decode()


def received(command: str) -> str:
    return f"< unknown[203.0.113.50]: {command}"


def read_at_level_4(command: str) -> str:
    """As the TLS routines show it: 40 characters at most."""
    said = command + "??"
    return f"Read {len(said)} chars: {said[:40]}"


@pytest.mark.parametrize(
    ("text", "login"),
    [
        ("Read 45 chars: AUTH PLAIN AGFkbWluQGV4YW1wbGUub3JnAHBhc", LoginName("admin@example.org", whole=True)),
        ("Read 61 chars: AUTH PLAIN AGFkbWluLm9mLnRoZS5sb25nZXN0L", LoginName("admin.of.the.longest", whole=False)),
        (received(f"auth plain {encoded(chr(0) + 'bob' + chr(0) + 'pw')}"), LoginName("bob", whole=True)),
        (received(f"AUTH PLAIN {encoded('ceo' + chr(0) + 'bob' + chr(0) + 'pw')}"), LoginName("bob", whole=True)),
        (received(f"AUTH LOGIN {encoded('bob@example.org')}"), LoginName("bob@example.org", whole=True, alone=True)),
        (received(f"AUTH LOGIN {encoded(chr(0) + 'bob' + chr(0) + 'pw')}"), LoginName("bob", whole=True)),
        (
            received(f"AUTH XOAUTH2 {encoded('user=bob@example.org' + chr(1) + 'auth=Bearer x' + chr(1) * 2)}"),
            LoginName("bob@example.org", whole=True),
        ),
        (
            received(f"AUTH OAUTHBEARER {encoded('n,a=bob@example.org,' + chr(1) + 'auth=Bearer x' + chr(1) * 2)}"),
            LoginName("bob@example.org", whole=True),
        ),
        (
            f"xsasl_dovecot_server_first: sasl_method PLAIN, init_response {encoded(chr(0) + 'dave' + chr(0) + 'x')}",
            LoginName("dave", whole=True),
        ),
        (
            "Debug: client in: AUTH#0111#011PLAIN#011service=imap#011session=q#011resp=AGJvYgB4",
            LoginName("bob", whole=True),
        ),
        (received(f"AUTH PLAIN {encoded('bob' + chr(0) + 'pw')}"), None),  # one NUL too few: what is the name?
        (received(f"AUTH PLAIN {encoded(chr(0) + 'bob or a password')}"), None),
        (received(f"AUTH PLAIN {encoded('a password alone')}"), None),
        (received("AUTH PLAIN =not-base64="), None),
        (received(f"AUTH LOGIN {encoded(chr(27) + '[2J')}"), None),
        (received("EHLO localhost"), None),
    ],
)
def test_the_login_name(text: str, login: LoginName | None) -> None:
    assert shown_login(text) == login


@given(names, passwords)
def test_nothing_of_the_password_is_told(name: str, password: str) -> None:
    whole = encoded(f"\0{name}\0{password}")
    for command in (f"AUTH PLAIN {whole}", f"AUTH LOGIN {whole}"):
        for text in (received(command), read_at_level_4(command)):
            login = shown_login(text)
            assert login is None or (name.startswith(login.name) and not login.alone)


@given(passwords, st.integers(0, 60))
def test_a_client_that_sends_only_its_password_is_not_believed(password: str, cut: int) -> None:
    for text in (password, f"\0{password}", f"bob\0{password}"):
        assert shown_login(received(f"AUTH PLAIN {encoded(text)[: len(encoded(text)) - cut]}")) is None


@given(st.text())
def test_any_text_is_looked_at(text: str) -> None:
    shown_login(text)
    answered_name(text)
    asked_for(text)


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Write 18 chars: 334 VXNlcm5hbWU6??", "name"),
        ("> unknown[203.0.113.50]: 334 UGFzc3dvcmQ6", "password"),
        ("> unknown[203.0.113.50]: 334 " + encoded("User Name\0"), "name"),
        ("> unknown[203.0.113.50]: 334 ", None),
        ("> unknown[203.0.113.50]: 334 " + encoded("what?"), None),
        ("> unknown[203.0.113.50]: 250 VXNlcm5hbWU6", None),
    ],
)
def test_what_the_server_asks_for(text: str, asked: str | None) -> None:
    assert asked_for(text) == asked


def test_an_answer_is_a_name() -> None:
    assert answered_name("Read 22 chars: Ym9iQGV4YW1wbGUub3Jn??") == LoginName("bob@example.org", True, True)
    assert answered_name("< unknown[203.0.113.50]: Ym9i") == LoginName("bob", True, True)
    assert answered_name("Read 60 chars: " + encoded("b" * 60)[:40]) == LoginName("b" * 30, False, True)
    assert answered_name("connect from unknown[203.0.113.50]") is None
