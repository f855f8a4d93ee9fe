"""How do people come onto the Internet at home and on the way?"""

from __future__ import annotations

from random import Random

from ..chance import weighted
from ..clock import DAY, HOUR
from ..geography.access import Access, Carrier, Line
from ..geography.countries import COUNTRIES, Place
from ..geography.world import World

NEVER = 400 * DAY
# A forced new address every day is usual in some countries, one that stays for months in others.
_LEASES = ((0.3, DAY), (0.3, 8 * DAY), (0.4, NEVER))


def home_line(name: str, world: World, place: Place, rng: Random) -> Access:
    """A subscriber line in that city; two blocks at most, so that a new address is mostly a near one."""
    blocks = world.near(place, "fixed", rng)
    near = tuple(rng.sample(blocks, min(len(blocks), rng.choice((1, 1, 2)))))
    return Line(f"{name}/home", near, weighted(rng, _LEASES), DAY)


def phone_line(name: str, world: World, place: Place, rng: Random) -> Access:
    """A mobile network: mostly one exit, sometimes any other in the country."""
    blocks = list(world.near(place, "mobile", rng))
    every = [block for block in world.find("mobile", place.country) if block.operator == blocks[0].operator]
    rng.shuffle(every)
    every.sort(key=lambda block: block.place != place)
    loyalty = rng.choice((1.0, 1.0, 1.0, rng.uniform(0.8, 0.98)))
    return Carrier(f"{name}/mobile", tuple(every), rng.uniform(0.5, 5) * HOUR, loyalty)


def hotel_line(name: str, world: World, country: str, rng: Random, place: Place | None = None) -> Access:
    """Somebody else's network for some days."""
    spot = place or rng.choice(COUNTRIES[country].places)
    return Line(f"{name}/hotel", (rng.choice(world.near(spot, "fixed", rng)),), NEVER, DAY)
