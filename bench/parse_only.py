"""How long does it take to read every field of a log into columns, and nothing else? Measured by bench/peers.py.

python bench/parse_only.py /tmp/mail.log --threads 2
"""

from __future__ import annotations

import argparse
import os
import tempfile
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

from postwarden.app.log_reader import AHEAD, HEAD
from postwarden.parse.dating import YearMonth, Zone, first_month
from postwarden.parse.known import format_tables, line_tools, matcher, surveyor
from postwarden.parse.names import Names
from postwarden.parse.parsed import Counts, Parsed
from postwarden.sources.lines import LineTools
from postwarden.sources.origin import Origin
from postwarden.sources.reading import Reading


def parse(path: Path, threads: int, *, hashing: bool) -> Counts:
    """Read the file into columns, block by block, and forget them."""
    reader, survey = matcher(Names(format_tables()), Zone(UTC)), surveyor()
    counts, number, previous = Counts(), 1, b""
    waiting: deque[Future[Parsed]] = deque()
    origin = Origin(str(path), "file", str(path))
    calendar: YearMonth | None = None
    with (
        tempfile.TemporaryDirectory() as scratch,
        ThreadPoolExecutor(threads) as pool,
        Reading(origin, 0, hashing=hashing, scratch=Path(scratch), tools=LineTools(*(line_tools() or ()))) as reading,
    ):
        for block in reading.blocks():
            calendar = calendar or first_month(block[:HEAD], reading.dated or datetime.now(UTC))
            waiting.append(pool.submit(reader.parse, block, number, calendar.year, calendar.month, previous))
            lines, months = survey(block)
            number += lines
            calendar = calendar.after(months)
            previous = block[block.rfind(b"\n", 0, -1) + 1 : -1]
            while len(waiting) > AHEAD:
                counts.add(waiting.popleft().result().counts)
        while waiting:
            counts.add(waiting.popleft().result().counts)
    return counts


def main() -> None:
    """Read the arguments, parse, print the counts."""
    parser = argparse.ArgumentParser(description="Parse a log and do nothing else.")
    parser.add_argument("log", type=Path)
    parser.add_argument("--threads", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--hash", action="store_true", help="make the SHA-256 of the evidence too")
    arguments = parser.parse_args()
    print(parse(arguments.log, arguments.threads, hashing=arguments.hash))


if __name__ == "__main__":
    main()
