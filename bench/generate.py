"""How does one get a mail log of any size that looks like a small hosting server's? Deterministic by its seed.

python bench/generate.py --lines 2000000 --seed 1 --stamp rfc3164 > mail.log
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from datetime import UTC, datetime, timedelta
from itertools import count, islice
from pathlib import Path
from random import Random
from typing import BinaryIO

from bots import BOTS
from people import Account, cast, pick
from users import PEOPLE, spam_run
from world import LINE, Kind, World

START = datetime(2026, 1, 5, tzinfo=UTC)  # a Monday
LINES_PER_SESSION = 5.5  # measured; only the length of the log depends on it
BOT_SHARE = 0.60  # of the sessions
# How many sessions people have in each hour of the day, the mean being 1.
HOURS = (
    0.2,
    0.1,
    0.1,
    0.1,
    0.1,
    0.3,
    0.6,
    1.2,
    2.0,
    2.2,
    2.1,
    1.8,
    1.5,
    1.8,
    1.9,
    1.8,
    1.6,
    1.3,
    1.0,
    0.8,
    0.6,
    0.4,
    0.3,
    0.2,
)
BREAK_IN = timedelta(hours=2)
SPAM_SHARE = 0.015  # of the lines
LINES_PER_RUN = 100
CHUNK = 1 << 20

Stamp = Callable[[datetime, int], str]


def rfc3164(minute: datetime, second: int) -> str:
    """`Jan  5 10:00:01 mail `"""
    return f"{minute:%b} {minute.day:2d} {minute:%H:%M}:{second:02d} mail "


def rfc3339(minute: datetime, second: int) -> str:
    """`2026-01-05T10:00:01.` as far as the lines of a second share it."""
    return f"{minute:%Y-%m-%dT%H:%M}:{second:02d}."


def with_fractions(text: str, stamp: str) -> str:
    """Give the lines of one second rising microseconds."""
    lines = text.split(LINE)[1:]
    step = 999_999 // len(lines)
    return "".join([f"{stamp}{at * step:06d}+00:00 mail {line}" for at, line in enumerate(lines)])


def blocks(lines: int, seed: int, per_day: int, fractions: bool) -> Iterator[tuple[str, int]]:
    """(text, number of its lines), second by second, without end."""
    random = Random(seed).random
    per_minute = per_day / LINES_PER_SESSION / 1440
    world = World(random, cast(random), max(64, int(per_minute * 8)))
    runs = _break_ins(world, lines, timedelta(days=lines / per_day))
    for at in count():
        minute = START + timedelta(minutes=at)
        _arrivals(world, at * 60, per_minute * BOT_SHARE, BOTS)
        weekend = 0.4 if minute.weekday() > 4 else 1.2
        _arrivals(world, at * 60, per_minute * (1 - BOT_SHARE) * HOURS[minute.hour] * weekend, PEOPLE)
        for victim in runs.get(at, ()):
            spam_run(world, at * 60 + int(random() * 60), victim)
        for second in range(60):
            if waiting := world.waiting.pop(at * 60 + second, None):
                text = "".join(waiting)
                number = text.count(LINE)
                if fractions:
                    yield with_fractions(text, rfc3339(minute, second)), number
                else:
                    yield text.replace(LINE, rfc3164(minute, second)), number


def _arrivals(world: World, start: int, mean: float, kinds: tuple[tuple[Kind, int], ...]) -> None:
    """Let the visitors of one minute come."""
    weighted = _WEIGHTED[kinds]
    random = world.random
    for _ in range(int(mean + random())):
        pick(random, weighted)(world, start + int(random() * 60))


_WEIGHTED = {kinds: [kind for kind, weight in kinds for _ in range(weight)] for kinds in (BOTS, PEOPLE)}


def _break_ins(world: World, lines: int, span: timedelta) -> dict[int, list[Account]]:
    """Minute → accounts in whose name somebody sends then: each for two hours, one after the other."""
    runs: dict[int, list[Account]] = defaultdict(list)
    length = min(BREAK_IN, span / 10)
    for number, victim in enumerate(world.cast.victims):
        for _ in range(3 + int(lines * SPAM_SHARE / LINES_PER_RUN / len(world.cast.victims))):
            runs[int((span * (0.3 + 0.15 * number) + length * world.random()) / timedelta(minutes=1))].append(victim)
    return runs


def write(out: BinaryIO, lines: int, seed: int, per_day: int, fractions: bool) -> None:
    """Write exactly so many lines."""
    chunk: list[str] = []
    size = written = 0
    tell = _progress(lines)
    for text, number in blocks(lines, seed, per_day, fractions):
        if written + number >= lines:
            chunk.extend(islice(text.splitlines(keepends=True), lines - written))
            break
        written += number
        size += len(text)
        chunk.append(text)
        if size >= CHUNK:
            out.write("".join(chunk).encode())
            chunk.clear()
            size = 0
            tell(written)
    out.write("".join(chunk).encode())


def _progress(lines: int) -> Callable[[int], None]:
    def tell(written: int) -> None:
        if shown:
            print(f"\r{written:,} of {lines:,} lines", end="", file=sys.stderr, flush=True)

    shown = sys.stderr.isatty()
    return tell


def main() -> None:
    """Read the arguments and write the log."""
    parser = argparse.ArgumentParser(description="Write a mail log that looks like a small hosting server's.")
    parser.add_argument("--lines", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--stamp", choices=("rfc3164", "rfc3339"), default="rfc3339")
    parser.add_argument("--per-day", type=int, default=300_000, help="lines of one day; the log is as long as it takes")
    parser.add_argument("--output", type=Path, help="file to write; standard output without it")
    arguments = parser.parse_args()
    with arguments.output.open("wb") if arguments.output else nullcontext(sys.stdout.buffer) as out:
        write(out, arguments.lines, arguments.seed, arguments.per_day, arguments.stamp == "rfc3339")


if __name__ == "__main__":
    main()
