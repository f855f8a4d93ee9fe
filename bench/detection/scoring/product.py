"""What does the product say about a log? Its real command is asked, as an administrator would."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

EXIT_CODES = (0, 1, 2, 3)  # nothing, suspicious, compromised, unknown
Json = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Verdict:
    """About one account."""

    account: str
    verdict: str
    score: int
    first_bad: datetime | None
    last_bad: datetime | None
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """About a whole log."""

    verdicts: Mapping[str, Verdict]
    lines: int
    unread: int


def ask(log: Path, places: Path, options: Sequence[str] = ()) -> Said:
    """Run `postwarden check`; a failure of the command is an error, not a verdict."""
    command = [
        sys.executable,
        "-m",
        "postwarden",
        "check",
        "--format",
        "json",
        "--geo",
        str(places),
        "--timezone",
        "UTC",
        "--no-hash",
        *options,
        str(log),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode not in EXIT_CODES or not done.stdout.startswith("{"):  # Python, too, ends with 1 after an error
        raise RuntimeError(f"{' '.join(command)} ended with {done.returncode}: {done.stderr.strip()[-2000:]}")
    return read(json.loads(done.stdout))


def read(report: dict[str, object]) -> Said:
    """The parts of the report that are scored."""
    coverage, accounts = report["coverage"], report["accounts"]
    assert isinstance(coverage, dict)
    assert isinstance(accounts, list)
    verdicts = {str(entry["account"]): _verdict(entry) for entry in accounts}
    return Said(verdicts, int(coverage["lines"]), int(coverage["unread"]) + int(coverage["malformed"]))


def _verdict(entry: dict[str, object]) -> Verdict:
    reasons = entry["reasons"]
    assert isinstance(reasons, list)
    return Verdict(
        account=str(entry["account"]),
        verdict=str(entry["verdict"]),
        score=int(str(entry["score"])),
        first_bad=_time(entry.get("first_bad")),
        last_bad=_time(entry.get("last_bad")),
        reasons=tuple(f"{reason['detector']} {reason['points']}: {reason['text']}" for reason in reasons),
    )


def _time(text: object) -> datetime | None:
    return datetime.fromisoformat(str(text)) if text else None
