"""What do those do who send little or nothing? They test passwords, read, copy, and wait for an invoice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..chance import between
from ..clock import DAY, HOUR, Moment
from ..geography.networks import Client
from ..honest.person import Person, Scene
from ..honest.temperaments import LOCALHOST
from ..outside.people import Recipient
from ..server.intents import ATTACKER, Intent, Letter, Read, Redirect, Submit
from . import origins
from .senders import begins, trial


def _quiet_place(victim: Person, scene: Scene) -> list[Client]:
    """A careful intruder comes from near, a careless one from anywhere, and some by webmail."""
    rng, draw = scene.rng, scene.rng.random()
    if draw < 0.3:
        return origins.proxies(scene, victim.domain.place.country, rng.choice((1, 2)))
    if draw < 0.9:
        return origins.any_of(scene, rng.choice((1, 1, 2)))
    return [LOCALHOST]


def payment_fraud(victims: Sequence[Person], scene: Scene) -> Iterator[Intent]:
    """Reads for days, perhaps has mail forwarded, then writes a handful of mails to partners about a new account."""
    rng, victim = scene.rng, victims[0]
    account, clients = victim.account.lower(), _quiet_place(victim, scene)
    begin, end = begins(scene, 0.15, 0.6), begins(scene, 0.65, 0.97)
    yield Read(begin, account, clients[0], seconds=600, bodies=rng.randint(40, 1500), size=10**7, by=ATTACKER)
    for _ in range(rng.randint(3, 25)):
        bodies = rng.randint(2, 120)
        at = rng.uniform(begin, end)
        yield Read(
            at, account, rng.choice(clients), seconds=around(bodies), bodies=bodies, size=bodies * 50_000, by=ATTACKER
        )
    if rng.random() < 0.4:
        yield from _forward(account, begin + 900, clients[0], scene)
    for partner in _partners(victim, rng.randint(1, 10), scene):
        at = end - rng.random() * min(end - begin, 2 * DAY)
        deleted = rng.choice((0, 1, 3))
        letter = Letter(victim.address, (partner,), rng.randint(8000, 300_000), 0.05)
        yield Submit(at, account, rng.choice(clients), (letter,), by=ATTACKER)
        yield Read(at + 60, account, clients[0], seconds=30, bodies=1, size=9000, deleted=deleted, by=ATTACKER)


def around(bodies: int) -> float:
    """Reading takes its time."""
    return 10 + bodies * 2.5


def _partners(victim: Person, number: int, scene: Scene) -> list[Recipient]:
    """The people to whom this person writes most."""
    known = [somebody for somebody in victim.contacts.known[:25] if somebody.exists]
    return scene.rng.sample(known, min(number, len(known)))


def _forward(account: str, at: Moment, client: Client, scene: Scene) -> Iterator[Intent]:
    """A rule in the mailbox's own filter: set through ManageSieve, or by webmail, which logs no such login."""
    if scene.rng.random() < 0.7 and not client.ip.startswith("127."):
        yield Read(at, account, client, "sieve", seconds=3, by=ATTACKER)
    yield Redirect(at + 2, account, scene.outside.stranger(scene.rng, 0.0, 1.0))


def mailbox_theft(victims: Sequence[Person], scene: Scene) -> Iterator[Intent]:
    """Copies the whole mailbox and is gone."""
    rng, victim = scene.rng, victims[0]
    clients = _quiet_place(victim, scene)
    at, left = begins(scene), rng.randint(1500, 25_000)
    while left > 0:
        bodies = min(left, rng.randint(300, 20_000))
        yield Read(
            at,
            victim.account.lower(),
            rng.choice(clients),
            seconds=20 + bodies * 0.06,
            bodies=bodies,
            size=bodies * rng.randint(20_000, 80_000),
            by=ATTACKER,
        )
        left -= bodies
        at += 30 + bodies * 0.1 + rng.expovariate(1 / HOUR)


def credential_test(victims: Sequence[Person], scene: Scene) -> Iterator[Intent]:
    """Logs in now and then from here and there and does nothing: the password is on a list that is for sale."""
    rng, victim = scene.rng, victims[0]
    begin = begins(scene, 0.12, 0.85)
    for client in origins.any_of(scene, rng.choice((1, 2, 4, 12))):
        yield trial(victim, begin, client, scene)
        begin += between(rng, 0.05, 60) * HOUR
