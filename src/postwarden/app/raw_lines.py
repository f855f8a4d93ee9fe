"""What do the log lines say that are known by their numbers?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from postwarden.app.pipeline import Tables
from postwarden.model.findings import Evidence, Line
from postwarden.parse.redact import redact


class RawLines:
    """The raw lines of these numbers, each source asked once; secrets are cut out."""

    def __init__(self, tables: Tables, lines: Iterable[Line]) -> None:
        wanted: dict[int, set[int]] = defaultdict(set)
        for line in lines:
            wanted[line.source].add(line.line)
        readings = {done.reading.number: done.reading for done in tables.sources}
        self._paths = {number: reading.origin.path for number, reading in readings.items()}
        self._texts = {
            Line(source, number): redact(text)
            for source, numbers in sorted(wanted.items())
            if source in readings  # a detector of the administrator's may name any
            for number, text in readings[source].evidence(sorted(numbers)).items()
        }

    def of(self, lines: Iterable[Line]) -> tuple[Evidence, ...]:
        """Lines as evidence; one that is gone (the file was truncated meanwhile) is shown without its text."""
        return tuple(
            Evidence(self._paths.get(line.source, "?"), line.line, self._texts.get(line, "(no longer in the file)"))
            for line in lines
        )
