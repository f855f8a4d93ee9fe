"""What happens on the server when nothing happens? Five weeks of work, newsletters, travel and a stale password."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import partial
from random import Random

from demo.clock import ZONE, moment
from demo.people import (
    APPLICATION,
    CLARA,
    COPIER,
    CUSTOMERS,
    JONAS,
    NEWSLETTER,
    OFFICE,
    PEOPLE,
    SCANNER,
    SUBSCRIBERS,
    Person,
)
from demo.play import Moment, Stage

FIRST_DAY = date(2026, 9, 14)
LAST_DAY = date(2026, 10, 16)
END = moment("2026-10-16 09:30")

# Jonas in Paris and in Sydney: leaves one place, is heard of again at the next, through the address there.
TRAVELS = (
    ("2026-09-22 18:30", "2026-09-23 09:00", "2001:db8:604::31"),
    ("2026-09-24 19:00", "2026-09-25 09:30", ""),
    ("2026-10-03 14:30", "2026-10-04 14:00", "2001:db8:a401::9c"),
    ("2026-10-09 02:00", "2026-10-11 10:00", ""),
)
_STALE_FROM, _STALE_UNTIL = moment("2026-10-05 09:40"), moment("2026-10-13 16:00")


def ordinary_life(random: Random) -> Iterator[Moment]:
    days = [FIRST_DAY + timedelta(days=number) for number in range((LAST_DAY - FIRST_DAY).days + 1)]
    for day in days:
        for person in PEOPLE:
            yield from _person(random, person, day)
        if day.weekday() < 5:
            yield from _scans(random, day)
        if day.weekday() == 1:
            yield from _newsletter(random, day)
    yield from _stale_phone(random)
    yield Moment(moment("2026-09-24 18:10"), _new_notebook)
    yield Moment(moment("2026-10-03 14:05"), partial(_look, JONAS, "192.0.2.14"))
    yield Moment(moment("2026-10-04 14:02"), partial(_look, JONAS, "2001:db8:a401::9c"))


def at(day: date, hour: float) -> float:
    midnight = datetime(day.year, day.month, day.day, tzinfo=ZONE)
    return midnight.timestamp() + hour * 3600


def colleagues(person: Person) -> tuple[str, ...]:
    return tuple(other.account for other in PEOPLE if other != person)


def _person(random: Random, person: Person, day: date) -> Iterator[Moment]:
    moments = _weekend(random, person, day) if day.weekday() >= 5 else _working_day(random, person, day)
    for planned in moments:
        if person.account != JONAS or not _flying(planned.time):
            yield planned


def _working_day(random: Random, person: Person, day: date) -> Iterator[Moment]:
    home = random.random() < person.at_home
    start, end = random.gauss(8.2, 0.3), random.gauss(17.1, 0.5)
    where = partial(_place, person, person.home if home else person.office)
    if person.reads_by_pop3:
        for hour in range(8, 20, 3):
            when = at(day, hour + random.random())
            yield Moment(when, partial(_fetch, person.account, where(when)))
    else:
        yield Moment(at(day, start), partial(_sit_down, person.account, where(at(day, start))))
        yield Moment(at(day, end), partial(_get_up, person.account))
    for _ in range(_poisson(random, person.sends)):
        when = at(day, random.uniform(max(start, 7.5), min(end, 17.5)))
        yield Moment(when, partial(_submit, person, where(when)))
    yield from _phone(random, person, day, looks=2)


def _weekend(random: Random, person: Person, day: date) -> Iterator[Moment]:
    yield from _phone(random, person, day, looks=1)
    if random.random() < 0.25:
        when = at(day, random.uniform(10, 21))
        yield Moment(when, partial(_look, person.account, _place(person, person.home, when)))


def _phone(random: Random, person: Person, day: date, looks: int) -> Iterator[Moment]:
    """The carrier gives the phone another address every few hours; abroad it stays off."""
    if not person.phone:
        return
    for hour in sorted(random.uniform(6.6, 22.5) for _ in range(_poisson(random, looks))):
        when = at(day, hour)
        address = f"2001:db8:3{random.randrange(48):02x}:{random.randrange(65536):x}::{random.randrange(1, 65536):x}"
        if not _trip(person, when):
            yield Moment(when, partial(_look, person.account, address))


def _place(person: Person, usual: str, when: float) -> str:
    return _trip(person, when) or usual


def _trip(person: Person, when: float) -> str:
    """The address abroad, or nothing when the traveller is at home."""
    if person.account != JONAS:
        return ""
    return next((ip for _, arrival, ip in reversed(TRAVELS) if moment(arrival) <= when), "")


def _flying(when: float) -> bool:
    return any(moment(leaves) <= when < moment(arrives) for leaves, arrives, _ in TRAVELS)


def _scans(random: Random, day: date) -> Iterator[Moment]:
    for _ in range(_poisson(random, 1.5)):
        target = random.choice(PEOPLE).account
        yield Moment(at(day, random.uniform(8.5, 16.5)), partial(_scan, target))


def _newsletter(random: Random, day: date) -> Iterator[Moment]:
    when = at(day, 10 + random.random() / 10)
    for subscriber in SUBSCRIBERS:
        when += random.uniform(2, 6)
        yield Moment(when, partial(_mailing, subscriber))


def _stale_phone(random: Random) -> Iterator[Moment]:
    """Clara has changed her password; her old phone in the office network has not heard of it."""
    when = _STALE_FROM
    while when < _STALE_UNTIL:
        local = datetime.fromtimestamp(when, ZONE)
        if local.weekday() < 5 and 8 <= local.hour < 17:
            yield Moment(when, _old_phone_sends if random.random() < 0.15 else _old_phone_reads)
        when += random.uniform(45, 75) * 60


def _poisson(random: Random, mean: float) -> int:
    """How often something happens that happens `mean` times a day."""
    count, passed = 0, random.expovariate(mean)
    while passed < 1:
        count, passed = count + 1, passed + random.expovariate(mean)
    return count


async def _submit(person: Person, ip: str, stage: Stage) -> None:
    regulars = CUSTOMERS[PEOPLE.index(person) :][:6]
    circle = (*regulars, *colleagues(person)[:4])
    recipients = stage.random.sample(circle, stage.random.choice((1, 1, 1, 2, 3)))
    # Clara answers for the office now and then: a sender that is not her own, and yet nothing is wrong.
    sender = "office@example.org" if person.account == CLARA and stage.random.random() < 0.3 else ""
    port = 465 if person.name in ("maria.lindt", "nina.falk") else 587
    await stage.submit(person.account, ip, recipients, sender=sender, port=port, size=stage.random.randrange(2, 400))


async def _sit_down(account: str, ip: str, stage: Stage) -> None:
    await stage.sit_down(account, ip)


async def _get_up(account: str, stage: Stage) -> None:
    await stage.get_up(account)


async def _look(account: str, ip: str, stage: Stage) -> None:
    await stage.look(account, ip)


async def _fetch(account: str, ip: str, stage: Stage) -> None:
    await stage.fetch(account, ip)


async def _scan(target: str, stage: Stage) -> None:
    await stage.submit(SCANNER, COPIER, [target], helo="copier", size=stage.random.randrange(2000, 6000))


async def _mailing(subscriber: str, stage: Stage) -> None:
    await stage.submit(NEWSLETTER, APPLICATION, [subscriber], helo="shop.example.org", size=60)


async def _new_notebook(stage: Stage) -> None:
    await stage.test_settings("nina.falk@example.org", "192.0.2.133")


async def _old_phone_reads(stage: Stage) -> None:
    await stage.fail_imap(CLARA, OFFICE)
    stage.ledger.stale["imap"] += 1


async def _old_phone_sends(stage: Stage) -> None:
    await stage.fail_smtp(CLARA, OFFICE, method="PLAIN", helo="phone", tls=True)
    stage.ledger.stale["smtp"] += 1
