"""Are the codes of replies and delivery reports found, and told in words?"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postwarden.parse.reply_codes import DETAILS, MOST, REPLIES, code_meaning, codes_in


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        (
            "NOQUEUE: reject: RCPT from unknown[203.0.113.60]: 450 4.1.2 <jo@example.org>: Domain not found; from=<>",
            ("450", "4.1.2"),
        ),
        (
            "7EE6: to=<a@example.com>, relay=mx.example.com[192.0.2.1]:25, delay=3.6, delays=0.2/0/0/3.3, dsn=5.1.1, "
            "status=bounced (host mx.example.com[192.0.2.1] said: 550 5.1.1 <a@example.com>: no (in reply to RCPT TO))",
            ("550", "5.1.1"),
        ),
        ("7EE6: to=<a@example.com>, relay=local, dsn=2.0.0, status=sent (delivered to mailbox)", ("2.0.0",)),
        ("40197AA: host mg2.example.net[192.0.2.86] refused to talk to me: 421-4.7.0 later", ("421", "4.7.0")),
        ("AFD0: milter-reject: END-OF-MESSAGE from mx.example.net[192.0.2.66]: 5.7.1 Blocked; from=<>", ("5.7.1",)),
        ("ED59: host mail.example.com[192.0.2.23] said: 452 too many (in reply to RCPT TO command)", ("452",)),
        ("warning: unknown[203.0.113.7]: SASL LOGIN authentication failed: UGFzc3dvcmQ6", ("UGFzc3dvcmQ6",)),
        ("disconnect from unknown[203.0.113.250] ehlo=1 auth=0/250 commands=1/251", ()),
        ("connect from host-550.example.net[203.0.113.5]:50250", ()),
        ("message-id=<550.5.1.1@example.org>", ()),
    ],
)
def test_codes_are_found_in_their_order(text: str, codes: tuple[str, ...]) -> None:
    assert codes_in(text) == codes


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("550", "refused: the mailbox does not exist, or a rule forbids it"),
        ("5.1.1", "no, for good: the mailbox does not exist"),
        ("4.7.28", "not now, it is tried again: too much mail came from there"),
        ("2.0.0", "it worked"),
        ("4.4.99", "not now, it is tried again: something is wrong with the network or the route"),
        ("5.99.1", "no, for good: a reason that is not in the standard"),
        ("559", "no, for good"),
        ("UGFzc3dvcmQ6", "base64 of “Password:”, what the server had asked for last; no secret"),
    ],
)
def test_a_code_is_told_in_words(code: str, words: str) -> None:
    assert code_meaning(code) == words


def test_every_code_of_the_tables_has_words() -> None:
    assert all(code_meaning(code) for code in (*REPLIES, *(f"5.{detail}" for detail in DETAILS)))


@given(st.lists(st.from_regex(r"\A[245][0-9]{2} [245]\.[0-9]{1,3}\.[0-9]{1,3} x\Z"), max_size=9))
def test_a_line_has_a_few_codes_at_most(replies: list[str]) -> None:
    found = codes_in(": ".join(["said", *replies]))
    assert len(found) <= MOST
    assert all(code_meaning(code) for code in found)
