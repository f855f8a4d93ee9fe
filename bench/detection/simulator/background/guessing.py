"""Who guesses passwords all month long, and never gets in?"""

from __future__ import annotations

from collections.abc import Iterator

from ..attackers import origins
from ..chance import between, poisson
from ..clock import DAY, HOUR
from ..honest.person import Person, Scene
from ..outside import names
from ..server.intents import Fail, Intent
from ..town import Town

_ROLES = ("admin", "info", "test", "sales", "support", "office", "contact", "root", "postmaster", "backup", "user")
_SERVICES = ("submission", "submission", "submission", "submissions", "imap", "pop3")


def guessing(town: Town) -> Iterator[Intent]:
    """Everything of this sort."""
    for number in range(town.scene("guessing").rng.randint(2, 4)):
        yield from spraying(town, town.scene("spraying", number))
    for number in range(town.scene("brute").rng.randint(2, 5)):
        yield from brute_force(town, town.scene("brute force", number))
    yield from many_to_one(town, town.scene("many to one"))
    yield from slow(town, town.scene("slow"))
    yield from strangers(town, town.scene("strangers"))


def _somebody(town: Town, scene: Scene) -> Person:
    return scene.rng.choice(town.people)


def spraying(town: Town, scene: Scene) -> Iterator[Intent]:
    """A few passwords for all accounts, from dozens of addresses or one."""
    rng = scene.rng
    clients = origins.botnet(scene, rng.choice((1, 12, 60)))
    begin, length = rng.random() * scene.month.end, between(rng, 1, 70) * HOUR
    service = rng.choice(_SERVICES)
    for person in rng.sample(town.people, rng.randint(40, 160)):
        for _ in range(rng.randint(1, 2)):
            yield Fail(begin + rng.random() * length, person.account.lower(), rng.choice(clients), service, "LOGIN")


def brute_force(town: Town, scene: Scene) -> Iterator[Intent]:
    """One address or network, some accounts, many passwords."""
    rng = scene.rng
    clients = origins.any_of(scene, rng.choice((1, 2, 6)))
    at, service = rng.random() * scene.month.end, rng.choice(_SERVICES)
    names_tried = [_somebody(town, scene).account.lower() for _ in range(rng.randint(1, 5))]
    names_tried += [f"{role}@{rng.choice(town.domains).name}" for role in rng.sample(_ROLES, 3)]
    for _ in range(round(between(rng, 40, 700))):
        yield Fail(at, rng.choice(names_tried), rng.choice(clients), service, "LOGIN", rng.choice((1, 1, 3)), rude=True)
        at += rng.expovariate(1 / between(rng, 2, 60))


def many_to_one(town: Town, scene: Scene) -> Iterator[Intent]:
    """Many addresses try one account once or twice each."""
    rng = scene.rng
    for _ in range(rng.randint(1, 3)):
        victim = _somebody(town, scene).account.lower()
        begin = rng.random() * scene.month.end
        for client in origins.botnet(scene, rng.randint(20, 120)):
            yield Fail(begin + rng.random() * 5 * DAY, victim, client, rng.choice(_SERVICES), "LOGIN")


def slow(town: Town, scene: Scene) -> Iterator[Intent]:
    """An attempt every now and then, for weeks, from addresses that seldom come twice."""
    rng = scene.rng
    clients = origins.botnet(scene, 150)
    targets = [_somebody(town, scene).account.lower() for _ in range(40)]
    for _ in range(poisson(rng, 25.0 * scene.days)):
        yield Fail(
            rng.random() * scene.month.end, rng.choice(targets), rng.choice(clients), rng.choice(_SERVICES), "LOGIN"
        )


def strangers(town: Town, scene: Scene) -> Iterator[Intent]:
    """Names that nobody has here."""
    rng = scene.rng
    clients = origins.botnet(scene, 80)
    for _ in range(poisson(rng, 30.0 * scene.days)):
        name = rng.choice(_ROLES) if rng.random() < 0.6 else names.mailbox(rng)
        typed = name if rng.random() < 0.2 else f"{name}@{rng.choice(town.domains).name}"
        at = rng.random() * scene.month.end
        yield Fail(at, typed, rng.choice(clients), rng.choice(_SERVICES), "LOGIN", rude=rng.random() < 0.5)
