"""Which accounts are used by machines? Scanners, web applications, fetchers, backups, forgotten phones."""

from __future__ import annotations

from collections.abc import Iterator

from ..chance import between, poisson
from ..clock import DAY, HOUR, MINUTE, local
from ..geography.access import Access, Fleet, Steady
from ..outside.people import Recipient
from ..server.intents import Fail, Intent, Read, Submit
from .person import Habit, Person, Scene
from .routine import DESK, PHONE, letter_by, letter_size


def _device(person: Person, access: Access, scene: Scene) -> Person:
    """Nobody reads its mailbox, and it logs in as devices do."""
    habit = Habit("imap", scene.rng.choice(("LOGIN", "PLAIN")), scene.rng.choice(("submission", "submissions")))
    return person.but(
        home=access,
        work=access,
        mobile=access,
        habits=((0.0, habit),),
        mails_per_day=0.0,
        reads_per_day=0.0,
        arrivals_per_day=0.05,
        phone=0.0,
    )


def scanner(person: Person, scene: Scene) -> Person:
    """A copier in the office: scans to colleagues, now and then to a customer."""
    rng = scene.rng
    scans = between(rng, 1, 12)

    def scan(person: Person) -> Iterator[Intent]:
        for day in range(scene.days):
            for _ in range(poisson(rng, 0.0 if scene.month.weekend(day) else scans)):
                at = local(day, rng.uniform(8, 17.5), person.domain.offset)
                client = person.client(at, DESK, scene.month)
                to = (
                    person.contacts.pick(rng)
                    if rng.random() < 0.06
                    else Recipient(rng.choice(person.contacts.colleagues))
                )
                if client is not None:
                    yield letter_by(person, at, client, (to,), rng)

    return _device(person, person.work or person.home, scene).doing(scan)


def web_application(person: Person, scene: Scene) -> Person:
    """A shop: confirmations to people never written to before, at all hours, some with mistyped addresses."""
    rng = scene.rng
    server = Steady(scene.rng.choice(scene.world.find("hosting", scene.world.home)).machine(rng))
    orders, mistyped = between(rng, 3, 30), rng.uniform(0.01, 0.05)

    def confirm(person: Person) -> Iterator[Intent]:
        for day in range(scene.days):
            for _ in range(poisson(rng, orders)):
                at = local(day, rng.triangular(0, 24, 19), person.domain.offset)
                buyer = scene.outside.stranger(rng, mistyped, 0.9)
                yield letter_by(person, at, server.client(at), (buyer,), rng)

    return _device(person, server, scene).doing(confirm)


def alarm_sender(person: Person, scene: Scene) -> Person:
    """A monitoring system: a few mails a day to the same two people, and one night some hundred."""
    rng = scene.rng
    server = Steady(scene.rng.choice(scene.world.find("hosting", scene.world.home)).machine(rng))
    team = tuple(scene.outside.strangers(rng, 2, 0.0))
    night = rng.randint(5, scene.days - 2)

    def alarm(person: Person) -> Iterator[Intent]:
        for day in range(scene.days):
            storm = rng.randint(60, 250) if day == night else 0
            for number in range(poisson(rng, 4) + storm):
                at = local(day, rng.uniform(2, 4) if number < storm else rng.uniform(0, 24), person.domain.offset)
                yield letter_by(person, at, server.client(at), team, rng)

    return _device(person, server, scene).doing(alarm)


def cloud_fetcher(person: Person, scene: Scene) -> Person:
    """Google or Microsoft fetches the mail for its user, who answers through it, too."""
    rng = scene.rng
    clouds = scene.world.find("mail cloud")
    name = rng.choice(("Google LLC", "Microsoft Corporation", "Apple Inc."))
    fleet = Fleet(f"{scene.name}/cloud", tuple(block for block in clouds if block.operator.name == name))
    every = rng.uniform(0.8, 3) * HOUR
    protocol = "pop3" if name == "Google LLC" else "imap"

    def fetch(person: Person) -> Iterator[Intent]:
        at = rng.uniform(0, every)
        while at < scene.month.end:
            client = fleet.client(at)
            yield Read(at, person.account, client, protocol, seconds=2, bodies=poisson(rng, 0.2), size=9000)
            at += every * rng.uniform(0.7, 1.3)

    through_it = rng.random() < 0.6
    reads = 0.0 if through_it else 1.0
    return person.but(
        home=fleet if through_it else person.home, work=fleet if through_it else person.work, reads_per_day=reads
    ).doing(fetch)


