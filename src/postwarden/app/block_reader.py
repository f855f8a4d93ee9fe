"""What do blocks of a log say that come one after the other, without tables around them?"""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime, tzinfo

from postwarden.parse.carry import Carry
from postwarden.parse.dating import Zone, first_month
from postwarden.parse.known import format_tables, matcher, surveyor
from postwarden.parse.names import Names
from postwarden.parse.parsed import Counts, Parsed


class BlockReader:
    """Parses block by block. The zone is taken as told; the year is that of `last`, or the one before."""

    def __init__(self, zone: tzinfo, kinds: Collection[str]) -> None:
        self.formats = [form.name for form in format_tables().formats]
        self.counts = Counts()
        self.last_time: int | None = None
        """µs UTC of the latest line of the mail system."""
        self._names = Names(format_tables())
        self._zone = Zone(zone)
        self._matcher = matcher(self._names, self._zone, kinds)
        self._survey = surveyor()
        self._carry: Carry | None = None

    def begin(self) -> None:
        """The next block is not of the file of the last."""
        self._carry = None

    def read(self, block: bytes, last: datetime | None = None) -> Parsed:
        """One block of whole lines; `last` is when the last line of its file was written, at most."""
        before = self._carry or Carry(first_month(block, last or datetime.now(UTC)))
        carry = before.at_start(block, self._zone, self._names)
        parsed = self._matcher.parse(block, 1, carry.calendar.year, carry.calendar.month, carry.previous)
        _, months = self._survey(block)
        self._carry = carry.after(block, months, self._zone, self._names)
        self.counts.add(parsed.counts)
        if parsed.last_time is not None:
            self.last_time = max(parsed.last_time, self.last_time or parsed.last_time)
        return parsed
