"""What does a case file say? Raw log lines, the places of their networks, and the findings that must come of them.

A case is TOML:

    why = "5,200 km in 40 minutes: no flight does that."
    [places]
    "192.0.2.0/24" = { country = "DE", place = "Berlin", lat = 52.5, lon = 13.4, radius_km = 50.0, asn = 64496 }
    [config]                            # what postwarden.toml says, if it matters
    home_countries = ["DE"]
    [[log]]                             # one or more blocks of raw lines, merged by their stamps
    start = 2026-09-01T08:00:00Z        # with start, step and times a block is repeated
    step = "1 day"
    times = 20
    lines = '''{time} mail …'''         # {time}: stamp of this round, a second later on each line; {n}: round; {x}: in
                                        # hexadecimal; {id}: a queue id of its own
    [[finding]]
    key = "anna@example.org"
    count = 1                           # findings of the detector for this key
    lines = [61, 62]                    # evidence of the first of them, numbers in the merged log
    shows = ["rip=203.0.113.9"]         # what those lines must contain
    tells = "4 countries"               # part of the sentence
    strength = [0.5, 1.0]               # least and most of points / (100 * weight), if it matters
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from pipeline import Spot
from postwarden.app.configuration import settings_of
from postwarden.model.settings import Settings


@dataclass(frozen=True, slots=True)
class Case:
    """One file under tests/detect/<detector>/."""

    path: Path
    detector: str
    why: str
    places: dict[str, Spot]
    settings: Settings
    lines: list[str]
    findings: list[dict[str, Any]]


def read_case(path: Path) -> Case:
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    unknown = table.keys() - {"why", "places", "config", "log", "finding"}
    assert not unknown, f"{path.name}: unknown keys {unknown}"
    stamped = [line for number, block in enumerate(table["log"]) for line in _expand(number, block)]
    stamped.sort(key=lambda pair: pair[0])
    places = {network: Spot(**place) for network, place in table.get("places", {}).items()}
    settings, flaws = settings_of(table.get("config", {}))
    assert not flaws, f"{path.name}: {flaws}"
    lines = [line for _, line in stamped]
    return Case(path, path.parent.name, table["why"], places, settings, lines, table.get("finding", []))


def _expand(number: int, block: dict[str, Any]) -> list[tuple[datetime, str]]:
    begin = block["start"]
    amount, unit = block.get("step", "1 day").split()
    step = timedelta(**{unit.rstrip("s") + "s": float(amount)})
    lines = block["lines"].strip().splitlines()
    return [
        (moment, _fill(line, moment, n, f"{number + 10:X}{n + 4096:X}AB"))
        for n in range(block.get("times", 1))
        for second, line in enumerate(lines)
        for moment in [begin + n * step + timedelta(seconds=second)]
    ]


def _fill(line: str, moment: datetime, n: int, queue_id: str) -> str:
    values = {"time": moment.isoformat(), "n": str(n), "x": f"{n:x}", "id": queue_id}
    return re.sub(r"\{(time|n|x|id)\}", lambda m: values[m.group(1)], line)
