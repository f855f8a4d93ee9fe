"""Which domains does the server have, and what sort of people are there?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random

from ..chance import source
from ..geography.access import Access, Steady
from ..geography.countries import COUNTRIES, NEIGHBOURS, Place
from ..geography.networks import Client
from ..geography.world import World
from ..outside import names
from ..outside.providers import TLDS
from .person import Domain

_DESK = {"office_worker": 60, "field_worker": 8, "heavy_writer": 10, "part_timer": 10, "seldom_there": 5}
_ON_THE_ROAD = {"office_worker": 30, "field_worker": 30, "pop3_user": 15, "part_timer": 10}
_MIXED = {"office_worker": 30, "part_timer": 25, "webmail_user": 25, "pop3_user": 5, "seldom_there": 15}
_PRIVATE = {"private_person": 65, "pop3_user": 12, "webmail_user": 12, "seldom_there": 11}


@dataclass(frozen=True, slots=True)
class Sort:
    """A sort of domain: how many accounts, what people, where its office is."""

    smallest: int
    largest: int
    office: str  # internet: a fixed address; lan: the server stands in the same house; none
    internal: float
    people: Mapping[str, int]
    abroad: bool = False


SORTS = {
    "company": Sort(55, 80, "internet", 0.4, _DESK),
    "trader": Sort(24, 36, "internet", 0.3, _DESK | {"pop3_user": 6}),
    "craftsman": Sort(8, 16, "internet", 0.2, _ON_THE_ROAD),
    "law firm": Sort(12, 22, "internet", 0.3, _DESK | {"part_timer": 25}),
    "landlord": Sort(14, 22, "lan", 0.5, _DESK | {"webmail_user": 15}),
    "school": Sort(35, 50, "internet", 0.35, _MIXED),
    "club": Sort(12, 25, "none", 0.2, _PRIVATE),
    "private people": Sort(45, 65, "none", 0.03, _PRIVATE),
    "subsidiary": Sort(14, 24, "internet", 0.4, _DESK, abroad=True),
}


def domains(seed: int, world: World) -> list[tuple[Domain, Sort]]:
    """One of each sort."""
    rng = source(seed, "domains")
    return [(_domain(kind, sort, world, rng), sort) for kind, sort in SORTS.items()]


def office_address(world: World, place: Place, rng: Random, domain: str) -> Access:
    """A fixed address of a business provider, with a name of the company's own or none."""
    block = rng.choice(world.near(place, "business", rng))
    address = block.machine(rng).ip
    return Steady(Client(address, rng.choice((f"gate.{domain}", "unknown"))))


def _domain(kind: str, sort: Sort, world: World, rng: Random) -> Domain:
    code = rng.choice(NEIGHBOURS[world.home]) if sort.abroad else world.home
    place = rng.choice(COUNTRIES[code].places)
    name = f"{names.company(rng)}.{rng.choice(TLDS)}"
    office: Access | None = None
    if sort.office == "internet":
        office = office_address(world, place, rng, name)
    elif sort.office == "lan":
        office = Steady(Client("10.20.0.1"))
    bare = kind == "school" and rng.random() < 0.5
    return Domain(name, kind, place, COUNTRIES[code].offset, office, bare, sort.internal)
