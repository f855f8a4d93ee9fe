"""How do log lines wrapped in JSON become syslog lines?

Read are the journal (`journalctl -o json`), what rsyslog's JSON templates write, and container logs, whose JSON
wraps a line that has its own header. Every line stays one line, so numbers stay true; a line that is no JSON, or
lacks its moment or its message, is passed on as it is and left to the parser to count.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any

import msgspec
from msgspec import UNSET

from postwarden.sources.lines import LONGEST

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LOOKED_AT = 5
_WORD = 255
_ONE_LINE = {code: " " for code in (*range(0x20), 0x7F, 0x85, 0x2028, 0x2029) if code != 0x09}


class _Journal(msgspec.Struct, rename=str.upper):
    """An entry of the journal. Values are text, an array of byte values, null, or an array of these."""

    realtime: Any = msgspec.field(name="__REALTIME_TIMESTAMP", default=UNSET)
    message: Any = UNSET
    _hostname: Any = None
    syslog_identifier: Any = None
    _comm: Any = None
    syslog_pid: Any = None
    _pid: Any = None


class _Entry(msgspec.Struct):
    """What rsyslog, Fluent Bit and container engines write; rsyslog's `program` stops at a slash, `tag` does not."""

    timestamp: Any = None
    at_timestamp: Any = msgspec.field(name="@timestamp", default=None)
    timereported: Any = None
    date: Any = None
    time: Any = None
    hostname: Any = None
    host: Any = None
    tag: Any = None
    syslogtag: Any = None
    program: Any = None
    programname: Any = None
    pid: Any = None
    procid: Any = None
    msg: Any = None
    message: Any = None
    log: Any = None


_journal = msgspec.json.Decoder(_Journal)
_entry = msgspec.json.Decoder(_Entry)


def is_json(head: bytes) -> bool:
    """Whether a source is wrapped in JSON; several lines are tried, as the first may have lost its beginning."""
    lines = [line for line in head.split(b"\n") if not line.isspace() and line]
    return any(_is_object(line) for line in lines[:_LOOKED_AT])


def rewrite(text: bytes) -> bytes:
    """One syslog line for each line of a block that ends in a newline."""
    lines = text.split(b"\n")
    lines.pop()
    return b"".join([_rewritten(line) + b"\n" for line in lines])


def _is_object(line: bytes) -> bool:
    if not line.lstrip().startswith(b"{"):
        return False
    try:
        return isinstance(msgspec.json.decode(line), dict)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return False


def _rewritten(line: bytes) -> bytes:
    if not line or len(line) >= LONGEST:
        return line
    read: Callable[[bytes], str | None] = _from_journal if b'"__REALTIME_TIMESTAMP"' in line else _from_entry
    try:
        syslog = read(line)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError, ValueError, OverflowError):
        return line
    return line if syslog is None else syslog.encode(errors="replace")


def _from_journal(line: bytes) -> str | None:
    entry = _journal.decode(line)
    if entry.message is UNSET or entry.realtime is UNSET:
        return None
    stamp = _stamp(int(str(entry.realtime)))
    program = _word(entry.syslog_identifier) or _word(entry._comm) or "unknown"
    return _syslog(stamp, _word(entry._hostname), program, entry.syslog_pid or entry._pid, entry.message)


def _from_entry(line: bytes) -> str | None:
    entry = _entry.decode(line)
    message = next((text for text in (entry.msg, entry.message, entry.log) if isinstance(text, str)), None)
    if message is None:
        return None
    program = _word(entry.tag or entry.syslogtag).rstrip(":")
    pid = None
    if not program:
        program, pid = _word(entry.program or entry.programname), entry.pid or entry.procid
    if not program:
        return _one_line(message.rstrip("\r\n"))
    stamps = (entry.timestamp, entry.at_timestamp, entry.timereported, entry.date, entry.time)
    stamp = next((stamp for stamp in map(_moment, stamps) if stamp), None)
    if stamp is None:
        return None
    return _syslog(stamp, _word(entry.hostname) or _word(entry.host), program, pid, message.removeprefix(" "))


def _syslog(stamp: str, host: str, program: str, pid: object, message: object) -> str:
    digits = str(pid)
    number = f"[{digits}]" if digits.isascii() and digits.isdecimal() else ""
    return f"{stamp} {host or '-'} {program}{number}: {_one_line(_text(message))}"


def _moment(value: object) -> str:
    """An RFC 3339 moment from seconds, ms or µs since 1970; text is left as it is."""
    if isinstance(value, str):
        return _one_line(value)
    if not isinstance(value, int | float) or isinstance(value, bool):
        return ""
    factor = 1 if value > 1e14 else 1000 if value > 1e11 else 1_000_000
    return _stamp(round(value * factor))


def _stamp(microseconds: int) -> str:
    seconds, rest = divmod(microseconds, 1_000_000)
    return f"{_second(seconds)}.{rest:06}+00:00"


@lru_cache(4096)
def _second(seconds: int) -> str:
    return (_EPOCH + timedelta(seconds=seconds)).isoformat()[:19]


def _text(value: object) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, list) and value:
        if all(isinstance(item, int) and 0 <= item < 256 for item in value):
            return bytes(value).decode(errors="replace")
        return _text(value[0])
    return ""


def _word(value: object) -> str:
    """Text for a place where a space would end it: nothing in it may look like the next field."""
    return _joined(_text(value)[:_WORD])


@lru_cache(4096)
def _joined(text: str) -> str:
    return "_".join(_one_line(text).split())


def _one_line(text: str) -> str:
    return text if text.isprintable() else text.translate(_ONE_LINE)
