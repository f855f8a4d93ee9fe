"""What happens on the server when nothing happens? Five weeks of work, newsletters, travel and a stale password."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from random import Random

from lab.acts import fail, inject_locally, read_mail, submit, test_credentials
from lab.cast import COPIER, OFFICE, SHOP, mobile
from lab.clock import ZONE, moment
from lab.demo.people import (
    CLARA,
    CUSTOMERS,
    JONAS,
    NEWSLETTER,
    NINA,
    PEOPLE,
    SCANNER,
    SUBSCRIBERS,
    Colleague,
)
from lab.mail_program import get_up, sit_down
from lab.ordinary import happens
from lab.stage import Act, Moment

_FIRST_DAY = date(2026, 9, 14)
_LAST_DAY = date(2026, 10, 16)

# Jonas in Paris and in Sydney: leaves one place, is heard of again at the next, through the address there.
_SYDNEY = "2001:db8:a401::9c"
TRAVELS = (
    ("2026-09-22 18:30", "2026-09-23 09:00", "2001:db8:604::31"),
    ("2026-09-24 19:00", "2026-09-25 09:30", ""),
    ("2026-10-03 14:30", "2026-10-04 14:00", _SYDNEY),
    ("2026-10-09 02:00", "2026-10-11 10:00", ""),
)
_SYDNEY_AHEAD = 9 * 3600.0  # people work by the clock of where they are
_STALE_FROM, _STALE_UNTIL = moment("2026-10-05 09:40"), moment("2026-10-13 16:00")


def ordinary_life(random: Random) -> Iterator[Moment]:
    days = [_FIRST_DAY + timedelta(days=number) for number in range((_LAST_DAY - _FIRST_DAY).days + 1)]
    for day in days:
        yield Moment(_at(day, 6.42), inject_locally("root", ["office@example.org"], subject="Disk usage of mail"))
        for person in PEOPLE:
            yield from _person(random, person, day)
        if day.weekday() < 5:
            yield from _scans(random, day)
        if day.weekday() == 1:
            yield from _newsletter(random, day)
    yield from _stale_phone(random)
    # Her mail program tries out an account that she has just set up: a login, and nothing is sent.
    yield Moment(moment("2026-09-24 18:10"), test_credentials(NINA, "192.0.2.133", helo="[192.0.2.133]"))
    yield Moment(moment("2026-10-03 14:05"), read_mail(JONAS, "192.0.2.14"))
    yield Moment(moment("2026-10-04 14:02"), read_mail(JONAS, _SYDNEY))


def _at(day: date, hour: float) -> float:
    midnight = datetime(day.year, day.month, day.day, tzinfo=ZONE)
    return midnight.timestamp() + hour * 3600


def _person(random: Random, person: Colleague, day: date) -> Iterator[Moment]:
    ahead = _SYDNEY_AHEAD if _trip(person, _at(day, 12)) == _SYDNEY else 0
    for planned in (_weekend if day.weekday() >= 5 else _working_day)(random, person, day):
        when = planned.time - ahead
        if person.account != JONAS or not _flying(when):
            yield Moment(when, planned.act)


def _working_day(random: Random, person: Colleague, day: date) -> Iterator[Moment]:
    usual = person.home if random.random() < person.at_home else person.office
    start, end = random.gauss(8.2, 0.3), random.gauss(17.1, 0.5)
    if person.reads_by_pop3:
        for hour in range(8, 20, 3):
            when = _at(day, hour + random.random())
            yield Moment(when, read_mail(person.account, _place(person, usual, when), protocol="pop3", delete=True))
    else:
        yield Moment(_at(day, start), sit_down(person.account, _place(person, usual, _at(day, start))))
        yield Moment(_at(day, end), get_up(person.account))
    for _ in range(happens(random, person.sends)):
        when = _at(day, random.uniform(max(start, 7.5), min(end, 17.5)))
        yield Moment(when, _letter(random, person, _place(person, usual, when)))
    yield from _phone(random, person, day, looks=2)


def _weekend(random: Random, person: Colleague, day: date) -> Iterator[Moment]:
    yield from _phone(random, person, day, looks=1)
    if random.random() < 0.25:
        when = _at(day, random.uniform(10, 21))
        yield Moment(when, read_mail(person.account, _place(person, person.home, when)))


def _phone(random: Random, person: Colleague, day: date, looks: int) -> Iterator[Moment]:
    """The carrier gives the phone another address every few hours; abroad it stays off."""
    if not person.phone:
        return
    for hour in sorted(random.uniform(6.6, 22.5) for _ in range(happens(random, looks))):
        when = _at(day, hour)
        address = mobile(random)
        if not _trip(person, when):
            yield Moment(when, read_mail(person.account, address))


def _place(person: Colleague, usual: str, when: float) -> str:
    return _trip(person, when) or usual


def _trip(person: Colleague, when: float) -> str:
    """The address abroad, or nothing when the traveller is at home."""
    if person.account != JONAS:
        return ""
    return next((ip for _, arrival, ip in reversed(TRAVELS) if moment(arrival) <= when), "")


def _flying(when: float) -> bool:
    return any(moment(leaves) <= when < moment(arrives) for leaves, arrives, _ in TRAVELS)


def _letter(random: Random, person: Colleague, ip: str) -> Act:
    regulars = CUSTOMERS[PEOPLE.index(person) :][:6]
    colleagues = [other.account for other in PEOPLE if other != person][:4]
    recipients = random.sample((*regulars, *colleagues), random.choice((1, 1, 1, 2, 3)))
    # Clara answers for the office now and then: a sender that is not her own, and yet nothing is wrong.
    sender = "office@example.org" if person.account == CLARA and random.random() < 0.3 else None
    port = 465 if person.name in ("maria.lindt", "nina.falk") else 587
    return submit(person.account, ip, recipients, sender=sender, port=port, size=random.randrange(2, 400))


def _scans(random: Random, day: date) -> Iterator[Moment]:
    for _ in range(happens(random, 1.5)):
        target, size = random.choice(PEOPLE).account, random.randrange(2000, 6000)
        scanned = submit(SCANNER, COPIER, [target], helo="copier", size=size)
        yield Moment(_at(day, random.uniform(8.5, 16.5)), scanned)


def _newsletter(random: Random, day: date) -> Iterator[Moment]:
    when = _at(day, 10 + random.random() / 10)
    for subscriber in SUBSCRIBERS:
        when += random.uniform(2, 6)
        yield Moment(when, submit(NEWSLETTER, SHOP, [subscriber], helo="shop.example.org", size=60))


def _stale_phone(random: Random) -> Iterator[Moment]:
    """Clara has changed her password; her old phone in the office network has not heard of it."""
    when = _STALE_FROM
    while when < _STALE_UNTIL:
        local = datetime.fromtimestamp(when, ZONE)
        if local.weekday() < 5 and 8 <= local.hour < 17:
            sends = fail(CLARA, OFFICE, method="PLAIN", helo="phone", tls=True)
            yield Moment(when, sends if random.random() < 0.15 else fail(CLARA, OFFICE, protocol="imap"))
        when += random.uniform(45, 75) * 60
