"""Is a mail handed over whole, and is it told when nobody took it?"""

from __future__ import annotations

from pathlib import Path

import pytest

from mailing.sink import sink
from mailing.test_message import LETTER
from postwarden.mailing.message import message
from postwarden.mailing.sending import NotSent, Server, by_sendmail, by_smtp, server

TO = ["admin@example.org", "b@example.net"]


def test_smtp() -> None:
    with sink() as taken:
        by_smtp(message(LETTER), "postwarden@mx.example.org", TO, Server("smtp", "127.0.0.1", taken.port))
    assert [command for command in taken.commands if command.startswith("rcpt")] == [f"rcpt TO:<{one}>" for one in TO]
    assert b"Subject: mx.example.org: nothing found" in taken.mails[0]


def test_a_recipient_that_is_refused_is_told() -> None:
    with sink(refuse="b@") as taken, pytest.raises(NotSent, match=r"for all: b@example\.net: 550 5\.1\.1 unknown$"):
        by_smtp(message(LETTER), "p@example.org", TO, Server("smtp", "127.0.0.1", taken.port))


def test_a_refusal_is_told_in_the_words_of_the_server() -> None:
    with sink(refuse="@") as taken, pytest.raises(NotSent) as told:
        by_smtp(message(LETTER), "p@example.org", TO, Server("smtp", "127.0.0.1", taken.port))
    refusals = "admin@example.org: 550 5.1.1 unknown; b@example.net: 550 5.1.1 unknown"
    assert str(told.value) == f"127.0.0.1:{taken.port} did not take the mail: {refusals}"


def test_a_server_that_wants_no_mail_at_all_is_told() -> None:
    with sink(greeting="554 5.7.1 go\x1b[2J away") as taken, pytest.raises(NotSent, match=r"mail: 554 5\.7\.1 go"):
        by_smtp(message(LETTER), "p@example.org", TO, Server("smtp", "127.0.0.1", taken.port))


def test_nobody_there_is_told() -> None:
    with sink() as gone:
        pass
    with pytest.raises(NotSent, match="mail: Connection refused"):
        by_smtp(message(LETTER), "p@example.org", TO, Server("smtp", "127.0.0.1", gone.port))


def test_a_password_is_never_sent_in_the_clear() -> None:
    with sink() as taken, pytest.raises(NotSent, match="STARTTLS"):
        by_smtp(message(LETTER), "p@example.org", TO, Server("submission", "127.0.0.1", taken.port, "u"), "secret")
    assert not any("secret" in command or "AUTH" in command for command in taken.commands)


def program(tmp_path: Path, script: str) -> str:
    path = tmp_path / "sendmail"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return str(path)


def test_sendmail_is_given_words_and_no_shell(tmp_path: Path) -> None:
    told, kept = tmp_path / "told", tmp_path / "kept"
    taking = program(tmp_path, f'printf "%s\\n" "$@" > {told}; cat > {kept}')
    by_sendmail(message(LETTER), "p@example.org", ["$(id)@example.org"], taking)
    assert told.read_text().splitlines() == ["-oi", "-f", "p@example.org", "--", "$(id)@example.org"]
    assert b"\r" not in kept.read_bytes()


def test_a_sendmail_that_fails_is_told(tmp_path: Path) -> None:
    failing = program(tmp_path, "cat > /dev/null; echo 'no room' >&2; exit 75")
    with pytest.raises(NotSent, match=r"exit code 75\): no room"):
        by_sendmail(message(LETTER), "p@example.org", TO, failing)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("smtp://mx.example.org", Server("smtp", "mx.example.org", 25)),
        ("submission://me%40example.org@mx.example.org", Server("submission", "mx.example.org", 587, "me@example.org")),
        ("smtps://mx.example.org:4465", Server("smtps", "mx.example.org", 4465)),
        ("smtp://[2001:db8::1]:2525", Server("smtp", "2001:db8::1", 2525)),
    ],
)
def test_servers(url: str, expected: Server) -> None:
    assert server(url) == expected


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("mx.example.org", "expected smtp://"),
        ("http://mx.example.org", "expected smtp://"),
        ("smtp://mx.example.org:99999", "Port out of range"),
        ("submission://u:p@mx.example.org", "does not belong on the command line"),
        ("smtp://u@mx.example.org", "only sent encrypted"),
    ],
)
def test_what_is_no_server_is_refused(url: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        server(url)
