"""Where do the lines of an invented log wait until their time has come, and what is already given out?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable

from people import GUESSED, Cast, Random, pick

LINE = "\0"  # stands where a line begins; the stamp and the host name take its place
SELF = "198.51.100.25"


class World:
    """The log in the making: lines wait per second until their time has come."""

    def __init__(self, random: Random, everybody: Cast, pool: int) -> None:
        self.random = random
        self.cast = everybody
        self.waiting: defaultdict[int, list[str]] = defaultdict(list)
        self.queued = 0
        self.sessions = 0
        self._pids = [1200 + int(random() * 60_000) for _ in range(pool)]

    def pid(self) -> int:
        """A process id; one that comes again belongs to a later session."""
        self.sessions += 1
        return self._pids[self.sessions % len(self._pids)]

    def queue_id(self) -> str:
        """A short queue id: microseconds, then an inode."""
        self.queued += 1
        return f"{int(self.random() * 0xFFFFF):05X}{self.queued % 0xFFFFFF:06X}"

    def bot(self) -> str:
        """A bot's address; a few of them come much more often than the others."""
        draw = self.random()
        return self.cast.bots[int(draw * draw * len(self.cast.bots))]

    def guess(self) -> str:
        """An account name that a bot tries."""
        if self.random() < 0.4:
            return pick(self.random, self.cast.accounts).name
        return f"{pick(self.random, GUESSED)}@example.com"


Kind = Callable[[World, int], None]
"""Writes all lines of one session that begins at this second."""
