"""Are host, program, pid, text and time found in front of a message, however it was logged and shipped?"""

from __future__ import annotations

from dataclasses import dataclass
from zoneinfo import ZoneInfo

import pytest

from parse.blocks import add_up, both_matchers, micros, parse
from postwarden.parse.dating import YearMonth

TEXT = "some words that no daemon says"
SMTPD = "postfix/smtpd"


@dataclass(frozen=True)
class Variant:
    """A line without its text, and what must be read from it."""

    front: str
    moment: str
    host: str = "mail"
    program: str = SMTPD
    pid: int = 264


VARIANTS = {
    "rfc3164": Variant("Nov 20 23:26:59 mail postfix/smtpd[264]: ", "2026-11-20T23:26:59"),
    "day padded with a space": Variant("Nov  2 03:26:59 mail postfix/smtpd[264]: ", "2026-11-02T03:26:59"),
    "day not padded": Variant("Sep 8 07:46:30 mail postfix/smtpd[264]: ", "2026-09-08T07:46:30"),
    "maillog_file: day padded with zero": Variant("Nov 02 03:26:59 mail postfix/smtpd[264]: ", "2026-11-02T03:26:59"),
    "two spaces before a long day": Variant("Jul  10 12:20:20 mail postfix/smtpd[264]: ", "2026-07-10T12:20:20"),
    "rfc3164 with a fraction": Variant("Nov 20 23:26:59.125 mail postfix/smtpd[264]: ", "2026-11-20T23:26:59.125000"),
    "rfc3164 with a year": Variant("Nov 20 2024 23:26:59 mail postfix/smtpd[264]: ", "2024-11-20T23:26:59"),
    "rfc3339 in UTC": Variant(
        "2026-11-20T23:26:59.098333+00:00 mail postfix/smtpd[264]: ", "2026-11-20T23:26:59.098333"
    ),
    "rfc3339 east": Variant("2026-11-20T23:26:59.098333+01:00 mail postfix/smtpd[264]: ", "2026-11-20T22:26:59.098333"),
    "rfc3339 west": Variant("2026-11-20T23:26:59.098333-03:30 mail postfix/smtpd[264]: ", "2026-11-21T02:56:59.098333"),
    "rfc3339 with Z and milliseconds": Variant(
        "2022-04-14T00:36:03.150Z mail postfix/smtpd[264]: ", "2022-04-14T00:36:03.150000"
    ),
    "rfc3339 with nanoseconds": Variant(
        "2022-04-14T00:36:03.150000999Z mail postfix/smtpd[264]: ", "2022-04-14T00:36:03.150000"
    ),
    "rfc3339 to the second": Variant("2022-04-14T00:36:03Z mail postfix/smtpd[264]: ", "2022-04-14T00:36:03"),
    "rfc3339 with a comma": Variant("2022-04-14 00:36:03,150 mail postfix/smtpd[264]: ", "2022-04-14T00:36:03.150000"),
    "priority": Variant("<22>Nov 20 23:26:59 mail postfix/smtpd[264]: ", "2026-11-20T23:26:59"),
    "priority before rfc3339": Variant(
        "<22>2026-11-20T23:26:59.098333+00:00 mail postfix/smtpd[264]: ", "2026-11-20T23:26:59.098333"
    ),
    "rfc5424": Variant(
        "<22>1 2026-11-20T23:26:59.098333+00:00 mail.example.org postfix 264 - -  ",
        "2026-11-20T23:26:59.098333",
        host="mail.example.org",
        program="postfix",
    ),
    "rfc5424 with the whole tag": Variant(
        "<22>1 2026-11-20T23:26:59.098333+00:00 mail postfix/smtpd 264 - - ", "2026-11-20T23:26:59.098333"
    ),
    "rfc5424 with structured data": Variant(
        '<22>1 2026-11-20T23:26:59Z mail postfix/smtpd 264 ID47 [x@32473 a="]" b="\\"]"][y@1] \ufeff',
        "2026-11-20T23:26:59",
    ),
    "rfc5424 without host and pid": Variant(
        "<22>1 2026-11-20T23:26:59Z - postfix/smtpd - - - ", "2026-11-20T23:26:59", host="", pid=0
    ),
    "busybox: facility and severity": Variant(
        "Nov 20 23:26:59 mail mail.info postfix/smtpd[264]: ", "2026-11-20T23:26:59"
    ),
    "a level where the host belongs": Variant(
        "2026-11-20T23:26:59.098333+00:00 INFO postfix/smtpd[264]: ", "2026-11-20T23:26:59.098333", host=""
    ),
    "a level, padded": Variant(
        "2026-11-20T23:26:59.098333+00:00 WARNING  postfix/smtpd[264]: ", "2026-11-20T23:26:59.098333", host=""
    ),
    "host and level": Variant(
        "2026-11-20T23:26:59.098333+00:00 mail INFO postfix/smtpd[264]: ", "2026-11-20T23:26:59.098333"
    ),
    "header within a header": Variant(
        "2026-10-04T06:02:04+00:00 outer smtp-out[985]: Oct 04 06:02:03 inner postfix/qmgr[105]: ",
        "2026-10-04T06:02:04",
        host="inner",
        program="postfix/qmgr",
        pid=105,
    ),
    "the header with a year counts": Variant(
        "Oct 04 08:02:04 outer smtp-out[985]: 2026-10-04T06:02:03.5Z inner postfix/qmgr[105]: ",
        "2026-10-04T06:02:03.500000",
        host="inner",
        program="postfix/qmgr",
        pid=105,
    ),
    "docker compose": Variant(
        "mailserver  | Feb  8 22:34:40 mail postfix/submission/smtpd[17652]: ",
        "2026-02-08T22:34:40",
        program="postfix/submission/smtpd",
        pid=17652,
    ),
    "docker compose around rfc3339": Variant(
        "mail-1  | 2026-02-08T22:34:40.25+00:00 mail postfix/smtpd[17652]: ", "2026-02-08T22:34:40.250000", pid=17652
    ),
    "kubernetes": Variant(
        "2026-11-20T23:26:59.098333000Z stdout F Nov 20 23:26:58 mail postfix/smtpd[264]: ",
        "2026-11-20T23:26:59.098333",
    ),
    "kubernetes, partial line": Variant(
        "2026-11-20T23:26:59.098333000Z stderr P Nov 20 23:26:58 mail postfix/smtpd[264]: ",
        "2026-11-20T23:26:59.098333",
    ),
    "journalctl short": Variant("Nov 20 23:26:59 mail postfix/smtpd[264]: ", "2026-11-20T23:26:59"),
    "journalctl short-iso": Variant("2026-11-20T23:26:59+0100 mail postfix/smtpd[264]: ", "2026-11-20T22:26:59"),
    "journalctl short-iso with a colon": Variant(
        "2026-11-20T23:26:59+01:00 mail postfix/smtpd[264]: ", "2026-11-20T22:26:59"
    ),
    "journalctl short-iso-precise": Variant(
        "2026-11-20T23:26:59.098333-0500 mail postfix/smtpd[264]: ", "2026-11-21T04:26:59.098333"
    ),
    "journalctl short-full": Variant("Fri 2026-11-20 23:26:59 UTC mail postfix/smtpd[264]: ", "2026-11-20T23:26:59"),
    "journalctl short-full, zone by name": Variant(
        "Fri 2026-11-20 23:26:59 CET mail postfix/smtpd[264]: ", "2026-11-20T23:26:59"
    ),
    "journalctl short-unix": Variant("1795217219.098333 mail postfix/smtpd[264]: ", "2026-11-20T23:26:59.098333"),
    "no host": Variant("Feb 23 11:57:42 postfix/smtpd[32451]: ", "2026-02-23T11:57:42", host="", pid=32451),
    "no pid": Variant("Nov 20 23:26:59 mail postfix/smtpd: ", "2026-11-20T23:26:59", pid=0),
    "service in the name": Variant(
        "Nov 20 23:26:59 mail postfix/submissions/smtpd[264]: ",
        "2026-11-20T23:26:59",
        program="postfix/submissions/smtpd",
    ),
    "instance": Variant(
        "Nov 20 23:26:59 mail postfix-incoming/smtpd[264]: ", "2026-11-20T23:26:59", program="postfix-incoming/smtpd"
    ),
    "instance with dots": Variant(
        "Nov 20 23:26:59 mail postfix-192.0.2.23/qmgr[264]: ", "2026-11-20T23:26:59", program="postfix-192.0.2.23/qmgr"
    ),
    "service with a colon": Variant(
        "Nov 20 23:26:59 mail postfix/127.0.0.1:10025/smtpd[264]: ",
        "2026-11-20T23:26:59",
        program="postfix/127.0.0.1:10025/smtpd",
    ),
    "host is an IPv6 address": Variant(
        "Nov 20 23:26:59 2001:db8::25 postfix/smtpd[264]: ", "2026-11-20T23:26:59", host="2001:db8::25"
    ),
    "several spaces": Variant("Nov 20 23:26:59   mail   postfix/smtpd[264]:   ", "2026-11-20T23:26:59"),
    "dovecot": Variant(
        "Nov 20 23:26:59 mail dovecot: imap-login: ", "2026-11-20T23:26:59", program="imap-login", pid=0
    ),
    "dovecot with pid": Variant(
        "Nov 20 23:26:59 mail dovecot[77]: imap-login: ", "2026-11-20T23:26:59", program="imap-login", pid=77
    ),
    "dovecot with level": Variant(
        "Nov 20 23:26:59 mail dovecot: pop3-login: Info: ", "2026-11-20T23:26:59", program="pop3-login", pid=0
    ),
    "dovecot's own file": Variant(
        "Nov 20 23:26:59 imap-login: Info: ", "2026-11-20T23:26:59", host="", program="imap-login", pid=0
    ),
    "dovecot's own file, rfc3339-like": Variant(
        "2026-11-20 23:26:59 imap-login: Info: ", "2026-11-20T23:26:59", host="", program="imap-login", pid=0
    ),
    "dovecot's own file, session": Variant(
        "Nov 20 23:26:59 imap(bob)<263><VQ2X>: Info: ", "2026-11-20T23:26:59", host="", program="imap", pid=0
    ),
}


