"""Does the time of `check` grow with the lines only, how much memory does it take, and how long is the start?

    python bench/scale.py --lines 1000000 5000000 20000000 --gigabytes 5

Makes the logs it needs in bench/data (several GB; they are kept for the next run), and prints Markdown tables.
"""

from __future__ import annotations

import argparse
import gzip
import shutil
import statistics
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from peers import Cost, Peer, count_lines, measure

HERE = Path(__file__).parent
DATA = HERE / "data"
VERDICTS = (0, 1, 2, 3)
BYTES_A_LINE = 152  # of generated logs with RFC 3339 stamps, to make logs of a given size
SMALL = 20_000_000  # bytes


def log_of(lines: int) -> Path:
    """A generated log of so many lines."""
    path = DATA / f"scale-{lines}.log"
    if not path.exists():
        draft = path.with_suffix(".new")
        generator = [sys.executable, str(HERE / "generate.py"), "--lines", str(lines), "--output", str(draft)]
        subprocess.run([*generator, "--stamp", "rfc3339", "--seed", "1"], check=True)
        draft.rename(path)
    return path


def packed(log: Path) -> Path:
    """The same log, gzipped."""
    path = log.with_suffix(".log.gz")
    if not path.exists():
        draft = path.with_suffix(".new")
        with log.open("rb") as plain, gzip.open(draft, "wb", compresslevel=1) as zipped:
            shutil.copyfileobj(plain, zipped, 1 << 20)
        draft.rename(path)
    return path


def head_of(log: Path, size: int) -> Path:
    """The first whole lines of a log that fit into `size` bytes."""
    path = DATA / f"head-{size}.log"
    with log.open("rb") as whole:
        text = whole.read(size)
    path.write_bytes(text[: text.rfind(b"\n") + 1])
    return path


def check(log: Path, *options: str) -> Peer:
    """The command that is measured."""
    command = (sys.executable, "-m", "postwarden", "check", str(log), "--format", "json", *options)
    return Peer(f"check {log.name} {' '.join(options)}".strip(), command, accepted=VERDICTS)


def median(peer: Peer, runs: int) -> Cost:
    """Medians of several runs."""
    print(f"measuring {peer.name}", file=sys.stderr)
    costs = [measure(peer) for _ in range(runs)]
    return Cost(
        *(statistics.median(values) for values in zip(*((c.wall, c.cpu, c.memory) for c in costs), strict=True))
    )


def growth(sizes: Sequence[int], runs: int) -> str:
    """Time and memory against the number of lines."""
    rows = ["| lines | MB | wall s | cpu s | µs a line | peak MiB |", "|---:|---:|---:|---:|---:|---:|"]
    for lines in sizes:
        log = log_of(lines)
        cost = median(check(log), runs)
        size = log.stat().st_size / 1e6
        rows.append(
            f"| {lines:,} | {size:,.0f} | {cost.wall:.2f} | {cost.cpu:.2f} | {cost.wall / lines * 1e6:.2f} "
            f"| {cost.memory:,.0f} |"
        )
    return "\n".join(rows)


def large(gigabytes: float) -> str:
    """One large log, plain and packed."""
    log = log_of(round(gigabytes * 1e9 / BYTES_A_LINE))
    rows = ["| log | GB on disk | lines | wall s | cpu s | peak MiB |", "|---|---:|---:|---:|---:|---:|"]
    lines = count_lines(log)
    for path in (log, packed(log)):
        cost = median(check(path), 1)
        size = path.stat().st_size / 1e9
        rows.append(f"| {path.name} | {size:.2f} | {lines:,} | {cost.wall:.1f} | {cost.cpu:.1f} | {cost.memory:,.0f} |")
    return "\n".join(rows)


def start_up(log: Path, runs: int) -> str:
    """What a person waits for."""
    commands = [
        Peer("--help", (sys.executable, "-m", "postwarden", "--help")),
        Peer("check --demo", (sys.executable, "-m", "postwarden", "check", "--demo"), accepted=VERDICTS),
        check(head_of(log, SMALL)),
        check(head_of(log, SMALL), "--no-hash"),
    ]
    rows = ["| command | wall s | cpu s | peak MiB |", "|---|---:|---:|---:|"]
    for peer in commands:
        cost = median(peer, runs)
        rows.append(f"| {peer.name} | {cost.wall:.2f} | {cost.cpu:.2f} | {cost.memory:,.0f} |")
    return "\n".join(rows)


def main() -> None:
    """Read the arguments, measure, print."""
    parser = argparse.ArgumentParser(description="Measure how `check` grows with its log.")
    parser.add_argument("--lines", type=int, nargs="*", default=[1_000_000, 5_000_000, 20_000_000])
    parser.add_argument("--gigabytes", type=float, default=0, help="also one log of this size, plain and gzipped")
    parser.add_argument("--runs", type=int, default=3)
    arguments = parser.parse_args()
    DATA.mkdir(exist_ok=True)
    print(start_up(log_of(min(arguments.lines)), arguments.runs), end="\n\n")
    print(growth(arguments.lines, arguments.runs), end="\n\n")
    if arguments.gigabytes:
        print(large(arguments.gigabytes))


if __name__ == "__main__":
    main()
