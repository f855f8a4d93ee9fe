"""Is every line told apart by the format that reads it, by both matchers alike?"""

from __future__ import annotations

from datetime import UTC

import pytest

from parse.blocks import KINDS
from postwarden.parse.dating import Zone
from postwarden.parse.known import format_tables
from postwarden.parse.line_by_line import LineReader, telling_tables
from postwarden.parse.names import Names
from postwarden.parse.parsed import Matcher
from postwarden.parse.reference_matcher import ReferenceMatcher

STAMP = "2026-11-20T10:00:00Z mx "


def reader(kind: str) -> LineReader:
    names = Names(telling_tables())
    matcher: Matcher
    if kind == "reference":
        matcher = ReferenceMatcher(telling_tables(), names, Zone(UTC))
    else:
        from postwarden.parse.matcher import Matcher as NativeMatcher

        matcher = NativeMatcher(telling_tables(), names, Zone(UTC))
    return LineReader(matcher, names)


READERS = {kind: reader(kind) for kind in KINDS}


@pytest.mark.parametrize("kind", KINDS)
def test_every_sample_of_postfix_is_told_by_its_own_format(kind: str) -> None:
    tables = format_tables()
    for daemon, group in tables.postfix.items():
        if daemon == b"postfix":
            continue
        forms = [tables.formats[number] for number in tables.groups[group]]
        lines = [(form, text) for form in forms for text in form.samples]
        block = "".join(f"{STAMP}postfix/{daemon.decode()}[7]: {text}\n" for _, text in lines)
        found = READERS[kind].read(block.encode())
        assert [found[at].form for at in range(len(lines))] == [form for form, _ in lines]
        assert all(line.meaning.text for line in found.values())


@pytest.mark.parametrize("kind", KINDS)
def test_lines_of_dovecot_are_told(kind: str) -> None:
    text = "dovecot: imap-login: Login: user=<bob>, method=PLAIN, rip=192.0.2.7, lip=192.0.2.25, mpid=2, session=<q>"
    found = READERS[kind].read(f"{STAMP}{text}\n{STAMP}dovecot: imap-login: waltzed\n".encode())
    assert [line.form and line.form.name for line in found.values()] == ["dovecot/login", None]


@pytest.mark.parametrize("kind", KINDS)
def test_lines_that_are_not_of_the_mail_server_are_left_out(kind: str) -> None:
    lines = [STAMP + "sshd[1]: hello", "hello", STAMP + "postfix/smtpd[7]: connect from unknown[192.0.2.9]"]
    found = READERS[kind].read("".join(f"{line}\n" for line in lines).encode())
    assert list(found) == [2]
    assert (found[2].host, found[2].program, found[2].pid) == ("mx", "postfix/smtpd", 7)
    assert [READERS[kind].has_program(line.encode()) for line in lines] == [True, False, True]


@pytest.mark.parametrize("kind", KINDS)
def test_a_repeated_line_is_told_like_the_one_before(kind: str) -> None:
    first = "Nov 20 10:00:00 mx postfix/smtpd[7]: connect from unknown[192.0.2.9]"
    again = "Nov 20 10:00:01 mx last message repeated 3 times\n"
    assert (
        READERS[kind].read(again.encode(), first.encode())[0].form is READERS[kind].read(first.encode() + b"\n")[0].form
    )


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("text", "wording"),
    [
        ("postfix/smtpd[7]: connect from unknown[192.0.2.9]", "smtpd/connect"),
        ("connect from unknown[192.0.2.9]", "smtpd/connect"),
        ("  Nov 20 10:00:00 mx postfix/smtpd[7]: connect from unknown[192.0.2.9] ", "smtpd/connect"),
        ("dovecot: imap-login: Login: user=<bob>, rip=192.0.2.7, lip=192.0.2.25, session=<q>", "dovecot/login"),
        ("warning: unknown[192.0.2.9]: SASL LOGIN authentication failed: UGFzc3dvcmQ6", "sasl/failed"),
        ("Read 45 chars: AUTH PLAIN AGFkbWluQGV4YW1wbGUub3JnAHBhc3N3", "verbose/auth-plain"),
        ("some_words: that look like debug noise", None),
        ("hello", None),
        ("", None),
    ],
)
def test_a_line_that_was_copied_without_its_beginning(kind: str, text: str, wording: str | None) -> None:
    found = READERS[kind].read_fragment(text.encode())
    assert (found and found.form and found.form.name) == wording