@both_matchers
@pytest.mark.parametrize("name", VARIANTS)
def test_what_stands_in_front(kind: str, name: str) -> None:
    variant = VARIANTS[name]
    told = parse(kind, variant.front + TEXT, start=YearMonth(2026, int(variant.moment[5:7])))
    assert (told.counts.unread, add_up(told.counts)) == (1, True)
    record = told.only
    assert (record["host"], record["program"], record["pid"]) == (variant.host, variant.program, variant.pid)
    assert record["time"] == micros(variant.moment)
    assert record["text"].endswith(TEXT)
    assert record["text"] == TEXT or not variant.program.startswith(
        "postfix"
    )  # Dovecot's process name belongs to the text


@both_matchers
@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("connect from unknown[192.0.2.7]", "smtpd/connect"),
        ("AFD0A29663D: client=unknown[192.0.2.7], sasl_method=PLAIN, sasl_username=bob", "smtpd/client"),
        ("warning: unknown[192.0.2.7]: SASL LOGIN authentication failed: UGFzc3dvcmQ6", "sasl/failed"),
        ("AFD0A29663D: from=<a@example.com>, size=1, nrcpt=1 (queue active)", "qmgr/active"),
        ("AFD0A29663D: message-id=<a@example.com>", "cleanup/message-id"),
        ("AFD0A29663D: removed", "qmgr/removed"),
        ("AFD0A29663D: uid=33 from=<www-data>", "pickup/submitted"),
        ("AFD0A29663D: to=<a@example.com>, relay=none, delay=1, status=deferred (x)", "delivery/recipient"),
        ("warning: something odd", "notice/warning"),
    ],
)
def test_the_daemon_that_rsyslog_lost_is_told_by_the_text(kind: str, text: str, name: str) -> None:
    told = parse(kind, f"<22>1 2026-11-20T23:26:59Z mail postfix 264 - -  {text}")
    assert told.counts.read == 1
    assert told.only["format"] == name


