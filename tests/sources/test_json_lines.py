"""Does JSON become the syslog line that it wraps, one for one?"""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postwarden.sources.json_lines import is_json, rewrite

JOURNAL = {
    "__REALTIME_TIMESTAMP": "1795217219098333",
    "_HOSTNAME": "mail",
    "SYSLOG_IDENTIFIER": "postfix/smtpd",
    "SYSLOG_PID": "264",
    "PRIORITY": "6",
    "MESSAGE": "connect from unknown[192.0.2.7]",
}
RSYSLOG = {
    "timestamp": "2026-11-20T23:26:59.098333+00:00",
    "host": "mail",
    "program": "postfix",
    "tag": "postfix/smtpd[284]:",
    "pid": "284",
    "msg": " connect from unknown[192.0.2.7]",
}


def one(entry: object) -> str:
    text = rewrite(json.dumps(entry).encode() + b"\n").decode()
    assert text.endswith("\n")
    assert text.count("\n") == 1
    return text[:-1]


def test_the_journal() -> None:
    assert one(JOURNAL) == "2026-11-20T23:26:59.098333+00:00 mail postfix/smtpd[264]: connect from unknown[192.0.2.7]"


@pytest.mark.parametrize(
    ("change", "tail"),
    [
        ({"MESSAGE": list(b"gr\xfc\xc3\x9fe")}, "mail postfix/smtpd[264]: gr\ufffdße"),
        ({"MESSAGE": None}, "mail postfix/smtpd[264]: "),
        ({"MESSAGE": "a\nb\r\nc\0d\u2028e"}, "mail postfix/smtpd[264]: a b  c d e"),
        ({"MESSAGE": ["first", "second"]}, "mail postfix/smtpd[264]: first"),
        ({"SYSLOG_PID": None, "_PID": "77"}, "mail postfix/smtpd[77]: connect from unknown[192.0.2.7]"),
        ({"SYSLOG_PID": None}, "mail postfix/smtpd: connect from unknown[192.0.2.7]"),
        ({"SYSLOG_PID": "1]: x"}, "mail postfix/smtpd: connect from unknown[192.0.2.7]"),
        ({"SYSLOG_IDENTIFIER": "a b\nc"}, "mail a_b_c[264]: connect from unknown[192.0.2.7]"),
        ({"SYSLOG_IDENTIFIER": None, "_COMM": "smtpd"}, "mail smtpd[264]: connect from unknown[192.0.2.7]"),
        ({"_HOSTNAME": None}, "- postfix/smtpd[264]: connect from unknown[192.0.2.7]"),
    ],
)
def test_odd_values_of_the_journal(change: dict[str, object], tail: str) -> None:
    assert one(JOURNAL | change) == f"2026-11-20T23:26:59.098333+00:00 {tail}"


def test_rsyslog() -> None:
    assert one(RSYSLOG) == "2026-11-20T23:26:59.098333+00:00 mail postfix/smtpd[284]: connect from unknown[192.0.2.7]"


def test_escaped_slashes() -> None:
    line = json.dumps(RSYSLOG).replace("/", "\\/").encode() + b"\n"
    assert b" postfix/smtpd[284]: connect" in rewrite(line)


@pytest.mark.parametrize(
    ("stamp", "told"),
    [
        ({"@timestamp": "2026-11-20T23:26:59Z"}, "2026-11-20T23:26:59Z"),
        ({"timereported": "Nov  2 23:26:59"}, "Nov  2 23:26:59"),
        ({"date": 1795217219.5}, "2026-11-20T23:26:59.500000+00:00"),
        ({"time": 1795217219500}, "2026-11-20T23:26:59.500000+00:00"),
        ({"timestamp": 1795217219500000}, "2026-11-20T23:26:59.500000+00:00"),
    ],
)
def test_moments_of_other_templates(stamp: dict[str, object], told: str) -> None:
    entry = {"hostname": "mail", "syslogtag": "dovecot:", "message": "imap-login: x", **stamp}
    assert one(entry) == f"{told} mail dovecot: imap-login: x"


def test_without_a_tag_the_program_is_taken() -> None:
    entry = {name: value for name, value in RSYSLOG.items() if name != "tag"}
    assert " mail postfix[284]: connect" in one(entry)


def test_a_container_log_wraps_whole_lines() -> None:
    inner = "Nov 20 23:26:59 mail postfix/smtpd[264]: connect from unknown[192.0.2.7]"
    assert one({"log": inner + "\n", "stream": "stdout", "time": "2026-11-20T23:26:59.1Z"}) == inner


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"Nov 20 23:26:59 mail postfix/qmgr[1]: x",
        b'{"__REALTIME_TIMESTAMP":"12","MESS',
        b'{"__REALTIME_TIMESTAMP":"no","MESSAGE":"x"}',
        b'{"__REALTIME_TIMESTAMP":"99999999999999999999999","MESSAGE":"x"}',
        b'{"__REALTIME_TIMESTAMP":"12"}',
        b'{"tag":"a","msg":"no moment"}',
        b'{"tag":"a","date":1e300,"msg":"x"}',
        b'{"tag":"a","date":true,"msg":"x"}',
        b'{"msg":5}',
        b"[1]",
        b'"x"',
        b"{}",
        b"\xff{",
        b"[" * 100_000,
    ],
)
def test_what_cannot_be_read_is_passed_on(line: bytes) -> None:
    assert rewrite(line + b"\n") == line + b"\n"


@given(
    st.lists(st.binary(max_size=30).filter(lambda line: b"\n" not in line) | st.sampled_from([b'{"msg":"a\\ud800"}']))
)
def test_one_line_for_one_line(lines: list[bytes]) -> None:
    text = b"".join(line + b"\n" for line in lines)
    assert rewrite(text).count(b"\n") == len(lines)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
)


@given(st.dictionaries(st.sampled_from([*JOURNAL, *RSYSLOG, "@timestamp", "log", "_COMM"]), json_values))
def test_no_value_breaks_a_line(entry: dict[str, object]) -> None:
    one(entry)


def test_is_json() -> None:
    line = json.dumps(JOURNAL).encode()
    assert is_json(line)
    assert is_json(b"\n  \n" + line + b"\nmore")
    assert is_json(b'_lost":"beginning"}\n' + line + b"\n")
    for text in (b"", b"Nov 20 mail x: {}\n", b"[1]\n", b"{broken\n", b"a\nb\nc\nd\ne\n" + line):
        assert not is_json(text)
