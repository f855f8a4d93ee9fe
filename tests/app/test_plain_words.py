"""Are log lines explained in plain words, line by line in, and folded where they say the same?"""

from __future__ import annotations

import gzip
from dataclasses import asdict
from pathlib import Path

import pytest

from app.explained import SMTPD, explained, only
from postwarden.app import plain_words as module
from postwarden.app.opening import NothingToRead
from postwarden.app.plain_words import BEYOND, NO_LINE, OTHER, UNREAD, plain_words
from postwarden.model.meaning import Concern
from postwarden.model.plain_words import Known
from postwarden.parse.meanings import connection, debug, delivery, login, queue, refusal, service


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "mail.log"


@pytest.mark.parametrize(
    ("line", "means", "concern"),
    [
        (SMTPD + "connect from unknown[192.0.2.9]", connection.CONNECTED.text, "none"),
        (SMTPD + "disconnect from unknown[192.0.2.9] ehlo=1 auth=0/3 commands=1/4", "never succeeded", "look"),
        (SMTPD + "disconnect from unknown[] commands=0/0", "left without a word", "none"),
        (SMTPD + "lost connection after CONNECT from unknown[192.0.2.9]", connection.BROKEN_OFF.text, "none"),
        (SMTPD + "lost connection after AUTH from unknown[192.0.2.9]", "bots that guess passwords", "look"),
        (SMTPD + "4104E3D: client=mx.example.net[192.0.2.8]", login.ACCEPTED.text, "none"),
        (
            SMTPD + "4104E3D: client=mx.example.net[192.0.2.8], sasl_method=PLAIN, sasl_username=bob",
            "somebody logged in",
            "none",
        ),
        (SMTPD + "warning: unknown[192.0.2.9]: SASL LOGIN authentication failed: x", "wrong password", "look"),
        (
            SMTPD + "warning: unknown[192.0.2.9]: SASL PLAIN authentication failed: Connection lost to authentication "
            "server",
            "was not there",
            "act",
        ),
        (
            SMTPD + "NOQUEUE: reject: RCPT from unknown[192.0.2.9]: 554 5.7.1 <a@example.com>: Relay access denied; "
            "from=<b@example.net> to=<a@example.com> proto=ESMTP helo=<x>",
            "somebody who had not logged in",
            "look",
        ),
        (
            SMTPD + "NOQUEUE: hold: RCPT from unknown[192.0.2.9]: <a@example.com>: x; "
            "from=<b@example.net> to=<a@example.com> proto=ESMTP helo=<x>",
            "put on hold",
            "look",
        ),
        (SMTPD + "warning: dict_pgsql_lookup: table lookup problem", "could not be asked", "act"),
        (SMTPD + "warning: something else", service.WARNING.text, "look"),
        (SMTPD + "SSL_accept:SSLv3 read client hello B", debug.TLS_STEPS.text, "look"),
        (SMTPD + "match_list_match: unknown: no match", debug.VERBOSE.text, "look"),
        (
            "Nov 20 10:00:00 mx postfix/smtp[7]: 4104E3D: to=<a@example.com>, relay=mx.example.com[192.0.2.1]:25, "
            "delay=1, delays=0/0/0/1, dsn=5.7.1, status=bounced (host mx.example.com[192.0.2.1] said: 550 5.7.1 "
            "192.0.2.25 blocked using bl.example.net (in reply to RCPT TO command))",
            "source of spam",
            "act",
        ),
        (
            "Nov 20 10:00:00 mx postfix/smtp[7]: 4104E3D: to=<a@example.com>, relay=mx.example.com[192.0.2.1]:25, "
            "delay=1, delays=0/0/0/1, dsn=2.0.0, status=sent (250 2.0.0 Ok)",
            "was delivered",
            "none",
        ),
        ("Nov 20 10:00:00 mx postfix/qmgr[7]: 4104E3D: removed", queue.REMOVED.text, "none"),
        (
            "Nov 20 10:00:00 mx dovecot: imap-login: Aborted login (auth failed, 1 attempts in 2 secs): user=<bob>, "
            "method=PLAIN, rip=203.0.113.9, lip=192.0.2.25, session=<q>",
            login.WRONG_PASSWORD.text,
            "look",
        ),
        (
            "Nov 20 10:00:00 mx dovecot: imap(bob)<263><q>: Error: open() failed: Permission denied",
            "may not be opened",
            "act",
        ),
    ],
)  # fmt: skip
def test_a_line_in_plain_words(log: Path, line: str, means: str, concern: str) -> None:
    kind = only(log, line)
    assert means in kind.means
    assert (kind.concern, kind.known, kind.more, kind.text) == (concern, Known.READ, 0, line)
    assert kind.wording is not None
    assert kind.concern == "none" or kind.advice


def test_lines_that_say_the_same_are_one_kind_in_the_order_of_the_log(log: Path) -> None:
    connect, lost = "connect from unknown[192.0.2.{}]", "lost connection after CONNECT from unknown[192.0.2.{}]"
    lines = [SMTPD + text.format(number) for number in range(1, 25) for text in (connect, lost)]
    told = explained(log, *lines)
    assert [(kind.line, kind.more, kind.text) for kind in told.kinds] == [(1, 23, lines[0]), (2, 23, lines[1])]
    assert (told.lines, asdict(told.counts)) == (48, {"act": 0, "look": 0, "none": 48})


def test_formats_of_one_event_are_one_kind(log: Path) -> None:
    kind = only(log, SMTPD + "SSL_accept:x", SMTPD + "save session A1 to smtpd cache", SMTPD + "SSL3 alert read:x")
    assert (kind.more, kind.wording) == (2, "tls/accept-state")
    assert "smtpd_tls_loglevel=1" in kind.run


