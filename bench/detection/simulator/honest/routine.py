"""What does a person do with the mailbox, day by day?"""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from ..chance import around, moody, poisson, weighted, zipf
from ..clock import Moment, Month, local
from ..geography.networks import Client
from ..outside.people import Outside, Recipient
from ..server.intents import Arrive, Fail, Intent, Letter, Read, Submit
from .person import Person

DESK, LAPTOP, PHONE = 0, 1, 2
TYPING_ERROR = 0.004  # of the sessions begin with a wrong password
CROWD = 14  # no ordinary mail goes to more people
FROM_KNOWN = 0.55  # of the mail that comes is by people whom one writes to


def live(person: Person, month: Month, outside: Outside, rng: Random) -> Iterator[Intent]:
    """Everything, from the first to the last day."""
    for day in range(-1, month.days + 1):
        weekend = month.weekend(day)
        level = person.hours.weekend if weekend else 1.0
        for _ in range(moody(rng, person.reads_per_day * level, 3.0)):
            yield from _read(person, month, _moment(person, day, weekend, rng), rng)
        for _ in range(moody(rng, person.mails_per_day * level)):
            yield from _write(person, month, _moment(person, day, weekend, rng), rng)
        for _ in range(poisson(rng, person.arrivals_per_day * (0.4 if weekend else 1.0))):
            yield _arrival(person, outside, local(day, rng.gauss(13, 4), person.domain.offset), rng)
    for extra in person.extras:
        yield from extra(person)


def _moment(person: Person, day: int, weekend: bool, rng: Random) -> Moment:
    hour = person.hours.draw(rng, weekend)
    at = local(day, hour, person.domain.offset)
    stay = person.stay(at)
    return at if stay is None or stay.offset is None else local(day, hour, stay.offset)


def _read(person: Person, month: Month, at: Moment, rng: Random) -> Iterator[Intent]:
    if (client := _there(person, month, at, rng)) is None:
        return
    if rng.random() < TYPING_ERROR:
        yield mistake(person, at - 20, client)
    bodies = poisson(rng, 1.2)
    habit = person.habit(at)
    kept = rng.random() < 0.8
    yield Read(
        at,
        person.account,
        client,
        habit.protocol,
        habit.method,
        seconds=around(rng, 90, 1.8) if habit.protocol == "imap" else 0.4 + rng.random(),
        bodies=bodies,
        size=sum(letter_size(rng) for _ in range(bodies)),
        deleted=0 if kept else bodies,
    )


def mistake(person: Person, at: Moment, client: Client) -> Fail:
    """The owner mistypes the password."""
    habit = person.habit(at)
    return Fail(at, person.account, client, habit.protocol, habit.method)


def _write(person: Person, month: Month, at: Moment, rng: Random) -> Iterator[Intent]:
    if (client := _there(person, month, at, rng)) is None:
        return
    number = 1 if rng.random() >= person.crowd else min(CROWD, 2 + int(rng.expovariate(0.6)))
    yield letter_by(person, at, client, person.contacts.several(rng, number), rng)


def letter_by(person: Person, at: Moment, client: Client, recipients: tuple[Recipient, ...], rng: Random) -> Submit:
    """One mail under one of the person's names."""
    habit = person.habit(at)
    sender = weighted(rng, person.senders) if person.senders else person.address
    letter = Letter(sender, recipients, letter_size(rng))
    return Submit(at, person.account, client, (letter,), habit.service, habit.method)


def letter_size(rng: Random) -> int:
    """Bytes: mostly some kilobytes, now and then an attachment."""
    return int(around(rng, 400_000, 1.2) if rng.random() < 0.12 else around(rng, 6_000, 0.9)) + 700


def _there(person: Person, month: Month, at: Moment, rng: Random) -> Client | None:
    """From where, if at all: not before the account is used, not without network, less when on leave."""
    stay = person.stay(at)
    if at < person.since or (stay is not None and rng.random() >= stay.busy):
        return None
    phone = rng.random() < person.phone
    device = PHONE if phone else (DESK if person.work is not None and rng.random() < 0.7 else LAPTOP)
    return person.client(at, device, month, outdoors=phone and rng.random() < 0.5)


def _arrival(person: Person, outside: Outside, at: Moment, rng: Random) -> Arrive:
    known = person.contacts.known
    familiar = known and rng.random() < FROM_KNOWN
    sender = known[zipf(rng, len(known))] if familiar else outside.stranger(rng, private=0.2)
    server = outside.by_domain[sender.domain].server
    return Arrive(at, sender.address, (person.address,), server, letter_size(rng))
