"""What else comes to a mail server: scanners, spam, bounces, mail by programs on the host?"""

from __future__ import annotations

from collections.abc import Iterator

from ..attackers import origins
from ..chance import poisson
from ..clock import DAY
from ..outside import names
from ..outside.people import Recipient
from ..server.intents import Arrive, Intent, Knock, Local
from ..town import Town

_MANNERS = ("empty", "empty", "empty", "empty submission", "http", "tls", "relay", "imap")
WWW_DATA = 33


def traffic(town: Town) -> Iterator[Intent]:
    """Everything of this sort."""
    yield from noise(town)
    yield from spam(town)
    yield from host(town)


def noise(town: Town) -> Iterator[Intent]:
    """Bots and scanners that get nowhere."""
    scene = town.scene("noise")
    rng, clients = scene.rng, origins.botnet(scene, 120)
    for _ in range(poisson(rng, 70.0 * scene.days)):
        yield Knock(rng.random() * scene.month.end, rng.choice(clients), rng.choice(_MANNERS))


def spam(town: Town) -> Iterator[Intent]:
    """Inbound spam: some gets in, some is for mailboxes that nobody has."""
    scene = town.scene("spam")
    rng, clients = scene.rng, origins.botnet(scene, 150)
    for _ in range(poisson(rng, 25.0 * scene.days)):
        at, client = rng.random() * scene.month.end, rng.choice(clients)
        sender = scene.outside.stranger(rng, private=0.8).address
        if rng.random() < 0.4:
            unknown = f"{names.mailbox(rng)}.{rng.randrange(10)}@{rng.choice(town.domains).name}"
            yield Arrive(at, sender, (unknown,), client, 4000, exists=False)
        else:
            yield Arrive(at, sender, (rng.choice(town.people).address,), client, rng.randint(2000, 40_000))


def host(town: Town) -> Iterator[Intent]:
    """A contact form on the host's web server, and the nightly report to the administrator."""
    scene = town.scene("host")
    rng = scene.rng
    admin = (Recipient(rng.choice(town.people).address),)
    for day in range(scene.days):
        yield Local(day * DAY + 6.4 * 3600, 0, "root@mail.example.org", admin, 2000)
        for _ in range(poisson(rng, 1.5)):
            yield Local((day + rng.random()) * DAY, WWW_DATA, "form@mail.example.org", admin, 1500)
