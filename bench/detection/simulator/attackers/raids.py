"""Who is attacked in this month, and how?"""

from __future__ import annotations

from dataclasses import dataclass

from ..chance import dealt, source
from ..honest.person import Person
from ..outside.people import Contacts
from ..town import Town
from .table import KINDS, SYSTEM_ACCOUNTS, Kind

A_MONTH = 11  # about so many kinds come up in a month: the next seed goes on with the others
ROUNDS = 5


@dataclass(frozen=True, slots=True)
class Raid:
    """One break-in."""

    kind: Kind
    victims: tuple[Person, ...]
    number: int


def raids(town: Town, share: float) -> list[Raid]:
    """As many as fit into that share of the accounts; every kind comes up before one comes twice."""
    rng = source(town.seed, "raids")
    left = round(share * len(town.people))
    free = list(town.people)
    rng.shuffle(free)
    planned: list[Raid] = []
    for kind in dealt(KINDS, town.seed * A_MONTH, ROUNDS * len(KINDS)):
        number = rng.randint(*kind.victims)
        if left < number:
            continue
        victims = _victims(kind, number, free, town, len(planned))
        if len(victims) < kind.victims[0]:
            continue
        planned.append(Raid(kind, tuple(victims), len(planned)))
        left -= len(victims)
        free = [person for person in free if person not in victims]
    return planned


def _victims(kind: Kind, number: int, free: list[Person], town: Town, raid: int) -> list[Person]:
    if kind.system:
        return [_system_account(town, raid)]
    wanted = [person for person in free if kind.wants(person)]
    if number > 1 and wanted:  # a stolen list holds people of one or two domains
        domain = wanted[0].domain
        wanted.sort(key=lambda person: person.domain != domain)
    return wanted[:number]


def _system_account(town: Town, raid: int) -> Person:
    name = SYSTEM_ACCOUNTS[(town.seed + raid) % len(SYSTEM_ACCOUNTS)]
    model = town.people[0]
    contacts = Contacts(town.outside, (), [], 0.0, 0.0, 0.0)
    return model.but(
        account=name,
        address=f"{name}@mail.example.org",
        contacts=contacts,
        reads_per_day=0.0,
        mails_per_day=0.0,
        arrivals_per_day=0.0,
        extras=(),
        stays=(),
        kinds=("system_account",),
    )
