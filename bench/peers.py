"""How fast are postwarden and the tools that administrators use today, side by side on the same log?

    python bench/generate.py --lines 2000000 --stamp rfc3164 --output /tmp/mail.log
    python bench/peers.py /tmp/mail.log --runs 3

Prints a Markdown table: medians of wall time, processor time and peak memory, and ratios to `wc -l` and pflogsumm.
The tools take turns, so that a busy moment of the machine does not hit one of them alone. Peak memory is never below
this program's own (about 17 MiB), from which each command is forked.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

LOGWATCH = "/usr/share/logwatch/scripts/services/postfix"


@dataclass(frozen=True, slots=True)
class Peer:
    """A command to measure."""

    name: str
    command: tuple[str, ...]
    accepted: tuple[int, ...] = (0,)
    """Exit codes that mean that it has done its work."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What one run took: seconds, and peak resident memory in MiB."""

    wall: float
    cpu: float
    memory: float


def peers(log: Path) -> list[Peer]:
    """Everything that is measured; add a line to compare another command."""
    path, python = str(log), sys.executable
    parse = str(Path(__file__).with_name("parse_only.py"))
    check = (python, "-m", "postwarden", "check", path, "--format", "json")
    stats = (python, "-m", "postwarden", "stats", path)
    jail = ("fail2ban-regex", "--no-check-all", path, "postfix[mode=aggressive]")
    return [
        Peer("wc -l", ("wc", "-l", path)),
        Peer("rg -c sasl_username", ("rg", "-c", "sasl_username", path), accepted=(0, 1)),
        Peer("postwarden, parse only", (python, parse, path)),
        Peer("postwarden check", check, accepted=(0, 1, 2, 3)),
        Peer("postwarden stats", stats),
        Peer("pflogsumm", ("pflogsumm", path)),
        Peer("pflogsumm --smtpd-stats", ("pflogsumm", "--smtpd-stats", path)),
        Peer("logwatch's postfix script", ("perl", LOGWATCH, path)),
        Peer("fail2ban-regex postfix", jail, accepted=(0, 255)),
    ]


def missing(peer: Peer) -> str | None:
    """What this machine lacks for a command; None when it can run."""
    for word in peer.command[: 2 if peer.command[0] in ("perl", sys.executable) else 1]:
        if not word.startswith("-") and shutil.which(word) is None and not Path(word).is_file():
            return word
    return None


def measure(peer: Peer) -> Cost:
    """Run it once. Raises RuntimeError when it fails."""
    quiet = subprocess.DEVNULL
    begun = time.perf_counter()
    process = subprocess.Popen(peer.command, stdin=quiet, stdout=quiet, stderr=quiet, env={**os.environ, "LC_ALL": "C"})
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - begun
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in peer.accepted:
        raise RuntimeError(f"{peer.name}: exit code {process.returncode} from {' '.join(peer.command)}")
    return Cost(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def compare(log: Path, runs: int, only: list[str]) -> dict[str, list[Cost]]:
    """Let all take turns; what is missing or fails is said on stderr and left out."""
    able = []
    for peer in peers(log):
        lacks = missing(peer)
        if lacks is not None:
            print(f"NOT MEASURED: {peer.name}: {lacks} is not installed", file=sys.stderr)
        elif not only or any(word in peer.name for word in only):
            able.append(peer)
    costs: dict[str, list[Cost]] = {peer.name: [] for peer in able}
    for run in range(runs):
        for peer in able:
            print(f"run {run + 1} of {runs}: {peer.name}", file=sys.stderr)
            try:
                costs[peer.name].append(measure(peer))
            except RuntimeError as error:
                print(f"NOT MEASURED: {error}", file=sys.stderr)
    return {name: measured for name, measured in costs.items() if measured}


def table(costs: dict[str, list[Cost]], lines: int) -> str:
    """The medians as Markdown, compared with `wc -l` and pflogsumm where these were measured."""
    walls = {name: statistics.median(cost.wall for cost in measured) for name, measured in costs.items()}
    rows = [
        "| command | wall s | cpu s | lines/s | peak MiB | wc -l times | times pflogsumm's speed | runs |",
        "|---|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for name, measured in costs.items():
        wall = walls[name]
        cpu = statistics.median(cost.cpu for cost in measured)
        memory = statistics.median(cost.memory for cost in measured)
        slower = f"{wall / walls['wc -l']:.1f}" if "wc -l" in walls else ""
        faster = f"{walls['pflogsumm'] / wall:.1f}" if "pflogsumm" in walls else ""
        rows.append(
            f"| {name} | {wall:.2f} | {cpu:.2f} | {lines / wall:,.0f} | {memory:,.0f} | {slower} | {faster} "
            f"| {len(measured)} |"
        )
    return "\n".join(rows)


def count_lines(log: Path) -> int:
    """Number of line feeds. Reading the file also brings it into the cache, for everybody alike."""
    with log.open("rb") as file:
        return sum(block.count(b"\n") for block in iter(lambda: file.read(1 << 20), b""))


def main() -> None:
    """Read the arguments, measure, print."""
    parser = argparse.ArgumentParser(description="Measure postwarden and its peers on one log.")
    parser.add_argument("log", type=Path)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--only", action="append", default=[], help="part of a command's name; may be repeated")
    arguments = parser.parse_args()
    lines = count_lines(arguments.log)
    size = arguments.log.stat().st_size
    costs = compare(arguments.log, arguments.runs, arguments.only)
    print(f"{lines:,} lines, {size / 1e6:,.0f} MB, {os.cpu_count()} cores; medians\n")
    print(table(costs, lines))


if __name__ == "__main__":
    main()
