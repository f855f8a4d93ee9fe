"""Whose honest mail looks like a spammer's? Newsletters, circulars, invoices, many names, old address books."""

from __future__ import annotations

from collections.abc import Iterator

from ..chance import between, poisson
from ..clock import local
from ..server.intents import Intent
from .mailings import mailing
from .person import Person, Scene
from .routine import DESK, letter_by


def newsletter_sender(person: Person, scene: Scene) -> Person:
    """A list of subscribers, every week or every other one, each gets a letter of their own."""
    rng = scene.rng
    readers = scene.outside.strangers(rng, round(between(rng, 80, 450)), rng.uniform(0.004, 0.03), 0.7)
    first, every = rng.randint(1, 8), rng.choice((7, 7, 14))
    hour, pace = rng.uniform(8, 18), between(rng, 0.5, 8)

    def issues(person: Person) -> Iterator[Intent]:
        for day in range(first, scene.days, every):
            at = local(day, hour + rng.uniform(-1, 1), person.domain.offset)
            client = person.client(at, DESK, scene.month)
            gone = {reader for reader in readers if not reader.exists and day > first and rng.random() < 0.8}
            if client is not None:
                yield from mailing(person, at, client, [one for one in readers if one not in gone], rng, 1, pace)

    return person.doing(issues)


def club_secretary(person: Person, scene: Scene) -> Person:
    """A monthly circular to all members in BCC; one in twelve addresses is dead, nobody tidies up."""
    rng = scene.rng
    members = scene.outside.strangers(rng, rng.randint(60, 280), rng.uniform(0.05, 0.12), 0.85)
    day, batch = scene.workday(0.1, 0.95), rng.choice((25, 50, 100, 300))

    def circular(person: Person) -> Iterator[Intent]:
        at = local(day, rng.uniform(17, 22.5), person.domain.offset)
        client = person.client(at, DESK, scene.month)
        if client is not None:
            yield from mailing(person, at, client, members, rng, batch, rng.uniform(20, 120))

    return person.doing(circular)


def sixty_customers(person: Person, scene: Scene) -> Person:
    """Writes to dozens of customers one afternoon whom nobody here has ever written to."""
    rng = scene.rng
    customers = scene.outside.strangers(rng, rng.randint(40, 90), rng.uniform(0.02, 0.1), 0.2)
    day = scene.workday(0.2, 0.95)

    def campaign(person: Person) -> Iterator[Intent]:
        at = local(day, rng.uniform(9, 15), person.domain.offset)
        for customer in customers:
            client = person.client(at, DESK, scene.month)
            if client is not None:
                yield letter_by(person, at, client, (customer,), rng)
            at += rng.expovariate(1 / between(rng, 20, 240))

    return person.doing(campaign)


def invoice_run(person: Person, scene: Scene) -> Person:
    """Accounting sends the month's invoices in one go: known customers, one letter each, a document in each."""
    rng = scene.rng
    customers = scene.outside.strangers(rng, rng.randint(50, 220), rng.uniform(0.005, 0.02), 0.3)
    day = rng.choice((0, 1, 2, 14, 15))

    def invoices(person: Person) -> Iterator[Intent]:
        at = local(day, rng.uniform(9, 16), person.domain.offset)
        client = person.client(at, DESK, scene.month)
        if client is not None:
            yield from mailing(person, at, client, customers, rng, 1, rng.uniform(0.4, 3), 90_000)

    return person.doing(invoices)


def invitation(person: Person, scene: Scene) -> Person:
    """A wedding, a jubilee: one letter to everybody whom somebody knows and half of whom was never written to."""
    rng = scene.rng
    guests = [*person.contacts.known[:60], *scene.outside.strangers(rng, rng.randint(20, 70), 0.03, 0.9)]
    day, batch = rng.randint(3, scene.days - 2), rng.choice((len(guests), 30, 50))

    def invite(person: Person) -> Iterator[Intent]:
        at = local(day, rng.uniform(19, 23), person.domain.offset)
        client = person.client(at, DESK, scene.month)
        if client is not None:
            yield from mailing(person, at, client, guests, rng, batch, 90.0, 2_400_000)

    return person.doing(invite)