@both_matchers
@pytest.mark.parametrize(
    "repeated",
    [
        "message repeated 3 times: [ connect from unknown[192.0.2.7]]",
        "message repeated 3 times: [connect from unknown[192.0.2.7]]",
    ],
)
def test_a_repeated_message_is_as_many_records(kind: str, repeated: str) -> None:
    told = parse(kind, f"Nov 20 23:26:59 mail postfix/smtpd[264]: {repeated}")
    assert (told.counts.lines, told.counts.read, len(told.tables["connect"])) == (1, 1, 3)
    assert {record["ip"] for record in told.tables["connect"]} == {"192.0.2.7"}


@both_matchers
@pytest.mark.parametrize("front", ["Nov 20 23:27:29 mail ", "Nov 20 23:27:29 ", "<22>Nov 20 23:27:29 mail "])
def test_last_message_repeated_repeats_the_line_before(kind: str, front: str) -> None:
    told = parse(
        kind,
        "Nov 20 23:26:59 mail postfix/smtpd[264]: connect from unknown[192.0.2.7]",
        f"{front}last message repeated 2 times",
    )
    assert (told.counts.lines, told.counts.read) == (2, 2)
    records = told.tables["connect"]
    assert [record["line"] for record in records] == [1, 2, 2]
    assert {(record["ip"], record["pid"], record["program"]) for record in records} == {("192.0.2.7", 264, SMTPD)}
    assert [record["time"] - records[0]["time"] for record in records] == [0, 30_000_000, 30_000_000]


