"""Whose use of the mailbox is unusual in time or manner? Night owls, beginners, returners, sharers, the absent."""

from __future__ import annotations

from collections.abc import Iterator

from ..chance import poisson
from ..clock import DAY, HOUR, local
from ..geography.access import Mixed
from ..geography.countries import COUNTRIES, NEIGHBOURS
from ..outside.people import Recipient
from ..server.intents import Arrive, Fail, Intent, Redirect, Vacation
from .domains import office_address
from .person import EVERY_DAY, Hours, Person, Scene, Stay
from .routine import DESK, LAPTOP, letter_by, mistake


def night_owl(person: Person, scene: Scene) -> Person:
    """Writes between ten in the evening and four in the morning."""
    hours = Hours(scene.rng.uniform(20.5, 22), scene.rng.uniform(26.5, 28.5), 0.2, 0.8)
    return person.but(hours=hours, work=None, home_days=EVERY_DAY)


def shift_worker(person: Person, scene: Scene) -> Person:
    """A week early, a week late, a week at night: the account follows."""
    rng = scene.rng

    def nights(person: Person) -> Iterator[Intent]:
        for day in range(7, 12):
            for _ in range(poisson(rng, 2)):
                at = local(day, rng.uniform(22, 30), person.domain.offset)
                client = person.client(at, DESK, scene.month)
                if client is not None:
                    yield letter_by(person, at, client, person.contacts.several(rng, 1), rng)

    return person.but(hours=Hours(5.5, 14, 0.4, 0.6)).doing(nights)


def new_staff(person: Person, scene: Scene) -> Person:
    """Begins in the middle of the month: everything is new, and introduces herself to many."""
    rng = scene.rng
    since = local(scene.workday(0.2, 0.75), 8.5, person.domain.offset)
    person.contacts.novelty = rng.uniform(0.3, 0.6)
    person.contacts.known[:] = []

    def hello(person: Person) -> Iterator[Intent]:
        at = since + rng.uniform(2, 30) * HOUR
        client = person.client(at, DESK, scene.month)
        if client is not None:
            customers = scene.outside.strangers(rng, rng.randint(8, 35), 0.03, 0.1)
            for number, customer in enumerate(customers):
                yield letter_by(person, at + number * rng.uniform(40, 200), client, (customer,), rng)
            team = tuple(Recipient(name) for name in person.contacts.colleagues)
            yield letter_by(person, at - HOUR, client, team, rng)

    return person.but(since=since, mails_per_day=max(2.0, person.mails_per_day)).doing(hello)


def back_from_leave(person: Person, scene: Scene) -> Person:
    """Three weeks or more away, then two days of answering everything, often on a new line."""
    rng = scene.rng
    day = scene.workday(0.6, 0.9)
    begin = -DAY if rng.random() < 0.7 else 3 * DAY
    back = local(day, 8, person.domain.offset)

    def catch_up(person: Person) -> Iterator[Intent]:
        for _ in range(rng.randint(15, 50)):
            at = back + rng.uniform(0, 9) * HOUR + rng.choice((0, 24)) * HOUR
            client = person.client(at, DESK, scene.month)
            if client is not None:
                yield letter_by(person, at, client, person.contacts.several(rng, 1), rng)

    return person.staying(Stay(begin, back, None, 0.0)).doing(catch_up)


def out_of_office(person: Person, scene: Scene) -> Person:
    """A note answers everybody for ten days, spam included."""
    rng = scene.rng
    begin = local(scene.workday(0.1, 0.6), 17, person.domain.offset)
    end = begin + rng.randint(6, 14) * DAY

    def note(person: Person) -> Iterator[Intent]:
        yield Vacation(begin, person.account, True)
        yield Vacation(end, person.account, False)

    return (
        person.but(arrivals_per_day=max(2.0, person.arrivals_per_day)).staying(Stay(begin, end, None, 0.0)).doing(note)
    )


def forwarder(person: Person, scene: Scene) -> Person:
    """A filter rule forwards everything to a private mailbox, for years or since some day of this month."""
    rng = scene.rng
    target = scene.outside.stranger(rng, 0.0, 1.0)
    begin = 1.0 if rng.random() < 0.6 else local(rng.randint(3, scene.days - 3), rng.uniform(9, 20), 0)

    def rule(person: Person) -> Iterator[Intent]:
        yield Redirect(begin, person.account, target)

    return person.but(reads_per_day=0.4, mails_per_day=min(0.3, person.mails_per_day)).doing(rule)


