"""How are broken-in accounts used to send spam? One function per kind of break-in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..chance import between, poisson
from ..clock import DAY, HOUR, MINUTE, Moment, local
from ..geography.networks import Client
from ..honest.person import Person, Scene
from ..honest.routine import DESK
from ..honest.temperaments import LOCALHOST
from ..outside.people import Recipient
from ..server.intents import ATTACKER, Fail, Intent, Letter, Read, Silent, Submit
from . import origins
from .campaigns import aftermath, campaign, spread


def begins(scene: Scene, first: float = 0.12, last: float = 0.9) -> Moment:
    """Some moment of the month."""
    return scene.rng.uniform(first, last) * scene.month.end


def _noticed(victim: Person, scene: Scene, sessions: list[Submit]) -> Iterator[Intent]:
    yield from sessions
    yield from aftermath(victim, scene, sessions)


def botnet_burst(victims: Sequence[Person], scene: Scene) -> Iterator[Intent]:
    """Each message from another address, minutes to hours apart, for hours to a week."""
    rng, victim = scene.rng, victims[0]
    clients = origins.botnet(scene, round(between(rng, 30, 260)))
    sessions = round(between(rng, 60, 450))
    gap = between(rng, 0.3, 40) * MINUTE
    work = campaign(victim, scene, round(between(rng, 1.0, 8.0) * sessions), rng.choice((1, 2, 5, 10)))
    yield from _noticed(victim, scene, list(spread(work, clients, begins(scene, 0.12, 0.8), gap))[:sessions])


def hosting_address(victims: Sequence[Person], scene: Scene) -> Iterator[Intent]:
    """One rented server, or a few beside each other, sends until somebody stops it."""
    rng, victim = scene.rng, victims[0]
    work = campaign(victim, scene, round(between(rng, 150, 2500)))
    gap, letters = between(rng, 4, 400), rng.choice((1, 1, 3, 10))
    clients = origins.rented(scene, rng.choice((1, 1, 1, 3)))
    yield from _noticed(victim, scene, list(spread(work, clients, begins(scene), gap, letters, rng.random() < 0.4)))


def low_and_slow(victims: Sequence[Person], scene: Scene) -> Iterator[Intent]:
    """A few messages an hour from a few residential addresses of the owner's country, for days."""
    rng, victim = scene.rng, victims[0]
    clients = origins.proxies(scene, victim.domain.place.country, rng.randint(2, 12))
    work = campaign(victim, scene, round(between(rng, 80, 500)), rng.choice((1, 1, 2, 3)))
    work.senders = (victim.address,) if rng.random() < 0.7 else work.senders
    yield from _noticed(
        victim, scene, list(spread(work, clients, begins(scene, 0.12, 0.6), between(rng, 5, 40) * MINUTE))
    )


def tested_before(victims: Sequence[Person], scene: Scene) -> Iterator[Intent]:
    """Somebody tries the stolen password and goes; days later the spam begins, mostly from elsewhere."""
    rng, victim = scene.rng, victims[0]
    begin = begins(scene, 0.35, 0.9)
    for client in origins.any_of(scene, rng.randint(1, 4)):
        yield trial(victim, begin - rng.uniform(0.5, 9) * DAY, client, scene)
    clients = origins.any_of(scene, rng.choice((1, 2, 20, 80)))
    work = campaign(victim, scene, round(between(rng, 100, 1800)))
    yield from _noticed(victim, scene, list(spread(work, clients, begin, between(rng, 5, 900))))


def trial(victim: Person, at: Moment, client: Client, scene: Scene) -> Intent:
    """A login for nothing but to see whether it works."""
    if scene.rng.random() < 0.5:
        protocol = scene.rng.choice(("imap", "imap", "pop3"))
        return Read(at, victim.account.lower(), client, protocol, "PLAIN", scene.rng.uniform(0.5, 4), by=ATTACKER)
    service = scene.rng.choice(("submission", "submissions"))
    mistakes = scene.rng.choice((0, 0, 0, 1, 2))
    return Silent(at, victim.account.lower(), client, service, scene.rng.choice(("LOGIN", "PLAIN")), mistakes)


def brute_forced(victims: Sequence[Person], scene: Scene) -> Iterator[Intent]:
    """Guessing for hours or days, until a guess is right; then spam from there or from elsewhere."""
    rng, victim = scene.rng, victims[0]
    guessers = rng.choice((origins.rented, origins.botnet))(scene, rng.choice((1, 2, 8, 40)))
    begin, tries = begins(scene, 0.15, 0.85), round(between(rng, 25, 500))
    length = between(rng, 1, 90) * HOUR
    service = rng.choice(("submission", "submissions", "imap"))
    for _ in range(tries):
        yield Fail(
            begin - length * rng.random(), victim.account.lower(), rng.choice(guessers), service, "LOGIN", rude=True
        )
    yield trial(victim, begin, rng.choice(guessers), scene)
    clients = guessers if rng.random() < 0.5 else origins.any_of(scene, rng.choice((1, 5, 40)))
    work = campaign(victim, scene, round(between(rng, 80, 1500)))
    start = begin + between(rng, 0.02, 60) * HOUR
    yield from _noticed(victim, scene, list(spread(work, clients, start, between(rng, 5, 600))))


