"""Which lines of the mail server have a wording that no format reads? So that nobody is blind without knowing it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any

import duckdb

from postwarden.app.log_reader import LogReader, SourceRead
from postwarden.app.opening import opened, usable_processors
from postwarden.app.pipeline import machine_zone
from postwarden.parse.redact import redact
from postwarden.store.workspace import open_workspace

ROWS = 10_000
MOST_SHAPES = 100_000  # a stranger may write each line differently; from here on they are counted as one

LONGEST = 500  # characters of a line that make its shape

# Numbers, ids and addresses differ from line to line. Word by word, so that no line costs more than its length.
_WORD = re.compile(r"[^\s<>()\[\],;=\"']+")
_IP = re.compile(r"(?:\d{1,3}\.){3}\d{1,3}(?::\d+)?|(?=.*::|(?:[^:]*:){7})[0-9a-fA-F:.]{2,45}")
_ID = re.compile(r"(?=.*\d)(?=.*[A-Za-z])[A-Za-z0-9+_-]{9,}|[0-9A-F]{6,}")
_NUMBER = re.compile(r"\d+(?:\.\d+)*")


@dataclass(frozen=True, slots=True)
class Shape:
    """Lines of one program that differ only in numbers, ids and addresses."""

    program: str
    shape: str
    count: int
    source: str
    """Where the first of them stands."""
    line: int
    text: str
    """What the first of them says after the program's name; secrets are cut out."""


@dataclass(frozen=True, slots=True)
class UnreadLine:
    """One line that no format reads; secrets are cut out."""

    source: str
    line: int
    program: str
    text: str


@dataclass(frozen=True, slots=True)
class Unread:
    """How much of the mail server's lines was read, and what not."""

    read: int
    unread: int
    problems: tuple[str, ...]
    _connection: duckdb.DuckDBPyConnection

    def shapes(self) -> list[Shape]:
        """The most frequent first."""
        found: dict[tuple[str, str], Shape] = {}
        for count, source, line, program, text in _rows(self._connection, _DISTINCT):
            shown = redact(text)
            key = program, folded(shown)
            if key not in found and len(found) >= MOST_SHAPES:
                key = program, "(others)"
            known = found.get(key)
            if known is None:
                found[key] = Shape(*key, count, source, line, shown)
            else:
                found[key] = Shape(*key, known.count + count, known.source, known.line, known.text)
        return sorted(found.values(), key=lambda shape: (-shape.count, shape.program, shape.shape))

    def lines(self) -> Iterator[UnreadLine]:
        """All of them, in the order of the logs."""
        for source, line, program, text in _rows(self._connection, _LINES):
            yield UnreadLine(source, line, program, redact(text))


_LINES = """
select s.path, u.line, coalesce(p.name, ''), coalesce(u.text, '')
from records_unread u join sources s using (source) left join programs p on p.id = u.program
order by u.source, u.line
"""
# In the order of the logs, so that the first line of a shape stands for it
_DISTINCT = """
with distinct_lines as (
    select
        program, text, count(*) as number,
        min((source::bigint << 32) + line) as first
    from records_unread
    group by program, text
)
select u.number, s.path, (u.first & 4294967295)::integer, coalesce(p.name, ''), coalesce(u.text, '')
from distinct_lines u join sources s on s.source = u.first >> 32 left join programs p on p.id = u.program
order by u.first
"""


@contextmanager
def unread(logs: Sequence[str], *, memory: str = "1280MiB") -> Iterator[Unread]:
    """Read these logs, or this machine's own. Raises NothingToRead."""
    with ExitStack() as stack:
        sources = stack.enter_context(opened(logs, hashing=False))
        threads = usable_processors()
        connection = stack.enter_context(open_workspace(sources.scratch, memory=memory, threads=threads))
        reader = LogReader(connection, machine_zone(), zone_is_told=False, threads=threads)
        done = reader.read(sources.readings)
        problems = [f"{problem.path}: {problem.text}" for problem in sources.problems]
        yield Unread(
            read=sum(source.counts.read for source in done),
            unread=sum(source.counts.unread for source in done),
            problems=(*problems, *_problems(done)),
            _connection=connection,
        )


def folded(text: str) -> str:
    """The shape of a line: numbers, ids and addresses as words in capitals."""
    return _WORD.sub(_folded_word, text[:LONGEST])


def _folded_word(match: re.Match[str]) -> str:
    whole = match[0]
    word = whole.rstrip(".:")
    rest = whole[len(word) :]
    if "@" in word:
        return "ADDRESS" + rest
    if _IP.fullmatch(word):
        return "IP" + rest
    return ("ID" if _ID.fullmatch(word) else _NUMBER.sub("N", word)) + rest


def _problems(done: Sequence[SourceRead]) -> Iterator[str]:
    for source in done:
        if source.reading.problem:
            yield f"{source.reading.origin.path}: {source.reading.problem}"


def _rows(connection: duckdb.DuckDBPyConnection, query: str) -> Iterator[tuple[Any, ...]]:
    cursor = connection.execute(query)
    while rows := cursor.fetchmany(ROWS):
        yield from rows