def never_logs_in(person: Person, scene: Scene) -> Person:
    """An account that nobody uses; mail comes all the same."""
    del scene
    return person.but(mails_per_day=0.0, reads_per_day=0.0, phone=0.0, extras=())


def retired(person: Person, scene: Scene) -> Person:
    """Used in the first days of the month, never again."""
    end = scene.rng.uniform(1, 5) * DAY
    return person.staying(Stay(end, 1e9, None, 0.0))


def forgetful(person: Person, scene: Scene) -> Person:
    """Forgets the password every week: many failures, then success, from wherever they are."""
    rng = scene.rng

    def forget(person: Person) -> Iterator[Intent]:
        for _ in range(rng.randint(3, 7)):
            at = local(rng.randrange(scene.days), rng.uniform(8, 21), person.domain.offset)
            client = person.client(at, LAPTOP, scene.month, outdoors=rng.random() < 0.4)
            if client is None:
                continue
            for number in range(rng.randint(2, 9)):
                yield mistake(person, at - 15 * number, client)
            yield letter_by(person, at + 40, client, person.contacts.several(rng, 1), rng)

    return person.doing(forget)


def backscatter_victim(person: Person, scene: Scene) -> Person:
    """Somebody else forges the address: bounces by the hundred come in, nothing goes out."""
    rng = scene.rng
    first, number = rng.randint(2, scene.days - 3), rng.randint(80, 400)

    def bounces(person: Person) -> Iterator[Intent]:
        for _ in range(number):
            at = (first + rng.triangular(0, 3, 0.4)) * DAY
            server = rng.choice(scene.outside.companies).server
            yield Arrive(at, "", (person.address,), server, rng.randint(2500, 9000))

    return person.doing(bounces)


def shared_mailbox(person: Person, scene: Scene) -> Person:
    """One login for several people, here and at the office in another country, at the same time."""
    rng = scene.rng
    country = person.domain.place.country
    code = rng.choice(
        [code for code in (*NEIGHBOURS.get(country, ()), *rng.sample(sorted(COUNTRIES), 3)) if code != country]
    )
    other = office_address(scene.world, rng.choice(COUNTRIES[code].places), rng, person.domain.name)
    mixed = Mixed(f"{scene.name}/teams", ((0.5, person.work or person.home), (0.35, other), (0.15, person.home)), 700.0)
    return person.but(
        work=mixed,
        home=mixed,
        mails_per_day=rng.uniform(3, 9),
        reads_per_day=10.0,
        arrivals_per_day=3.0,
        hours=Hours(7.5, 19, 0.1, 0.1),
    )


def locked_out(person: Person, scene: Scene) -> Person:
    """After the holidays the password is gone: half a day of failures from desk and phone, then a new one."""
    rng = scene.rng
    at = local(scene.workday(0.3, 0.9), 8.2, person.domain.offset)

    def attempts(person: Person) -> Iterator[Intent]:
        moment = at
        for _ in range(rng.randint(12, 40)):
            client = person.client(moment, DESK, scene.month, outdoors=rng.random() < 0.3)
            if client is not None:
                yield Fail(moment, person.account, client, rng.choice(("imap", "submission")), "PLAIN")
            moment += rng.expovariate(1 / 400)

    return person.staying(Stay(at - 9 * DAY, at + 5 * HOUR, person.work, 0.0)).doing(attempts)


def answering_machine(person: Person, scene: Scene) -> Person:
    """Support desk software that answers every incoming mail at once, spam and strangers included."""
    rng = scene.rng

    def answers(person: Person) -> Iterator[Intent]:
        for day in range(scene.days):
            for _ in range(poisson(rng, 5)):
                at = local(day, rng.triangular(0, 24, 13), person.domain.offset)
                stranger = scene.outside.stranger(rng, 0.03, 0.6)
                server = scene.outside.by_domain[stranger.domain].server
                yield Arrive(at, stranger.address, (person.address,), server, 5000)
                client = (person.work or person.home).client(at, DESK)
                yield letter_by(person, at + 70, client, (stranger,), rng)

    return person.doing(answers)
