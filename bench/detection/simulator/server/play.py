"""What comes of everybody's plans when the server lives through them, one after the other?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from heapq import heapify, heappop, heappush
from itertools import count

from ..chance import source
from ..clock import Month
from ..outside.answers import Answers
from ..outside.people import Outside
from .doors import Doors
from .dovecot_lines import OWN_4
from .intents import Arrive, Fail, Intent, Knock, Local, Purge, Read, Redirect, Silent, Submit, Vacation
from .ledger import Ledger
from .log import Log
from .mail import Retry
from .mailboxes import Mailboxes
from .processes import Processes
from .queue import Queue


class Server:
    """Postfix and Dovecot for one month."""

    def __init__(self, seed: int, month: Month, outside: Outside, owners: Mapping[str, str]) -> None:
        rng = source(seed, "server")
        self.log, self.ledger = Log(month), Ledger(month)
        processes = Processes(rng)
        answers = Answers(outside, OWN_4, rng)
        self._month = month
        self._queue = Queue(month, self.log, processes, outside, answers, rng)
        self._mailboxes = Mailboxes(owners, self.log, processes, self._queue, rng)
        self._queue.mailboxes, self._queue.later = self._mailboxes, self._push
        self._doors = Doors(self.log, self.ledger, processes, self._queue, self._mailboxes, rng)
        self._waiting: list[tuple[float, int, Intent | Retry]] = []
        self._order = count()

    def play(self, intents: Iterable[Intent]) -> None:
        """All that happens, in the order of time."""
        self._waiting = [(intent.at, next(self._order), intent) for intent in intents]
        heapify(self._waiting)
        while self._waiting:
            at, _, event = heappop(self._waiting)
            if 0 <= at < self._month.end:
                self._happen(event)

    def _push(self, event: Retry) -> None:
        heappush(self._waiting, (event.at, next(self._order), event))

    def _happen(self, event: Intent | Retry) -> None:
        match event:
            case Retry():
                self._queue.retry(event)
            case Purge():
                self._queue.purge(event.at, event.account)
            case Redirect(target=None):
                self._mailboxes.redirects.pop(event.account, None)
            case Redirect(target=target) if target:
                self._mailboxes.redirects[event.account] = target
            case Vacation():
                (self._mailboxes.notes.add if event.on else self._mailboxes.notes.discard)(event.account)
            case _:
                self._at_the_door(event)

    def _at_the_door(self, event: Intent | Retry) -> None:
        match event:
            case Submit():
                self._doors.submit(event)
            case Read():
                self._doors.read(event)
            case Silent():
                self._doors.silent(event)
            case Fail():
                self._doors.fail(event)
            case Arrive():
                self._doors.arrive(event)
            case Knock():
                self._doors.knock(event)
            case Local():
                self._doors.local(event)