def test_other_codes_are_another_kind(log: Path) -> None:
    reject = (
        SMTPD
        + "NOQUEUE: reject: RCPT from unknown[192.0.2.9]: {}: Domain not found; from=<> to=<a@example.org> proto=SMTP"
    )
    lines = [reject.format(f"{code} <a@example.org>") for code in ("450 4.1.2", "550 5.1.2", "450 4.1.2")]
    first, second = explained(log, *lines).kinds
    assert [code.code for code in first.codes] == ["450", "4.1.2"]
    assert first.codes[1].means == "not now, it is tried again: the domain does not exist, or takes no mail"
    assert (first.more, second.line) == (1, 2)


def test_unknown_lines_are_said_to_be_unknown_and_how_to_report_them(log: Path) -> None:
    told = explained(log, SMTPD + "waltzed in 12 steps", SMTPD + "waltzed in 3 steps", SMTPD + "jumped")
    assert [(kind.more, kind.known, kind.means) for kind in told.kinds] == [
        (1, "unread", UNREAD.text),
        (0, "unread", UNREAD.text),
    ]
    assert "report" in told.kinds[0].advice


def test_lines_of_others_and_no_lines(log: Path) -> None:
    told = explained(log, "Nov 20 10:00:00 mx sshd[1]: hello", "hello", "Nov 20 10:00:00 mx cron[1]: hello", "")
    assert [(kind.known, kind.means, kind.more) for kind in told.kinds] == [
        ("other", OTHER.text, 1),
        ("no_line", NO_LINE.text, 1),
    ]


@pytest.mark.parametrize(("least", "lines"), [("none", [1, 2, 3]), ("look", [2, 3]), ("act", [3])])
def test_less_concern_is_left_out_and_counted(log: Path, least: str, lines: list[int]) -> None:
    texts = ("connect from unknown[192.0.2.9]", "warning: x", "fatal: x")
    log.write_text("".join(f"{SMTPD}{text}\n" for text in texts))
    told = plain_words([str(log)], Concern(least))
    assert [kind.line for kind in told.kinds] == lines
    assert (told.left_out, told.lines) == (3 - len(lines), 3)


def test_a_copied_piece_of_a_line_is_explained(log: Path) -> None:
    kind = only(log, "warning: unknown[203.0.113.7]: SASL LOGIN authentication failed: UGFzc3dvcmQ6")
    assert (kind.means, kind.known) == (login.SASL_FAILED.text, Known.READ)
    assert "Password:" in kind.codes[0].means


def test_hostile_and_broken_bytes_are_read(log: Path) -> None:
    log.write_bytes(SMTPD.encode() + b"connect from \xff\xfe\x1b]0;x[192.0.2.9]\r\n\0\n" + b"x" * 100_000 + b"\nno end")
    told = plain_words([str(log)])
    assert told.lines == 4
    assert [kind.means for kind in told.kinds] == [connection.CONNECTED.text, NO_LINE.text]


def test_a_forged_text_does_not_choose_what_a_line_means(log: Path) -> None:
    reject = "NOQUEUE: reject: RCPT from unknown[192.0.2.9]: 550 5.1.1 <a@example.org>: User unknown; "
    forged = reject + "from=<status=sent@example.com> to=<a@example.org> proto=ESMTP helo=<Relay-access-denied>"
    assert "does not exist here" in only(log, SMTPD + forged).means


def test_packed_and_several_files_are_read(tmp_path: Path) -> None:
    line = (SMTPD + "connect from unknown[192.0.2.9]\n").encode()
    (tmp_path / "mail.log.1.gz").write_bytes(gzip.compress(line * 2))
    (tmp_path / "mail.log").write_bytes(line)
    told = plain_words([str(tmp_path)])
    (kind,) = told.kinds
    assert (Path(kind.source).name, kind.line, kind.more, told.lines) == ("mail.log.1.gz", 1, 2, 3)


def test_line_numbers_go_on_over_blocks(log: Path) -> None:
    log.write_text((SMTPD + "connect from unknown[192.0.2.9]\n") * 90_000 + SMTPD + "jumped\n")
    first, last = plain_words([str(log)]).kinds
    assert (first.more, last.line) == (89_999, 90_001)


def test_there_is_an_end_to_kinds(log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_KINDS", 3)
    told = explained(log, *(SMTPD + "waltzed " + "x" * number for number in range(1, 8)))
    assert [kind.means for kind in told.kinds] == [UNREAD.text] * 3 + [BEYOND.text]
    assert told.kinds[-1].more == 3


@pytest.mark.parametrize("content", [None, b""])
def test_nothing_to_explain(log: Path, content: bytes | None) -> None:
    if content is not None:
        log.write_bytes(content)
    with pytest.raises(NothingToRead):
        plain_words([str(log)])


def test_what_cannot_be_read_is_told(log: Path, tmp_path: Path) -> None:
    log.write_text(SMTPD + "connect from unknown[192.0.2.9]\n")
    told = plain_words([str(log), str(tmp_path / "missing")])
    assert told.problems == (f"{tmp_path / 'missing'}: cannot be read: No such file or directory",)
    assert told.lines == 1


def test_the_shipped_incident_is_understood() -> None:
    told = plain_words([str(Path(module.__file__).parent / "demo")])
    assert {kind.known for kind in told.kinds} == {Known.READ}
    assert told.lines == 21_513
    assert {delivery.DELIVERED.text, refusal.REFUSED.text} & {kind.means for kind in told.kinds} == set()