@both_matchers
def test_last_message_repeated_repeats_the_line_before_the_block(kind: str) -> None:
    before = b"Nov 20 23:26:59 mail postfix/smtpd[264]: connect from unknown[192.0.2.7]"
    told = parse(kind, "Nov 20 23:27:29 mail last message repeated 2 times", previous=before)
    assert [record["ip"] for record in told.tables["connect"]] == ["192.0.2.7"] * 2


@both_matchers
def test_what_another_program_said_is_not_ours_when_it_is_repeated(kind: str) -> None:
    told = parse(
        kind,
        "Nov 20 23:26:58 mail postfix/smtpd[264]: connect from unknown[192.0.2.7]",
        "Nov 20 23:26:59 mail CRON[12]: hello",
        "Nov 20 23:27:29 mail last message repeated 2 times",
    )
    assert (told.counts.read, told.counts.other, len(told.tables["connect"])) == (1, 2, 1)


@both_matchers
def test_a_huge_repetition_is_bounded(kind: str) -> None:
    told = parse(
        kind, "Nov 20 23:26:59 mail postfix/smtpd[264]: message repeated 99999 times: [ connect from unknown[]]"
    )
    assert len(told.tables["connect"]) == 10_000


@both_matchers
@pytest.mark.parametrize(
    ("line", "kind_of_line"),
    [
        ("", "malformed"),
        ("no stamp at all", "malformed"),
        ("Nov 20 23:26:59", "malformed"),
        ("Nov 20 23:26:59 mail", "malformed"),
        ("Nov 20 23:26:59 mail words without any tag", "malformed"),
        ("Nov 20 23:26:59 mail CRON[12]: (root) CMD (true)", "other"),
        ("Nov 20 23:26:59 mail systemd[1]: Started Postfix.", "other"),
        ("Nov 20 23:26:59 mail kernel: [12.3] postfix/smtpd[1]: connect from unknown[192.0.2.7]", "other"),
        ("Nov 20 23:26:59 mail sshd[1]: Failed password for postfix/smtpd[1]: connect from x", "other"),
        ("Nov 20 23:26:59 mail evil-postfix-smtpd[1]: connect from unknown[192.0.2.7]", "other"),
    ],
)
def test_lines_that_are_not_ours_are_counted(kind: str, line: str, kind_of_line: str) -> None:
    told = parse(kind, line)
    assert getattr(told.counts, kind_of_line) == 1
    assert add_up(told.counts)
    assert told.tables == {}


@both_matchers
def test_a_carriage_return_at_the_end_is_not_text(kind: str) -> None:
    told = parse(kind, "Nov 20 23:26:59 mail postfix/smtpd[264]: connect from unknown[192.0.2.7]\r")
    assert told.only["format"] == "smtpd/connect"


@both_matchers
def test_the_stamp_of_the_machine_is_read_in_its_zone(kind: str) -> None:
    berlin = ZoneInfo("Europe/Berlin")
    told = parse(kind, "Nov 20 23:26:59 mail postfix/smtpd[264]: connect from unknown[]", zone=berlin)
    assert told.only["time"] == micros("2026-11-20T22:26:59")
    told = parse(kind, "Jul 20 23:26:59 mail postfix/smtpd[264]: connect from unknown[]", zone=berlin)
    assert told.only["time"] == micros("2026-07-20T21:26:59")
