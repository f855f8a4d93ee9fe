"""What would have been alerted, and when, had these logs been watched as they were written?

The detectors are asked again for every day as if the log ended there. Where a verdict became worse, the line is
searched that did it. So nothing is alerted on lines that were not there yet. Between two looks a verdict is taken to
change in one direction only: what comes and goes within a day is seen by closer looks (`every`) only.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from postwarden.app.alarms import alarms
from postwarden.app.asked import CheckOptions
from postwarden.app.check import Read, Watch, read
from postwarden.app.coverage import LeftOut, coverage, span, stamp
from postwarden.app.looks import SEVERITY, Watcher
from postwarden.app.story import Story
from postwarden.app.telling import EXITS, calm, window, zone_name
from postwarden.judge.judge import visible
from postwarden.model.findings import Verdict
from postwarden.model.replay import Alarm, Replay

VERSION = 1
SECOND = 1_000_000
DAY = 86_400 * SECOND


@dataclass(frozen=True, slots=True)
class Pace:
    """How closely a watcher looks, µs."""

    every: int = DAY
    precision: int = SECOND


def replay(options: CheckOptions, pace: Pace | None = None, watch: Watch | None = None) -> Replay:
    """Alarms in the order in which they would have come. Raises NothingToRead and Refused."""
    pace, watch = pace or Pace(), watch or Watch()
    with read(options, watch) as done:
        first, last = span(done.tables.sources) or (0, -1)
        begin = first if options.since is None else max(first, options.since)
        end = last + 1 if options.until is None else min(last + 1, options.until)
        watcher = Watcher(options, done, lambda time: watch.look(stamp(time), (time - begin) / max(end - begin, 1)))
        story = Story(watcher, pace.precision, begin)
        for moment in _looks(begin, end, pace.every):
            story.go_on(moment)
        return _told(options, pace, done, tuple(alarms(story, watcher)), story.known_before, watcher)


def _looks(begin: int, end: int, every: int) -> Iterator[int]:
    """Full days (or what `every` is) of UTC, and the end of the log."""
    if begin < end:
        yield from range((begin // every + 1) * every, end, every)
        yield end


def _told(
    options: CheckOptions,
    pace: Pace,
    done: Read,
    raised: tuple[Alarm, ...],
    known_before: tuple[str, ...],
    watcher: Watcher,
) -> Replay:
    left_out = LeftOut(done.problems, tuple(done.asked.complaints()), done.asked.turned_off, watcher.silenced)
    covered = coverage(done.tables, done.places, left_out, options)
    seen = visible(done.tables.connection, options.until)
    verdict = _worst(raised) or calm(covered, seen=seen)
    return Replay(
        version=VERSION,
        window=window(done.tables, options),
        verdict=verdict,
        exit=int(EXITS[verdict]),
        every_s=pace.every // SECOND,
        precision_s=pace.precision // SECOND,
        alarms=raised,
        known_before=known_before,
        coverage=covered,
        timezone=zone_name(options.zone),
    )


def _worst(raised: Iterable[Alarm]) -> Verdict | None:
    return max((alarm.verdict for alarm in raised), key=SEVERITY.__getitem__, default=None)
