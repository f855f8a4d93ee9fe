"""Who has an account on this server in this month?"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from random import Random

from .chance import dealt, source, weighted
from .clock import Month
from .geography.world import World
from .honest.census import Names, newborn
from .honest.domains import Sort, domains
from .honest.person import Domain, Person, Scene
from .honest.table import EVENTS, EVENTS_PER_MONTH, ODD, Odd
from .honest.temperaments import QUIET
from .honest.travel import ordinary_absences
from .outside.people import Outside

FEWEST = 2  # what happens to one alone is no event
_QUIET = [(kind,) for kind in QUIET]


@dataclass(frozen=True, slots=True)
class Town:
    """Everybody, and the world around."""

    seed: int
    month: Month
    world: World
    outside: Outside
    people: tuple[Person, ...]
    domains: tuple[Domain, ...]

    def scene(self, *names: object) -> Scene:
        """What somebody of that name may look at."""
        label = "/".join(map(str, (self.seed, *names)))
        return Scene(label, source(label), self.month, self.world, self.outside)


@dataclass(frozen=True, slots=True)
class _Place:
    """An account to be: its domain, and what is odd about its owner."""

    domain: Domain
    sort: Sort
    odd: Odd | None
    login: str
    address: str


def settle(seed: int, month: Month, world: World, outside: Outside, odd_share: float) -> Town:
    """Draw everybody."""
    rng = source(seed, "town")
    places = _places(seed, world, odd_share, rng)
    town = Town(seed, month, world, outside, (), tuple(dict.fromkeys(place.domain for place in places)))
    colleagues: dict[str, list[str]] = {}
    for place in places:
        colleagues.setdefault(place.domain.name, []).append(place.address)
    people = [_person(town, place, colleagues[place.domain.name]) for place in places]
    return Town(seed, month, world, outside, tuple(_events(town, people, rng)), town.domains)


def _places(seed: int, world: World, odd_share: float, rng: Random) -> list[_Place]:
    sized = [(domain, sort, rng.randint(sort.smallest, sort.largest)) for domain, sort in domains(seed, world)]
    deck = list(chain.from_iterable([odd] * odd.share for odd in ODD))
    number_odd = round(odd_share * sum(number for _, _, number in sized))
    waiting = dealt(deck, seed * number_odd, number_odd)
    seats: list[tuple[Domain, Sort]] = [(domain, sort) for domain, sort, number in sized for _ in range(number)]
    rng.shuffle(seats)
    names = {domain: Names(domain, source(seed, "names", domain.name)) for domain, _, _ in sized}
    places = []
    for domain, sort in seats:
        odd = next((odd for odd in waiting if odd.office is None or odd.office == (domain.office is not None)), None)
        if odd is not None:
            waiting.remove(odd)
        name = names[domain].next(rng.choice(odd.roles) if odd is not None and odd.roles else None)
        places.append(_Place(domain, sort, odd, names[domain].login(name), f"{name}@{domain.name}"))
    return places


def _person(town: Town, place: _Place, colleagues: list[str]) -> Person:
    born = newborn(place.login, place.address, place.domain, place.sort, town.world, town.outside, colleagues)
    scene = town.scene("honest", place.login)
    quiet = weighted(scene.rng, [(share, kind) for kind, share in place.sort.people.items()])
    if place.odd is not None and place.odd.roles:
        return place.odd.act(born, scene).but(kinds=(place.odd.name,))
    if place.odd is None:
        return ordinary_absences(QUIET[quiet](born, scene), town.scene("absences", place.login)).but(kinds=(quiet,))
    usual = "private_person" if quiet in ("webmail_user", "seldom_there", "pop3_user") else quiet
    grown = QUIET[usual](born, scene) if usual != "private_person" or place.domain.office is None else born
    return place.odd.act(grown, scene).but(kinds=(usual, place.odd.name))


def _events(town: Town, people: list[Person], rng: Random) -> list[Person]:
    """One or two things that happen to many at once."""
    for event, sorts, share in rng.sample(EVENTS, rng.choice(EVENTS_PER_MONTH)):
        kind = rng.choice(sorts)
        chosen = [person for person in people if person.domain.kind == kind and person.kinds in _QUIET]
        chosen = [person for person in chosen if person.reads_per_day > 0 and not person.stays]
        if len(chosen) < FEWEST:
            continue
        chosen = rng.sample(chosen, max(FEWEST, round(share * len(chosen))))
        changed = event(chosen, town.scene(event.__name__))
        by_account = {
            after.account: after.but(kinds=(*after.kinds, event.__name__))
            for before, after in zip(chosen, changed, strict=True)
            if before != after
        }
        people = [by_account.get(person.account, person) for person in people]
    return people
