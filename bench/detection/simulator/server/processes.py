"""Which process serves a client, and which queue id does a mail get?"""

from __future__ import annotations

from collections import defaultdict
from random import Random

from ..clock import Moment

MAX_IDLE = 100.0  # Postfix's defaults
MAX_USE = 100
_MOST_PIDS = 4_194_304
_INODES = (0x21A000, 0x2FFFFF)


class Processes:
    """Process ids: a Postfix process serves one client after the other, a Dovecot session has one of its own."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self._last = rng.randrange(1500, 400_000)
        self._idle: defaultdict[str, list[tuple[Moment, int, int]]] = defaultdict(list)
        self._queue_ids: set[str] = set()

    def take(self, program: str, at: Moment, until: Moment) -> int:
        """A process of that program which is free at that moment; it is busy until then."""
        known = self._idle[program]
        known[:] = [entry for entry in known if at - entry[0] < MAX_IDLE]
        for place in range(len(known) - 1, -1, -1):
            free, pid, uses = known[place]
            if free <= at and uses < MAX_USE:
                known[place] = (until, pid, uses + 1)
                return pid
        pid = self.fork()
        known.append((until, pid, 1))
        return pid

    def fork(self) -> int:
        """A new process."""
        self._last += self._rng.randint(1, 4)
        if self._last >= _MOST_PIDS:
            self._last = self._rng.randint(300, 1500)
        return self._last

    def queue_id(self, at: Moment) -> str:
        """A short one: microseconds and inode."""
        while True:
            queue_id = f"{int(at * 1_000_000) % 1_000_000:05X}{self._rng.randint(*_INODES):X}"
            if queue_id not in self._queue_ids:
                self._queue_ids.add(queue_id)
                return queue_id
            at += 0.000_001
