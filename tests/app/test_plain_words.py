"""Are log lines explained in plain words, line by line in, and folded where they say the same?"""

from __future__ import annotations

import gzip
import tempfile
from base64 import b64encode
from dataclasses import asdict
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from postwarden.app import plain_words as module
from postwarden.app.opening import NothingToRead
from postwarden.app.plain_words import BEYOND, NO_LINE, OTHER, UNREAD, plain_words
from postwarden.model.meaning import Concern
from postwarden.model.plain_words import Kind, Known, PlainWords
from postwarden.parse.meanings import connection, debug, delivery, login, queue, refusal, service

SMTPD = "Nov 20 10:00:00 mx postfix/smtpd[7]: "
PASSWORD = "§⁂-hunter2-⁂§"


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "mail.log"


def explained(log: Path, *lines: str) -> PlainWords:
    log.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8", errors="surrogateescape")
    return plain_words([str(log)])


def only(log: Path, *lines: str) -> Kind:
    (kind,) = explained(log, *lines).kinds
    return kind


def plain(name: str, password: str) -> str:
    return b64encode(f"\0{name}\0{password}".encode()).decode()


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


def test_the_login_is_told_and_the_password_is_not(log: Path) -> None:
    kind = only(log, SMTPD + f"< unknown[192.0.2.9]: AUTH PLAIN {plain('bob@example.org', PASSWORD)}")
    assert (kind.login, kind.login_is_whole, kind.password, kind.concern) == ("bob@example.org", True, True, "act")
    assert kind.means == debug.BY_V.words.text
    assert kind.text.endswith("AUTH PLAIN [cut out by postwarden]")


def test_the_line_that_a_victim_found(log: Path) -> None:
    line = "Feb 23 11:57:43 postfix/smtpd[32451]: Read 45 chars: AUTH PLAIN AGFkbWluQGV4YW1wbGUub3JnAHBhc"
    kind = only(log, line)
    assert (kind.login, kind.password, kind.means) == ("admin@example.org", True, debug.BY_TLS.words.text)
    assert "smtpd_tls_loglevel=1" in kind.run
    assert "AGFk" not in kind.text


def test_a_login_in_steps(log: Path) -> None:
    name, password = (b64encode(said.encode()).decode() for said in ("bob@example.org", PASSWORD))
    told = explained(
        log,
        SMTPD + "> unknown[192.0.2.9]: 334 VXNlcm5hbWU6",
        SMTPD + f"< unknown[192.0.2.9]: {name}",
        SMTPD + "> unknown[192.0.2.9]: 334 UGFzc3dvcmQ6",
        SMTPD + f"< unknown[192.0.2.9]: {password}",
    )
    assert [(kind.line, kind.login, kind.password) for kind in told.kinds] == [
        (1, None, False),
        (2, "bob@example.org", False),
        (4, None, True),
    ]
    assert told.passwords == 1


def test_the_login_of_ones_own_relay(log: Path) -> None:
    kind = only(
        log, "Nov 20 10:00:00 mx postfix/smtp[7]: smtp_sasl_passwd_lookup: host `a' user `office' pass `secret-pw'"
    )
    assert (kind.login, kind.password, kind.means) == ("office", True, debug.RELAY_PASSWORD.text)
    assert "secret-pw" not in kind.text


def test_a_given_password_of_dovecot(log: Path) -> None:
    kind = only(
        log, "Nov 20 10:00:00 mx dovecot: auth: sql(bob,203.0.113.9): Password mismatch (given password: hunter2)"
    )
    assert (kind.password, kind.means) == (True, debug.DOVECOT_PASSWORD.text)
    assert "hunter2" not in kind.text


@settings(deadline=None)  # each example compiles the formats
@given(
    st.text(st.characters(codec="utf-8", exclude_characters="\0\n\r§⁂"), max_size=40),
    st.text("§⁂", min_size=4, max_size=20),
    st.sampled_from(["smtpd", "smtp"]),
    st.sampled_from(
        [
            "< unknown[192.0.2.9]: AUTH PLAIN {}",
            "Read 99 chars: AUTH PLAIN {:.29}",
            "Read 99 chars: auth login {:.29}",
            "> mx.example.net[192.0.2.9]:25: AUTH LOGIN {}",
            "xsasl_dovecot_server_first: sasl_method PLAIN, init_response {}",
            "xsasl_cyrus_server_next: decoded response: {}",
            "unheard of: AUTH PLAIN {}",
            "warning: unheard of: AUTH PLAIN {}",
        ]
    ),
)
def test_a_password_never_stands_in_the_result(name: str, password: str, daemon: str, wording: str) -> None:
    encoded = plain(name, password)
    line = f"Nov 20 10:00:00 mx postfix/{daemon}[7]: " + wording.format(encoded)
    with tempfile.TemporaryDirectory() as folder:
        (kind,) = explained(Path(folder) / "mail.log", line).kinds
    assert kind.password
    assert encoded[:29] not in kind.text
    assert not {"§", "⁂"} & set(f"{kind.text}{kind.login}")


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


@pytest.mark.parametrize(
    "line", ["Nov 20 10:00:00 mx app[1]: password=hunter2", "AUTH PLAIN aHVudGVyMg==", SMTPD + "x password=hunter2"]
)
def test_a_password_is_a_concern_wherever_it_stands(log: Path, line: str) -> None:
    kind = only(log, line)
    assert (kind.concern, kind.password) == (Concern.ACT, True)
    assert "a password stands in this line" in kind.means
    assert not {"hunter2", "aHVudGVyMg=="} & set(kind.text.replace("=", " ").split())


@pytest.mark.parametrize(
    "line", [f"AUTH PLAIN {plain('bob', PASSWORD)}", SMTPD + f"x AUTH PLAIN {plain('bob', PASSWORD)}"]
)
def test_base64_is_decoded_in_any_line(log: Path, line: str) -> None:
    kind = only(log, line)
    assert (kind.login, kind.password, kind.text.endswith("AUTH PLAIN [cut out by postwarden]")) == ("bob", True, True)


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
