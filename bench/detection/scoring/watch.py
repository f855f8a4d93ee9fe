"""How soon would a break-in have been alerted, had the log been watched? Asks `postwarden replay`."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median

from .compare import TOLERANCE
from .product import EXIT_CODES
from .truth import Truth


@dataclass(frozen=True, slots=True)
class Alerted:
    """One break-in, and the first alarm about it."""

    kind: str
    delay: timedelta | None  # from the intruder's first login that the log names; None: no alarm
    sent_before: int  # the intruder's mails that had gone out by then, all of them without an alarm
    sent: int


@dataclass(frozen=True, slots=True)
class Kind:
    """All of one kind of break-in."""

    kind: str
    instances: int
    alerted: int
    median_hours: float | None
    median_sent_before: float | None
    share_sent_before: float | None  # of all mails of this kind


def ask(log: Path, places: Path, options: Sequence[str]) -> list[tuple[str, datetime]]:
    """Account and moment of each alarm."""
    command = [sys.executable, "-m", "postwarden", "replay", "--format", "json", "--geo", str(places)]
    done = subprocess.run(
        [*command, "--timezone", "UTC", *options, str(log)], capture_output=True, text=True, check=False
    )
    if done.returncode not in EXIT_CODES or not done.stdout.startswith("{"):
        raise RuntimeError(f"replay ended with {done.returncode}: {done.stderr.strip()[-2000:]}")
    alarms = json.loads(done.stdout)["alarms"]
    return [(one["account"], datetime.fromisoformat(one["raised"])) for one in alarms if one["account"]]


def alerted(truth: Truth, alarms: Sequence[tuple[str, datetime]], events: Path) -> Iterator[Alerted]:
    """For each break-in. An alarm from before it is about something else."""
    sent = _sent(events)
    for name, account in truth.accounts.items():
        attack = account.attack
        if attack is None:
            continue
        mails = sent[name]
        raised = min((at for who, at in alarms if who == name and at >= attack.first_bad - TOLERANCE), default=None)
        before = len(mails) if raised is None else sum(at <= raised for at in mails)
        yield Alerted(attack.kind, None if raised is None else raised - attack.first_bad, before, len(mails))


def _sent(events: Path) -> Mapping[str, list[datetime]]:
    """When the intruders' mails went out, by account."""
    found: defaultdict[str, list[datetime]] = defaultdict(list)
    with events.open(newline="") as rows:
        for row in csv.DictReader(rows):
            if row["what"] == "message" and row["by"] == "attacker":
                found[row["account"]].append(datetime.fromisoformat(row["time"]))
    return found


def by_kind(rows: Sequence[Alerted]) -> list[Kind]:
    """In the order of their names."""
    return [_kind(kind, [row for row in rows if row.kind == kind]) for kind in sorted({row.kind for row in rows})]


def _kind(kind: str, rows: Sequence[Alerted]) -> Kind:
    hours = [row.delay / timedelta(hours=1) for row in rows if row.delay is not None]
    before = [row.sent_before for row in rows if row.delay is not None]
    sent = sum(row.sent for row in rows)
    return Kind(
        kind=kind,
        instances=len(rows),
        alerted=len(hours),
        median_hours=round(median(hours), 2) if hours else None,
        median_sent_before=median(before) if before else None,
        share_sent_before=sum(row.sent_before for row in rows) / sent if sent else None,
    )
