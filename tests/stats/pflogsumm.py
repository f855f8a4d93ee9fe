"""What does Debian's pflogsumm say of a log? Its report, taken apart."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

PROGRAM = shutil.which("pflogsumm", path=f"{os.environ.get('PATH', '')}:/usr/sbin") or ""
UNITS = {"k": 1024, "m": 1024 * 1024}
DETAILS = {
    "message deferral detail",
    "message bounce detail (by relay)",
    "message reject detail",
    "message reject warning detail",
    "message hold detail",
    "message discard detail",
    "smtp delivery failures",
    "Warnings",
    "Fatal Errors",
    "Panics",
}


@dataclass(frozen=True, slots=True)
class Amount:
    """A number as pflogsumm prints it: in thousands or millions, rounded down, when it is large."""

    value: int
    unit: str = ""

    def is_of(self, exact: float) -> bool:
        """Whether this is how it prints that number."""
        return self.value == int(exact / UNITS.get(self.unit, 1))


@dataclass(slots=True)
class Summary:
    """Its sections, by their titles."""

    totals: dict[str, Amount] = field(default_factory=dict)
    tables: dict[str, list[tuple[str, list[str]]]] = field(default_factory=dict)
    """Title → rows: the name at the end, and the cells before it (for days and hours, behind it)."""
    nested: dict[str, dict[tuple[str, ...], int]] = field(default_factory=dict)
    """Title → path of headings → sum of what is below."""


def summary(log: Path, *options: str) -> Summary:
    """Let it read a log, in which times are UTC."""
    done = subprocess.run(
        [PROGRAM, "--smtpd-stats", "--iso-date-time", "--zero-fill", *options, str(log)],
        env={**os.environ, "LC_ALL": "C", "TZ": "UTC"},
        capture_output=True,
        text=True,
        check=True,
        errors="surrogateescape",
    )
    return parsed(done.stdout)


def parsed(report: str) -> Summary:
    """The report taken apart."""
    found = Summary()
    for title, lines in _sections(report.splitlines()):
        if title == "Grand Totals":
            found.totals = dict(_totals(lines))
        elif title in DETAILS:
            found.nested[title] = _sums(lines)
        else:
            found.tables[title] = list(_rows(title, lines))
    return found


def _sections(lines: list[str]) -> Iterator[tuple[str, list[str]]]:
    title = ""
    body: list[str] = []
    for above, line in zip(["", *lines], [*lines, ""], strict=True):
        if above and re.fullmatch(r"-+", line) and len(line) == len(above):
            if title:
                yield title, body[:-1]
            title, body = re.sub(r" ?\(top \d+\) ?$|^(?:top|first) \d+ ", "", above).strip(), []
        else:
            body.append(line)
    yield title, body


def _totals(lines: list[str]) -> Iterator[tuple[str, Amount]]:
    part = ""
    for line in lines:
        if line in ("messages", "smtpd"):
            part = line
        elif match := re.fullmatch(r" +(\d+)([km ]) +(.*?)(?: +\((\d+)([km%]?) *(deferrals)?\))?", line):
            name = match[3] if part == "messages" else f"smtpd {match[3]}"
            yield name, Amount(int(match[1]), match[2].strip())
            if match[4]:
                yield match[6] or f"{name} percent", Amount(int(match[4]), match[5].strip("%"))
        elif match := re.fullmatch(r" *(\d+):(\d\d):(\d\d)  (.*)", line):
            yield match[4], Amount(int(match[1]) * 3600 + int(match[2]) * 60 + int(match[3]))


def _rows(title: str, lines: list[str]) -> Iterator[tuple[str, list[str]]]:
    by_time = title.startswith("Per-")
    for line in lines:
        if not re.match(r" +\d" if title != "Messages with no size data" else r" +\w", line):
            continue
        if by_time:
            first, *cells = line.split()
            yield first, cells
        elif title.startswith("Host/Domain"):
            *rest, name = re.fullmatch(_LINE[title.split(": ")[1].split(" (")[0].strip()], line).groups()  # type: ignore[union-attr]
            yield name, list(rest)
        else:
            match = re.fullmatch(r" +(\S+) +(.*)", line)
            assert match, line
            yield match[2], [match[1]]


_AMOUNT = r"(\d+[km]?)"
_TIME = r"([\d.]+) ([smh])"
_LINE = {
    "Message Delivery": rf" +{_AMOUNT} +{_AMOUNT} +{_AMOUNT} +{_TIME} +{_TIME}  (.*)",
    "Messages Received": rf" +{_AMOUNT} +{_AMOUNT} +(.*)",
    "SMTPD Connections": rf" +{_AMOUNT} +([\d:]+) +(\d+)s +(\d+)s   (.*)",
}


def amount(cell: str) -> Amount:
    """A cell of a table."""
    return Amount(int(cell.rstrip("km")), cell[-1] if cell[-1] in "km" else "")


def _sums(lines: list[str]) -> dict[tuple[str, ...], int]:
    """The totals told behind headings, by the path of headings."""
    found: dict[tuple[str, ...], int] = {}
    path: list[str] = []
    for line in lines:
        depth = (len(line) - len(line.lstrip())) // 2 - 1
        if re.match(r" *\d+[km ] ", line) or not line.strip() or depth < 0:
            continue
        match = re.fullmatch(r"(.*?)(?: \(top \d+\))?(?: \(total: (\d+)\))?", line.strip())
        assert match
        path = [*path[:depth], match[1]]
        if match[2]:
            found[tuple(path)] = int(match[2])
    return found
