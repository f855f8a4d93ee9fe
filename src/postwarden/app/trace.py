"""What happened to a mail? From arguments to its story."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from postwarden.app.access import safe, seen
from postwarden.app.asked import CheckOptions
from postwarden.app.check import Read, Watch, read
from postwarden.app.narrowing import Narrowing, asked
from postwarden.app.raw_lines import RawLines
from postwarden.app.telling import window, zone_name
from postwarden.investigate.trace import NEEDS, Told, Traced, trace
from postwarden.model.findings import Exit, Line
from postwarden.model.trace import Step, Trace, TracedMail

VERSION = 1


def traced(
    options: CheckOptions, query: str, narrowing: Narrowing, watch: Watch | None = None, *, raw: bool = False
) -> Trace:
    """Read the logs and follow what is meant by `query`. Raises NothingToRead and Refused."""
    watch = watch or Watch()
    with read(options, watch, NEEDS, judging=False) as done:
        watch.step("tracing")
        found = trace(done.tables.connection, query, asked(options, narrowing), narrowing.top)
        lines = _lines(done, found) if raw else _places(done)
        code, covered = seen(options, done)
        return Trace(
            version=VERSION,
            window=window(done.tables, options),
            exit=int(code if found.stories or found.refusals else Exit.UNKNOWN),
            query=query,
            understood_as=found.understood_as,
            mails=tuple(TracedMail(**safe(s.facts), steps=_steps(s.steps, lines)) for s in found.stories),
            left_out=found.left_out,
            refusals=_steps(found.refusals, lines),
            coverage=covered,
            timezone=zone_name(options.zone),
        )


_Line = Callable[[Line], tuple[str, str | None]]


def _lines(done: Read, found: Traced) -> _Line:
    told = [step.at for story in found.stories for step in story.steps] + [step.at for step in found.refusals]
    raw = RawLines(done.tables, told)

    def line(at: Line) -> tuple[str, str | None]:
        (evidence,) = raw.of([at])
        return evidence.source, evidence.text

    return line


def _places(done: Read) -> _Line:
    paths = {one.reading.number: one.reading.origin.path for one in done.tables.sources}
    return lambda at: (paths[at.source], None)


def _steps(told: Iterable[Told], lines: _Line) -> tuple[Step, ...]:
    placed = ((safe(one.facts), one.at.line, *lines(one.at)) for one in told)
    return tuple(Step(**facts, source=path, line=line, raw=text) for facts, line, path, text in placed)
