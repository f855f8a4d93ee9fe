"""What could be seen, and what could not? The part of the verdict that is about the logs themselves."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from postwarden.app.asked import CheckOptions
from postwarden.app.caveats import BLIND_BELOW, accounts_unseen, caveats, time_unseen
from postwarden.app.log_reader import SourceRead
from postwarden.app.pipeline import Tables
from postwarden.enrich.places import Places
from postwarden.model.coverage import Coverage, Silenced, SourceCoverage
from postwarden.model.narrowing import EARLIEST, LATEST
from postwarden.parse.parsed import Counts
from postwarden.sources.origin import Problem

DAY = 86_400_000_000

# Formats of lines that tell of bots knocking only; and sessions that said nothing, with their connect lines.
_KNOCKING = ("smtpd/lost-connection", "smtpd/timeout", "smtpd/too-many-errors", "postscreen/", "dnsblog/")
_SILENT = "select 2 * count(*) from records_disconnect where counters = 'commands=0/0'"
_SEEN = """
select
    (select count(*) from logins where time >= $since and time < $until),
    (select coalesce(sum(attempts), 0) from failures where time >= $since and time < $until),
    (select count(*) from messages where time >= $since and time < $until),
    (select count(*) from deliveries where time >= $since and time < $until)
"""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What was not read, not asked or not judged, for a reason."""

    problems: tuple[Problem, ...] = ()
    """Of sources that were not opened."""
    complaints: tuple[str, ...] = ()
    """About detectors that cannot be used."""
    turned_off: tuple[str, ...] = ()
    silenced: tuple[Silenced, ...] = ()


def coverage(
    tables: Tables,
    places: Places,
    left_out: LeftOut,
    asked: CheckOptions,
    now: datetime | None = None,
    *,
    judging: bool = True,
) -> Coverage:
    """Counts of everything read, and warnings about everything that was not."""
    total = Counts()
    for done in tables.sources:
        total.add(done.counts)
    logins, failures, messages, deliveries = _seen(tables, asked)
    days = _days(tables.sources, asked.until)
    blind = total.read < BLIND_BELOW * (total.read + total.unread)
    warned = caveats(tables, total, days, asked, blind=blind, now=now or datetime.now(UTC), judging=judging)
    return Coverage(
        lines=total.lines,
        read=total.read,
        unread=total.unread,
        other_programs=total.other,
        malformed=total.malformed,
        noise=_noise(tables),
        logins=logins,
        failures=failures,
        messages=messages,
        deliveries=deliveries,
        days=round(days, 2),
        unplaced=tables.unplaced,
        blind=blind,
        unseen=time_unseen(tables.sources, asked) or accounts_unseen(tables.connection, asked),
        geography=places.descriptions(),
        sources=(*map(_source, tables.sources), *(_unopened(one) for one in left_out.problems if one.lost)),
        warnings=(
            *(f"{problem.path}: {problem.text}" for problem in left_out.problems),
            *left_out.complaints,
            *map(str, asked.configuration.notes),
            *warned,
        ),
        configuration=asked.configuration.file,
        turned_off=left_out.turned_off,
        silenced=left_out.silenced,
    )


def stamp(time: int) -> str:
    """RFC 3339 in UTC, to the second."""
    return datetime.fromtimestamp(time // 1_000_000, UTC).isoformat().replace("+00:00", "Z")


def span(sources: Iterable[SourceRead]) -> tuple[int, int] | None:
    """First and last moment of all sources; None where no line had a time."""
    times = [time for done in sources for time in (done.first_time, done.last_time) if time is not None]
    return (min(times), max(times)) if times else None


def _seen(tables: Tables, asked: CheckOptions) -> tuple[int, ...]:
    since = EARLIEST if asked.since is None else asked.since
    until = LATEST if asked.until is None else asked.until
    return _one(tables, _SEEN, {"since": since, "until": until})


def _source(done: SourceRead) -> SourceCoverage:
    reading = done.reading
    return SourceCoverage(
        path=reading.origin.path,
        lines=done.counts.lines,
        bytes=reading.bytes,
        sha256=reading.sha256,
        first=None if done.first_time is None else stamp(done.first_time),
        last=None if done.last_time is None else stamp(done.last_time),
        error=reading.problem,
    )


def _unopened(problem: Problem) -> SourceCoverage:
    return SourceCoverage(problem.path, 0, 0, None, None, None, error=problem.text)


def _days(sources: Sequence[SourceRead], until: int | None) -> float:
    seen = span(sources)
    if seen is None:
        return 0.0
    end = seen[1] if until is None else min(seen[1], until)
    return max(end - seen[0], 0) / DAY


def _noise(tables: Tables) -> int:
    return _one(tables, _SILENT)[0] + sum(hits for name, hits in tables.hits.items() if name.startswith(_KNOCKING))


def _one(tables: Tables, query: str, values: dict[str, int] | None = None) -> tuple[int, ...]:
    row = tables.connection.execute(query, values or {}).fetchone()
    assert row is not None
    return tuple(row)
