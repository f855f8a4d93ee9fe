"""What happens to many colleagues at once? Moves, renumberings, migrations, conferences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from random import Random

from ..clock import DAY, HOUR, local
from ..geography.access import Access, Changed, Line
from ..server.intents import Fail, Intent, Read
from .domains import office_address
from .lines import NEVER
from .person import Extra, Habit, Person, Scene
from .routine import DESK
from .travel import abroad, journey


def office_move(people: Sequence[Person], scene: Scene) -> list[Person]:
    """From some day on everybody is behind another address, of another provider in the same city."""
    moment = scene.workday(0.25, 0.75) * DAY
    domain = people[0].domain
    new = office_address(scene.world, domain.place, scene.rng, domain.name)
    return [_moved(person, new, moment) for person in people]


def _moved(person: Person, new: Access, moment: float) -> Person:
    if person.work is None or person.work != person.domain.office:
        return person
    return person.but(work=Changed(person.work, new, moment))


def provider_renumbering(people: Sequence[Person], scene: Scene) -> list[Person]:
    """A provider is bought: its customers get addresses of the buyer's network from one night on."""
    moment = scene.rng.randint(6, scene.days - 6) * DAY + 2 * HOUR
    lines = [person.home for person in people if isinstance(person.home, Line)]
    sold = scene.rng.choice(lines).blocks[0].operator
    others = [block for block in scene.world.find("fixed", sold.country) if block.operator != sold]
    buyer = scene.rng.choice(others).operator
    blocks = [block for block in others if block.operator == buyer]
    changed = []
    for person in people:
        if isinstance(person.home, Line) and person.home.blocks[0].operator == sold:
            after = replace(person.home, blocks=(scene.rng.choice(blocks),))
            changed.append(person.but(home=Changed(person.home, after, moment)))
        else:
            changed.append(person)
    return changed


def migration_day(people: Sequence[Person], scene: Scene) -> list[Person]:
    """All get a new mail program on one day: other mechanism and port, whole mailboxes fetched, typing errors."""
    moment = scene.workday(0.3, 0.85) * DAY + 8 * HOUR
    habit = Habit("imap", scene.rng.choice(("PLAIN", "LOGIN", "XOAUTH2")), "submissions")
    return [person.but(habits=(*person.habits, (moment, habit))).doing(_set_up(scene, moment)) for person in people]


def _set_up(scene: Scene, moment: float) -> Extra:
    rng: Random = scene.rng

    def first_time(person: Person) -> Iterator[Intent]:
        at = moment + rng.uniform(0, 9) * HOUR
        client = person.client(at, DESK, scene.month)
        if person.reads_per_day == 0 or client is None:
            return
        for number in range(rng.choice((0, 0, 0, 1, 2, 4))):
            yield Fail(at - 30 * (number + 1), person.account, client, "imap", "PLAIN")
        bodies = rng.randint(200, 6000)
        yield Read(at, person.account, client, seconds=30 + bodies / 10, bodies=bodies, size=bodies * 40_000)

    return first_time


def conference(people: Sequence[Person], scene: Scene) -> list[Person]:
    """Several colleagues fly to the same place; there they share a hotel's address."""
    there = abroad(scene, without=people[0].domain.place.country)
    lodging = Line(
        f"{scene.name}/hotel", (scene.rng.choice(scene.world.near(there, "fixed", scene.rng)),), NEVER, 6 * HOUR
    )
    day = scene.workday(0.2, 0.75)
    depart = local(day, scene.rng.uniform(6, 12), people[0].domain.offset)
    back = depart + scene.rng.uniform(3, 5) * DAY
    return [journey(person, scene, there, depart, back, lodging) for person in people]