def dormant_woken(victims: Sequence[Person], scene: Scene) -> Iterator[Intent]:
    """An account that nobody has used for weeks, or ever, begins to send."""
    rng, victim = scene.rng, victims[0]
    work = campaign(victim, scene, round(between(rng, 60, 1500)))
    clients = origins.any_of(scene, rng.choice((1, 1, 3, 40)))
    yield from _noticed(victim, scene, list(spread(work, clients, begins(scene, 0.4, 0.93), between(rng, 5, 1500))))


def owners_malware(victims: Sequence[Person], scene: Scene) -> Iterator[Intent]:
    """A program on the owner's computer sends from the owner's address while the computer is on."""
    rng, victim = scene.rng, victims[0]
    work = campaign(victim, scene, round(between(rng, 150, 1800)))
    work.senders = (victim.address,) if rng.random() < 0.7 else work.senders
    habit = victim.habit(0)
    work.service, work.method = habit.service, habit.method
    sessions: list[Submit] = []
    gap, day = between(rng, 3, 240), scene.workday(0.15, 0.85)
    for at in _while_on(victim, scene, day, gap):
        client = victim.client(at, DESK, scene.month)
        session = work.submit(at, client, rng.choice((1, 1, 4))) if client else None
        if session is None:
            break
        sessions.append(session)
    yield from _noticed(victim, scene, sessions)


def _while_on(victim: Person, scene: Scene, day: int, gap: float) -> Iterator[Moment]:
    rng = scene.rng
    while day < scene.days:
        at = local(day, victim.hours.begin + rng.random(), victim.domain.offset)
        end = local(day, victim.hours.end, victim.domain.offset)
        while at < end:
            yield at
            at += gap * rng.lognormvariate(0, 0.8)
        day += 1


def vpn_victim(victims: Sequence[Person], scene: Scene) -> Iterator[Intent]:
    """The owner hides behind a VPN, the attacker behind another one: the places say little."""
    rng, victim = scene.rng, victims[0]
    clients = rng.choice((origins.hidden, origins.rented, origins.botnet))(scene, rng.choice((1, 3, 12)))
    work = campaign(victim, scene, round(between(rng, 120, 1500)))
    yield from _noticed(victim, scene, list(spread(work, clients, begins(scene), between(rng, 10, 900))))


def stolen_list(victims: Sequence[Person], scene: Scene) -> Iterator[Intent]:
    """One address tries a list: several accounts open, some are used for spam at once or later, some are not."""
    rng = scene.rng
    clients = origins.any_of(scene, rng.choice((1, 1, 2)))
    at = begins(scene, 0.2, 0.85)
    gap = between(rng, 3, 3600)
    for number, victim in enumerate(victims):
        yield trial(victim, at, clients[0], scene)
        for _ in range(poisson(rng, 2)):
            yield Fail(at + gap * rng.random(), f"{rng.choice(victims).account.lower()}", clients[0], "submission")
        if number == 0 or rng.random() < 0.4:
            work = campaign(victim, scene, round(between(rng, 80, 1000)))
            start = at + between(rng, 0.02, 40) * HOUR
            yield from _noticed(victim, scene, list(spread(work, clients, start, between(rng, 5, 400))))
        at += gap * rng.lognormvariate(0, 0.5)


def internal_phishing(victims: Sequence[Person], scene: Scene) -> Iterator[Intent]:
    """Mail to the colleagues, in the victim's name: nothing bounces, nobody outside complains (ATT&CK T1534)."""
    rng, victim = scene.rng, victims[0]
    clients = origins.any_of(scene, rng.choice((1, 1, 2)))
    at = begins(scene)
    yield Read(
        at - rng.uniform(0.1, 30) * HOUR,
        victim.account.lower(),
        clients[0],
        seconds=200,
        bodies=30,
        size=10**6,
        by=ATTACKER,
    )
    everybody = list(victim.contacts.everybody)
    colleagues = rng.sample(everybody, len(everybody))
    width = rng.choice((1, 5, 25))
    for start in range(0, len(colleagues), width):
        to = tuple(Recipient(name) for name in colleagues[start : start + width])
        letter = Letter(victim.address, to, rng.randint(3000, 60_000), 0.3)
        yield Submit(at, victim.account.lower(), rng.choice(clients), (letter,), method="LOGIN", by=ATTACKER)
        at += rng.expovariate(1 / between(rng, 5, 300))


def through_webmail(victims: Sequence[Person], scene: Scene) -> Iterator[Intent]:
    """By the webmail on the mail host: the log shows localhost, whoever sits in front of it."""
    rng, victim = scene.rng, victims[0]
    work = campaign(victim, scene, round(between(rng, 100, 1200)), rng.choice((1, 10, 40)))
    work.senders, work.method, work.service = (victim.address,), "LOGIN", "submission"
    at = begins(scene)
    yield Read(at - 60, victim.account.lower(), LOCALHOST, seconds=30, bodies=2, size=9000, by=ATTACKER)
    yield from _noticed(victim, scene, list(spread(work, [LOCALHOST], at, between(rng, 20, 500))))


def root_login(victims: Sequence[Person], scene: Scene) -> Iterator[Intent]:
    """A system account with a weak password."""
    yield from dormant_woken(victims, scene)
