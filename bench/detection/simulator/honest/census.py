"""How does a new person come into being, before any oddity?"""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from ..chance import around, poisson, source
from ..geography.countries import COUNTRIES
from ..geography.world import World
from ..outside import names
from ..outside.people import Contacts, Outside
from .domains import Sort
from .lines import home_line, phone_line
from .person import EVERY_DAY, Domain, Habit, Hours, Person

OUTLOOK = 0.2  # of the mail programs log in by LOGIN instead of PLAIN
SHOUTED = 0.02  # of the people write their login name with capitals
CITY_OF_OWN = 0.9  # live where their company is; the others work at home
OLD_DEAD = 0.02  # of the known addresses have died
NEW_DEAD = (0.01, 0.05)  # of the new ones do not exist


class Names:
    """Login names that nobody else in the domain has."""

    def __init__(self, domain: Domain, rng: Random) -> None:
        self._domain = domain
        self._rng = rng
        self._pattern = rng.choice(("{f}.{l}", "{f}.{l}", "{f0}.{l}", "{f0}{l}", "{f}"))
        self._taken: set[str] = set()

    def next(self, role: str | None = None) -> str:
        """A person's name, or that of a role such as `scanner`."""
        while True:
            first, last = names.person(self._rng)
            name = role or self._pattern.format(f=first, f0=first[0], l=last)
            if name in self._taken and (role or self._pattern == "{f}"):
                name = f"{name}{self._rng.randrange(2, 99)}"
            if name not in self._taken:
                self._taken.add(name)
                return name

    def login(self, name: str) -> str:
        """As it is typed into the mail program."""
        login = name if self._domain.bare else f"{name}@{self._domain.name}"
        return login.title() if self._rng.random() < SHOUTED else login


def newborn(
    login: str, address: str, domain: Domain, sort: Sort, world: World, outside: Outside, colleagues: Sequence[str]
) -> Person:
    """The average person of this domain, with an acquaintance and a telephone line."""
    rng = source(world.seed, login)
    places = COUNTRIES[domain.place.country].places
    place = domain.place if rng.random() < CITY_OF_OWN else rng.choice(places)
    return Person(
        account=login,
        address=address,
        domain=domain,
        place=place,
        home=home_line(login, world, place, rng),
        work=domain.office,
        mobile=phone_line(login, world, place, rng),
        contacts=_contacts(rng, sort, outside, [name for name in colleagues if name != address]),
        hours=_hours(rng),
        habits=((0.0, _habit(rng)),),
        mails_per_day=min(12.0, around(rng, 0.9, 1.0)),
        reads_per_day=min(12.0, around(rng, 3.2, 0.6)),
        arrivals_per_day=min(8.0, around(rng, 0.6, 0.8)),
        phone=rng.choice((0.0, 0.1, 0.25, 0.4, 0.6)),
        crowd=rng.betavariate(2, 6),
        home_days=frozenset() if place == domain.place else EVERY_DAY,  # nobody commutes across the country
    )


def _contacts(rng: Random, sort: Sort, outside: Outside, colleagues: Sequence[str]) -> Contacts:
    number = 3 + poisson(rng, min(150.0, around(rng, 30, 0.8)))
    known = [outside.stranger(rng, OLD_DEAD) for _ in range(number)]
    near = rng.sample(colleagues, min(len(colleagues), 25))
    novelty = min(0.35, rng.gammavariate(2, 0.025))
    return Contacts(outside, near, known, novelty, sort.internal, rng.uniform(*NEW_DEAD), colleagues)


def _hours(rng: Random) -> Hours:
    begin = rng.gauss(8.3, 0.7)
    return Hours(begin, begin + rng.gauss(8.8, 0.5), rng.uniform(0.02, 0.25), rng.betavariate(1, 5))


def _habit(rng: Random) -> Habit:
    method = "LOGIN" if rng.random() < OUTLOOK else "PLAIN"
    return Habit("imap", method, rng.choice(("submission", "submission", "submissions")))
