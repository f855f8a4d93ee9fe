"""Which sources does a use case read, and where is kept meanwhile what has no room in memory?"""

from __future__ import annotations

import os
import signal
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from postwarden.parse.known import line_tools
from postwarden.sources.find import expand, find_logs
from postwarden.sources.lines import LineTools
from postwarden.sources.origin import Problem
from postwarden.sources.reading import Reading

MOST_SOURCES = 32_767  # sources are numbered by 16 bits


class NothingToRead(Exception):
    """No source could be found or opened; the text says what was tried."""


@dataclass(frozen=True, slots=True)
class Opened:
    """Sources that are open, oldest first, and what is wrong with the rest."""

    readings: tuple[Reading, ...]
    problems: tuple[Problem, ...]
    scratch: Path
    """A fresh folder that goes when the sources are closed."""

    @property
    def size(self) -> int:
        """Bytes on the disk, 0 for what is no file."""
        return sum(_bytes(reading) for reading in self.readings)


@contextmanager
def opened(logs: Sequence[str], *, hashing: bool = True) -> Iterator[Opened]:
    """Open the sources that `logs` mean, or this machine's own. Raises NothingToRead."""
    arguments = logs or find_logs()
    if not arguments:
        raise NothingToRead(
            "no mail log on this machine: neither /var/log/mail.log, maillog or syslog nor a journal; name one"
        )
    found = expand(arguments)
    if not found.origins:
        raise NothingToRead("; ".join(f"{p.path}: {p.text}" for p in found.problems))
    if len(found.origins) > MOST_SOURCES:
        raise NothingToRead(
            f"{len(found.origins):,} files are more than the {MOST_SOURCES:,} that can be read at once: name the logs"
        )
    tools = LineTools(*(line_tools() or ()))
    with ExitStack() as stack:
        scratch = _scratch(stack)
        readings = [
            stack.enter_context(Reading(origin, number, hashing=hashing, scratch=scratch, tools=tools))
            for number, origin in enumerate(found.origins)
        ]
        yield Opened(tuple(readings), found.problems, scratch)


def _scratch(stack: ExitStack) -> Path:
    """A folder that goes with the stack. A signal between making and noting it would leave it behind."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, (signal.SIGINT, signal.SIGTERM, signal.SIGHUP))
    try:
        return Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="postwarden-", dir=_roomy())))
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def usable_processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0))


def _bytes(reading: Reading) -> int:
    if reading.origin.kind != "file" or reading.problem:
        return 0
    try:
        return Path(reading.origin.target).stat().st_size
    except OSError:  # rotated away meanwhile: what was opened is read none the less
        return 0


def _roomy() -> str | None:
    """Not the usual folder: that one is in memory on many systems, and what is spilled may be larger."""
    roomy = "/var/tmp"  # noqa: S108  (a fresh folder of our own is made in it)
    return None if "TMPDIR" in os.environ or not os.access(roomy, os.W_OK) else roomy
