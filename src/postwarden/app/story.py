"""Which alarms does somebody live through who looks at a growing log, and which does he have to take back?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from postwarden.app.looks import SEVERITY, Look, Subject, Watcher
from postwarden.app.turning import turning
from postwarden.judge.judgement import IncidentSpan


@dataclass(frozen=True, slots=True)
class Raised:
    """The verdict on a subject became worse than it had ever been, and what was known at that moment."""

    subject: Subject
    severity: int
    look: Look

    @property
    def time(self) -> int:
        """The moment of the alarm."""
        return self.look.time

    @property
    def begin(self) -> int:
        """First bad moment of the incident that is alerted, as it was known then."""
        found = self.look.of(self.subject).incidents
        return max((i.begin for i in found if SEVERITY[i.verdict] >= self.severity), default=self.time)

    def support(self, look: Look) -> IncidentSpan | None:
        """The incident that still says so at a later look."""
        begin, end = self.begin, self.time
        near = (i for i in look.of(self.subject).incidents if i.begin <= end and i.end >= begin)
        bad = (i for i in near if SEVERITY[i.verdict] >= self.severity)
        return max(bad, key=lambda i: (SEVERITY[i.verdict], i.begin), default=None)


class Story:
    """Look by look, from the first to the latest."""

    def __init__(self, watcher: Watcher, precision: int, begin: int) -> None:
        self._watcher = watcher
        self._precision = precision
        self.latest = watcher.look(begin)
        self._worst = {subject: said.severity for subject, said in self.latest.spoken.items() if said.severity}
        self.known_before = tuple(sorted(s.name for s in self._worst if s.kind == "account"))
        """Accounts that were bad already when it began."""
        self.raised: list[Raised] = []
        self._falls: dict[int, tuple[Look, Look]] = {}

    def go_on(self, moment: int) -> None:
        """Look again, and find out when it was that something changed."""
        before, after = self.latest, self._watcher.look(moment)
        self.latest = after
        new = [one for subject in sorted(after.spoken) for one in self._new(subject, before, after)]
        self.raised += sorted(new, key=lambda raised: (raised.time, raised.subject))
        for number, raised in enumerate(self.raised):
            if raised.support(after):
                self._falls.pop(number, None)
            else:
                self._falls.setdefault(number, (max(before, raised.look, key=lambda look: look.time), after))

    def withdrawn(self, number: int) -> int | None:
        """When the log no longer supported that alarm; None if it still does at the latest look."""
        if number not in self._falls:
            return None
        (before, after), raised = self._falls[number], self.raised[number]
        looks = self._closer(raised.subject, before, after)
        return self._turning(raised.subject, before, after, lambda time: raised.support(looks(time)) is None)

    def _new(self, subject: Subject, before: Look, after: Look) -> Iterator[Raised]:
        """One for each severity that is worse than ever, unless the same line brought the next one."""
        known, now = self._worst.get(subject, 0), after.of(subject).severity
        if now <= known:
            return
        self._worst[subject] = now
        looks = self._closer(subject, before, after)
        latest = None
        for severity in range(now, known, -1):

            def reached(time: int, wanted: int = severity) -> bool:
                return looks(time).of(subject).severity >= wanted

            time = self._turning(subject, before, after, reached)
            if time != latest:
                yield Raised(subject, severity, self._watcher.look(time))
            latest = time

    def _turning(self, subject: Subject, before: Look, after: Look, holds: Callable[[int], bool]) -> int:
        told = before.of(subject).moments | after.of(subject).moments
        lines = self._watcher.lines(subject, before.time, after.time)
        return turning(holds, before.time, after.time, (told, lines), self._precision)

    def _closer(self, subject: Subject, before: Look, after: Look) -> Callable[[int], Look]:
        """Looks between two others; only those detectors are asked that spoke of the subject in one of them."""
        asked = before.of(subject).detectors | after.of(subject).detectors
        taken = {before.time: before, after.time: after}

        def look(time: int) -> Look:
            if time not in taken:
                taken[time] = self._watcher.look(time, asked)
            return taken[time]

        return look
