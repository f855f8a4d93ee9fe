"""What stands in front of the message: stamp, host, program, process id?

Read by splitting at spaces: a syslog line is `STAMP [HOST] [FACILITY] PROGRAM[PID]: TEXT`, in wrappers of containers,
shippers and RFC 5424. The native matcher does the same steps in the same order.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime

from postwarden.parse.names import OTHER, Names, is_level

_MONTH_NAMES = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
MONTHS = {name.encode(): at for at, name in enumerate(_MONTH_NAMES, 1)}
MAX_WRAPPERS = 3  # docker compose around a container's syslog around Postfix's own header

_CLOCK = r"([0-9]{2}):([0-9]{2}):([0-9]{2})"
_TRADITIONAL = re.compile(
    rf"({'|'.join(_MONTH_NAMES)}) {{1,2}}([0-9]{{1,2}}) (?:([0-9]{{4}}) )?{_CLOCK}"
    r"(?:\.([0-9]{1,9}))?(?= |\Z)".encode()
)
_ISO = re.compile(
    rf"([0-9]{{4}})-([0-9]{{2}})-([0-9]{{2}})[T ]{_CLOCK}(?:[.,]([0-9]{{1,9}}))?"
    r"(?: ?(Z|UTC|GMT|[+-][0-9]{2}:?[0-9]{2}))?(?= |\Z)".encode()
)
_WEEKDAY = re.compile(rb"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) (?=[0-9])")
_ABBREVIATION = re.compile(rb" [A-Z]{3,5}(?= |\Z)")  # journalctl -o short-full: local time, zone by name
_UNIX = re.compile(rb"([0-9]{9,10})\.([0-9]{6})(?= |\Z)")
_PRIORITY = re.compile(rb"<[0-9]{1,3}>")
_COMPOSE = re.compile(rb"[A-Za-z0-9_.-]+ *\| +")
_CONTAINER = re.compile(rb"std(?:out|err) [FP] ")
_RFC5424 = re.compile(
    rb"([^ ]+) +([^ ]+) +([^ ]+) +[^ ]+ +"
    rb'(?:-|(?:\[(?>(?:[^\]"]|"(?>(?:[^"\\]|\\.)*)")*)\])+)(?: +|\Z)(?:\xef\xbb\xbf)?',
    re.DOTALL,
)
_REPEATED = re.compile(rb"(?:[^ ]+ +)?last message repeated ([0-9]{1,5}) times?\Z")
_FACILITY = re.compile(rb"[a-z0-9]+\.[a-z]+\Z")
_PID = re.compile(rb"\[([0-9]{1,9})\]\Z")
_USER = re.compile(rb"[(<]")
_NUMBER = re.compile(rb"[0-9]{1,9}\Z")


@dataclass(frozen=True, slots=True)
class Stamp:
    """A stamp as written. `year` is 0 where it has none; `zone` is seconds east of UTC, None where it has none."""

    year: int
    month: int
    day: int
    hour: int
    minute: int
    second: int
    micro: int
    zone: int | None

    @property
    def possible(self) -> bool:
        """`Jul  5 10:92:01` has the shape of a stamp, and is none."""
        return (
            (self.year == 0 or self.year >= 1970)
            and 1 <= self.month <= 12
            and 1 <= self.day <= 31
            and self.hour <= 23
            and self.minute <= 59
            and self.second <= 60
            and (self.zone is None or -64_800 <= self.zone <= 64_800)
        )


@dataclass(frozen=True, slots=True)
class Envelope:
    """A line taken apart. `repeats` is set where syslogd wrote `last message repeated N times`."""

    stamp: Stamp
    host: bytes = b""
    pid: int = 0
    program: int = -1
    group: int = OTHER
    text: bytes = b""
    repeats: int = 0


@dataclass(frozen=True, slots=True)
class _Header:
    host: bytes
    tag: bytes
    pid: int
    text_at: int


def read_stamp(line: bytes, at: int = 0) -> tuple[Stamp, int] | None:
    """The stamp that stands at a position, and where it ends."""
    if match := _TRADITIONAL.match(line, at):
        month, day, year, *clock, fraction = match.groups()
        hour, minute, second = map(int, clock)
        return Stamp(int(year or 0), MONTHS[month], int(day), hour, minute, second, _micro(fraction), None), match.end()
    weekday = _WEEKDAY.match(line, at)
    if match := _ISO.match(line, weekday.end() if weekday else at):
        *date_and_clock, fraction, zone = match.groups()
        year_, month_, day_, hour, minute, second = map(int, date_and_clock)
        local = _ABBREVIATION.match(line, match.end()) if weekday and zone is None else None
        end = local.end() if local else match.end()
        return Stamp(max(year_, 1), month_, day_, hour, minute, second, _micro(fraction), _zone(zone)), end
    if match := _UNIX.match(line, at):
        moment = datetime.fromtimestamp(int(match[1]), UTC)
        clock_ = moment.hour, moment.minute, moment.second, int(match[2])
        return Stamp(moment.year, moment.month, moment.day, *clock_, 0), match.end()
    return None


def read_envelope(line: bytes, names: Names) -> Envelope | None:
    """Take a line apart; None when it has no stamp or no program.

    Wrappers are taken off; the outermost stamp with a year counts, else the outermost.
    """
    stamp: Stamp | None = None
    outer: Envelope | None = None
    at = 0
    for _ in range(MAX_WRAPPERS):
        at, structured = _priority(line, at)
        found = read_stamp(line, at)
        if found is None:
            compose = _COMPOSE.match(line, at) if stamp is None else None
            if compose is None:
                return outer
            at = compose.end()
            continue
        stamp = found[0] if stamp is None or (not stamp.year and found[0].year) else stamp
        at = _skip_spaces(line, found[1])
        if container := _CONTAINER.match(line, at):
            at = container.end()
            continue
        header = _structured_header(line, at) if structured else _header(line, at)
        if header is None:
            repeated = _REPEATED.match(line, at)
            return Envelope(stamp, repeats=int(repeated[1])) if repeated and outer is None else outer
        program, group = names.program(header.tag, not header.host)
        envelope = Envelope(stamp, header.host, header.pid, program, group, line[header.text_at :])
        if group != OTHER or read_stamp(line, header.text_at) is None:
            return envelope if group != OTHER or outer is None else outer
        outer, at = envelope, header.text_at
    return outer


def _priority(line: bytes, at: int) -> tuple[int, bool]:
    match = _PRIORITY.match(line, at)
    if match is None:
        return at, False
    version = line.startswith(b"1 ", match.end())
    return match.end() + 2 * version, version


def _header(line: bytes, at: int) -> _Header | None:
    """`[HOST] [FACILITY|LEVEL] TAG: `: the tag is the first of at most three words that ends with a colon."""
    words: list[bytes] = []
    for _ in range(3):
        end = line.find(b" ", at)
        end = len(line) if end < 0 else end
        word = line[at:end]
        if len(word) > 1 and word.endswith(b":"):
            if len(words) == 2 and not (is_level(words[1]) or _FACILITY.match(words[1])):
                return None
            host = words[0] if words and not is_level(words[0]) else b""
            return _tagged(host, word[:-1], at, _skip_spaces(line, end))
        words.append(word)
        at = _skip_spaces(line, end)
    return None


def _tagged(host: bytes, tag: bytes, tag_at: int, text_at: int) -> _Header:
    if match := _PID.search(tag):
        return _Header(host, tag[: match.start()], int(match[1]), text_at)
    if not host and (match := _USER.search(tag)):  # Dovecot's own file: `imap(user)<pid><session>: `
        return _Header(host, tag[: match.start()], 0, tag_at + match.start())
    return _Header(host, tag, 0, text_at)


def _structured_header(line: bytes, at: int) -> _Header | None:
    """RFC 5424: `HOST APP-NAME PROCID MSGID STRUCTURED-DATA [BOM]TEXT`."""
    match = _RFC5424.match(line, at)
    if match is None:
        return None
    host, tag, pid = match.groups()
    number = int(pid) if _NUMBER.match(pid) else 0
    return _Header(b"" if host == b"-" else host, tag, number, match.end())


def _skip_spaces(line: bytes, at: int) -> int:
    while line.startswith(b" ", at):
        at += 1
    return at


def _micro(fraction: bytes | None) -> int:
    return int(fraction[:6].ljust(6, b"0")) if fraction else 0


def _zone(zone: bytes | None) -> int | None:
    if zone is None:
        return None
    if zone[:1] not in b"+-":
        return 0
    seconds = int(zone[1:3]) * 3600 + int(zone[-2:]) * 60
    return -seconds if zone[:1] == b"-" else seconds