def dusty_address_book(person: Person, scene: Scene) -> Person:
    """Writes to forty people from an address book of fifteen years: a fifth of the addresses is dead."""
    rng = scene.rng
    friends = scene.outside.strangers(rng, rng.randint(25, 60), rng.uniform(0.12, 0.25), 0.8)
    day = rng.randint(4, scene.days - 2)

    def remember(person: Person) -> Iterator[Intent]:
        at = local(day, rng.uniform(14, 22), person.domain.offset)
        client = person.client(at, DESK, scene.month)
        if client is not None:
            yield from mailing(person, at, client, friends, rng, rng.choice((1, 10, len(friends))), 45.0)

    return person.doing(remember)


def job_applicant(person: Person, scene: Scene) -> Person:
    """Twenty to forty applications to companies within some evenings."""
    rng = scene.rng
    firms = scene.outside.strangers(rng, rng.randint(20, 40), 0.03, 0.0)
    first = rng.randint(5, scene.days - 8)

    def apply(person: Person) -> Iterator[Intent]:
        for firm in firms:
            at = local(first + rng.randrange(5), rng.uniform(18, 23.5), person.domain.offset)
            client = person.client(at, DESK, scene.month)
            if client is not None:
                yield letter_by(person, at, client, (firm,), rng)

    return person.doing(apply)


def assistant(person: Person, scene: Scene) -> Person:
    """Sends for the boss: another name in MAIL FROM, from the same desk."""
    colleagues = person.contacts.colleagues
    boss = scene.rng.choice(colleagues) if colleagues else person.address
    share = scene.rng.uniform(0.3, 0.8)
    return person.but(senders=((share, boss), (1 - share, person.address)), mails_per_day=person.mails_per_day + 3)


def many_identities(person: Person, scene: Scene) -> Person:
    """A freelancer with a name at each customer's: several sender domains, most of them not kept here."""
    rng, local_part = scene.rng, person.address.partition("@")[0]
    foreign = [f"{local_part}@{rng.choice(scene.outside.companies).domain}" for _ in range(rng.randint(2, 4))]
    roles = [f"{role}@{person.domain.name}" for role in rng.sample(("info", "support", "billing", "hello"), 2)]
    senders = ((1.0, person.address), *((rng.uniform(0.1, 0.8), name) for name in (*foreign, *roles)))
    return person.but(senders=senders, mails_per_day=person.mails_per_day + 2)


def mailing_list_host(person: Person, scene: Scene) -> Person:
    """A small discussion list on somebody's account: each post goes to thirty people under its author's name."""
    rng = scene.rng
    members = scene.outside.strangers(rng, rng.randint(15, 40), 0.01, 0.8)

    def posts(person: Person) -> Iterator[Intent]:
        for day in range(scene.days):
            for _ in range(poisson(rng, 0.6)):
                at = local(day, rng.uniform(8, 23), person.domain.offset)
                client = person.client(at, DESK, scene.month)
                if client is not None:
                    author = person.but(senders=((1.0, rng.choice(members).address),))
                    yield letter_by(author, at, client, tuple(members), rng)

    return person.doing(posts)


def project_deadline(person: Person, scene: Scene) -> Person:
    """One week with five times as many mails as usual, to the usual people and some new ones, until late."""
    rng = scene.rng
    first = scene.workday(0.4, 0.8)
    number = round(max(3.0, person.mails_per_day) * 5)

    def rush(person: Person) -> Iterator[Intent]:
        for day in range(first, first + 5):
            for _ in range(poisson(rng, number)):
                at = local(day, rng.triangular(8, 24, 18), person.domain.offset)
                client = person.client(at, DESK, scene.month)
                if client is not None:
                    yield letter_by(person, at, client, person.contacts.several(rng, rng.choice((1, 1, 2, 4))), rng)

    return person.doing(rush)