def backup_job(person: Person, scene: Scene) -> Person:
    """Copies the mailbox to a rented server every night; the first time all of it."""
    rng = scene.rng
    server = scene.rng.choice(scene.world.find("hosting", rng.choice((scene.world.home, "FR", "NL")))).machine(rng)
    first, hour, mailbox = rng.choice((0, 0, rng.randint(4, 20))), rng.uniform(1, 5), rng.randint(2000, 30_000)

    def copy(person: Person) -> Iterator[Intent]:
        for day in range(first, scene.days):
            bodies = mailbox if day == first else poisson(rng, 4)
            at = local(day, hour + rng.uniform(0, 0.05), person.domain.offset)
            yield Read(at, person.account, server, seconds=5 + bodies * 0.05, bodies=bodies, size=bodies * 60_000)

    return person.doing(copy)


def stale_password_phone(person: Person, scene: Scene) -> Person:
    """After a change of password the old phone, in the office and at home, keeps trying the old one."""
    rng = scene.rng
    begin = local(scene.workday(0.15, 0.8), rng.uniform(9, 15), person.domain.offset)
    end, every = begin + rng.uniform(0.5, 7) * DAY, between(rng, 4, 40) * MINUTE

    def knock(person: Person) -> Iterator[Intent]:
        at = begin
        while at < end:
            client = person.client(at, PHONE, scene.month, outdoors=rng.random() < 0.3)
            if client is not None:
                yield Fail(at, person.account, client, "imap", "PLAIN")
                if rng.random() < 0.05:
                    yield Fail(at + 5, person.account, client, "submission", "PLAIN", tries=2)
            at += every * rng.uniform(0.8, 1.3)

    return person.but(reads_per_day=max(2.0, person.reads_per_day)).doing(knock)


def new_phone(person: Person, scene: Scene) -> Person:
    """A new phone fetches the whole mailbox, after one or two wrong passwords."""
    rng = scene.rng
    at = local(rng.randint(4, scene.days - 3), rng.uniform(10, 21), person.domain.offset)

    def fetch(person: Person) -> Iterator[Intent]:
        client = person.client(at, PHONE, scene.month)
        if client is not None:
            for number in range(rng.randint(0, 3)):
                yield Fail(at - 90 + 25 * number, person.account, client, "imap", "PLAIN")
            bodies = rng.randint(300, 5000)
            yield Read(at, person.account, client, seconds=60 + bodies / 8, bodies=bodies, size=bodies * 45_000)

    return person.doing(fetch)


def mail_merge_tool(person: Person, scene: Scene) -> Person:
    """Customer software in the cloud that reads and answers in the person's name."""
    rng = scene.rng
    server = Steady(rng.choice(scene.world.find("hosting", rng.choice((scene.world.home, "US", "IE")))).machine(rng))

    def work(person: Person) -> Iterator[Intent]:
        for day in range(scene.days):
            for hour in range(7, 20):
                at = local(day, hour + rng.random(), person.domain.offset)
                yield Read(
                    at, person.account, server.client(at), seconds=4, bodies=poisson(rng, 0.4), size=letter_size(rng)
                )
                if not scene.month.weekend(day) and rng.random() < 0.15:
                    yield _merged(person, at + 60, server, scene)

    return person.doing(work)


def _merged(person: Person, at: float, server: Access, scene: Scene) -> Submit:
    return letter_by(person, at, server.client(at), (person.contacts.pick(scene.rng),), scene.rng)
