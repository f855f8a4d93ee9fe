"""How well does `postwarden check` tell break-ins from honest people? Simulated months, the real command, a table.

python bench/detection/score.py --seeds 1-20 --markdown bench/detection/score.md --json /tmp/score.json
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic

from scoring import peers, rates, tables, truth, watch
from scoring.compare import Outcome, outcomes
from scoring.product import ask
from simulator.month import EVENTS, PLACES, TRUTH, Wishes, simulate


@dataclass(frozen=True, slots=True)
class Settings:
    """What to run."""

    seeds: tuple[int, ...]
    folder: Path | None
    informed: bool
    options: tuple[str, ...]
    odd: float
    attacked: float
    replay: bool


def seeds(text: str) -> tuple[int, ...]:
    """`3`, `1-20` or `1,4,7-9`."""
    found: list[int] = []
    for part in text.split(","):
        first, _, last = part.partition("-")
        found.extend(range(int(first), int(last or first) + 1))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Scored:
    """Months, judged at their end, and perhaps while they went by."""

    outcomes: list[Outcome]
    alerted: list[watch.Alerted]


def play(seed: int, settings: Settings, folder: Path) -> Scored:
    """Simulate a month, have it judged, compare."""
    began = monotonic()
    log = simulate(Wishes(seed, odd=settings.odd, attacked=settings.attacked), folder)
    known = truth.load(folder / TRUTH)
    made = monotonic()
    said = ask(log, folder / PLACES, _options(settings, known))
    judged = monotonic()
    rules = peers.accused(folder / EVENTS, folder / PLACES, known.home)
    print(
        f"seed {seed}: {len(known.accounts)} accounts, {said.lines:,} lines ({said.unread} not read), "
        f"{made - began:.1f} s to make, {judged - made:.1f} s to judge",
        file=sys.stderr,
    )
    seen: list[watch.Alerted] = []
    if settings.replay:
        alarms = watch.ask(log, folder / PLACES, _options(settings, known))
        seen = list(watch.alerted(known, alarms, folder / EVENTS))
    return Scored(list(outcomes(known, said, rules)), seen)


def _options(settings: Settings, known: truth.Truth) -> list[str]:
    told = [word for country in known.home for word in ("--home", country)]
    told += [word for network in known.own for word in ("--own", network)]
    return [*(told if settings.informed else ()), *settings.options]


def run(settings: Settings) -> Scored:
    """All seeds, one after the other; logs are kept only in a folder that was named."""
    scored = Scored([], [])
    for seed in settings.seeds:
        with TemporaryDirectory(prefix="detection-bench-") as scratch:
            folder = settings.folder / str(seed) if settings.folder else Path(scratch)
            month = play(seed, settings, folder)
            scored.outcomes.extend(month.outcomes)
            scored.alerted.extend(month.alerted)
    return scored


def as_json(scored: Scored, settings: Settings) -> str:
    """The same as the tables, for programs."""
    rows = scored.outcomes
    honest = rates.overall(rows)
    told = {
        "version": 1,
        "seeds": settings.seeds,
        "informed": settings.informed,
        "account_months": len(rows),
        "found": [asdict(row) for row in rates.found(rows)],
        "accused": [asdict(row) for row in (honest, *rates.accused(rows))],
        "false_compromised_per_1000": honest.per_thousand(honest.compromised),
        "false_suspicious_per_1000": honest.per_thousand(honest.suspicious),
        "alerted": [asdict(row) for row in watch.by_kind(scored.alerted)],
        "peers": {
            rule: {
                "found": sum(rule in row.peers for row in rows if not row.honest),
                "false": sum(rule in row.peers for row in rows if row.honest),
            }
            for rule in peers.RULES
        },
        "outcomes": [_told(row) for row in rows if not row.honest or row.verdict != "clean"],
    }
    return json.dumps(told, indent=1, default=str) + "\n"


def _told(row: Outcome) -> dict[str, object]:
    return asdict(row) | {"peers": sorted(row.peers), "enough": row.enough}


def main() -> None:
    """Read the arguments, run, tell."""
    parser = argparse.ArgumentParser(description="Score `postwarden check` on simulated months.")
    parser.add_argument("--seeds", type=seeds, default=(1, 2, 3), help="such as 1-20 or 1,4,7")
    parser.add_argument("--folder", type=Path, help="keep the months here")
    parser.add_argument("--informed", action="store_true", help="tell the command the home countries and own networks")
    parser.add_argument("--replay", action="store_true", help="measure the time to an alarm, too (a minute a month)")
    parser.add_argument("--option", action="append", default=[], help="a further argument for the command")
    parser.add_argument("--odd", type=float, default=0.13)
    parser.add_argument("--attacked", type=float, default=0.05)
    parser.add_argument("--markdown", type=Path, help="file for the tables; standard output without it")
    parser.add_argument("--json", type=Path, help="file for the same as JSON")
    given = parser.parse_args()
    settings = Settings(
        given.seeds, given.folder, given.informed, tuple(given.option), given.odd, given.attacked, given.replay
    )
    scored = run(settings)
    title = f"Detection bench, seeds {', '.join(map(str, settings.seeds))}"
    text = tables.markdown(scored.outcomes, watch.by_kind(scored.alerted), title)
    if given.markdown:
        given.markdown.write_text(text)
    else:
        print(text, end="")
    if given.json:
        given.json.write_text(as_json(scored, settings))


if __name__ == "__main__":
    main()
