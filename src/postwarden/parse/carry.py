"""What must a block know of the lines before it, so that several threads may each read one?

The calendar, the moment of the last line, and what that line said: syslogd may write `last message repeated 3 times`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Self

from postwarden.parse.dating import YearMonth, Zone, is_ambiguous, to_utc
from postwarden.parse.envelope import Envelope, read_envelope
from postwarden.parse.names import OTHER, Names

_EPOCH = datetime(1970, 1, 1)
_LATEST = 253_402_300_799_999_999  # the last moment of the year 9999
_NOTHING = b"- - - - -"  # a line of no program of ours


@dataclass(frozen=True, slots=True)
class Carry:
    """What is known where a block begins."""

    calendar: YearMonth
    time: int = 0
    """µs UTC of the line before; 0 where there is none."""
    said: bytes = _NOTHING

    @property
    def previous(self) -> bytes:
        """The line before as RFC 5424, its moment in UTC: alone it would not tell its side of a clock change."""
        if not self.time:
            return b""
        moment = (_EPOCH + timedelta(microseconds=min(self.time, _LATEST))).isoformat(timespec="microseconds")
        return b"<22>1 %sZ %s" % (moment.encode(), self.said)

    def at_start(self, block: bytes, zone: Zone, names: Names) -> Self:
        """The same; a time that is not known yet is that of the block's first line that has one, else its month's."""
        if self.time:
            return self
        for line in _lines(block):
            envelope = read_envelope(line, names)
            if envelope is not None and envelope.stamp.possible:
                return replace(self, time=_moment(envelope, self, zone)[0])
        month = datetime(self.calendar.year, self.calendar.month, 1)
        return replace(self, time=(month - _EPOCH) // timedelta(microseconds=1))

    def after(self, block: bytes, months: list[int], zone: Zone, names: Names) -> Self:
        """What is known where a block ends. `months` are those of its stamps without year."""
        end = replace(self, calendar=self.calendar.after(months))
        return replace(end, time=self._time_after(end, block, zone, names), said=self._said_after(block, names))

    def _time_after(self, end: Carry, block: bytes, zone: Zone, names: Names) -> int:
        for line in _lines_backwards(block):
            envelope = read_envelope(line, names)
            if envelope is not None and envelope.stamp.possible:
                time, ambiguous = _moment(envelope, end, zone)
                return self._time_by_line(block, zone, names) if ambiguous else time
        return self.time

    def _time_by_line(self, block: bytes, zone: Zone, names: Names) -> int:
        """The block ends in the hour that a clock change repeats: which of both it is follows from all its lines."""
        at: Carry = self
        for line in _lines(block):
            envelope = read_envelope(line, names)
            if envelope is not None and envelope.stamp.possible:
                if not envelope.stamp.year:
                    at = replace(at, calendar=at.calendar.after([envelope.stamp.month]))
                at = replace(at, time=_moment(envelope, at, zone)[0])
        return at.time

    def _said_after(self, block: bytes, names: Names) -> bytes:
        for line in _lines_backwards(block):
            envelope = read_envelope(line, names)
            if envelope is not None and not envelope.repeats:
                return _said(envelope, names)
        return self.said


def _moment(envelope: Envelope, carry: Carry, zone: Zone) -> tuple[int, bool]:
    stamp = envelope.stamp
    year = stamp.year or carry.calendar.year_of(stamp.month)
    return to_utc(stamp, year, zone, carry.time), is_ambiguous(stamp, year, zone)


def _said(envelope: Envelope, names: Names) -> bytes:
    if envelope.group == OTHER:
        return _NOTHING
    tag = names.programs[envelope.program].encode() if envelope.program >= 0 else b"dovecot"
    return b"%s %s %d - - %s" % (envelope.host or b"-", tag, envelope.pid, envelope.text)


def _lines(block: bytes) -> Iterator[bytes]:
    begin = 0
    while begin < len(block):
        end = block.find(b"\n", begin) % (len(block) + 1)
        yield block[begin:end].removesuffix(b"\r")
        begin = end + 1


def _lines_backwards(block: bytes) -> Iterator[bytes]:
    end = len(block)
    while end > 0:
        begin = block.rfind(b"\n", 0, end - 1) + 1
        yield block[begin:end].removesuffix(b"\n").removesuffix(b"\r")
        end = begin
