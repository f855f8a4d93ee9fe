"""How does a seed become a folder with logs, truth and geography?"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from .attackers.raids import Raid, raids
from .background.guessing import guessing
from .background.traffic import traffic
from .chance import source
from .clock import Month, month
from .geography.countries import NEIGHBOURS
from .geography.database import write_database
from .geography.world import World
from .honest.routine import live
from .outside.people import Outside
from .server.intents import Intent
from .server.play import Server
from .town import Town, settle
from .truth import truth, write_events

LOG, TRUTH, EVENTS, PLACES = "mail.log", "truth.json", "events.csv", "places.mmdb"
SHORTEST = 21  # days
_FIRST_YEAR, _YEARS = 2024, 2


@dataclass(frozen=True, slots=True)
class Wishes:
    """What one may choose."""

    seed: int
    days: int = 30
    stamp: str = "rfc3339"
    odd: float = 0.13
    attacked: float = 0.05


def simulate(wishes: Wishes, folder: Path) -> Path:
    """Write the month into the folder; returns the log."""
    town = found(wishes)
    planned = raids(town, wishes.attacked)
    server = Server(wishes.seed, town.month, town.outside, {person.address: person.account for person in town.people})
    server.play(intents(town, planned))
    folder.mkdir(parents=True, exist_ok=True)
    log = folder / LOG
    with log.open("w") as out:
        out.writelines(server.log.lines(wishes.stamp))
    end = town.month.time(town.month.end).timestamp()
    os.utime(log, (end, end))  # a log without years is dated by its file
    events = server.ledger.events()
    write_events(folder / EVENTS, town.month, events)
    (folder / TRUTH).write_text(json.dumps(truth(town, planned, events), indent=1) + "\n")
    write_database(folder / PLACES, wishes.seed, town.world.blocks)
    return log


def found(wishes: Wishes) -> Town:
    """The town of this seed."""
    rng = source(wishes.seed, "month")
    time: Month = month(_FIRST_YEAR + rng.randrange(_YEARS), rng.randint(1, 12), wishes.days)
    world = World(wishes.seed, rng.choice(sorted(NEIGHBOURS)))
    return settle(wishes.seed, time, world, Outside(wishes.seed), wishes.odd)


def intents(town: Town, planned: list[Raid]) -> Iterator[Intent]:
    """What everybody wants: the owners, the background, the intruders."""
    for person in town.people:
        yield from live(person, town.month, town.outside, town.scene("life", person.account).rng)
    yield from guessing(town)
    yield from traffic(town)
    for raid in planned:
        scene = town.scene("raid", raid.number, raid.kind.name)
        yield from raid.kind.act(raid.victims, scene)
