"""What happens on a mail server while nothing happens? Days of work, mail from outside, and bots that knock."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from random import Random

from lab.acts import arrive, fail, knock, read_mail, relay_without_login, submit
from lab.cast import CUSTOMERS, EVERYBODY, OFFICE, Person, circle, mobile
from lab.clock import ZONE
from lab.outside import MAIL_SERVERS
from lab.stage import Act, Moment

_BOT_NETWORKS = ("2001:db8:a0{:02x}::{:x}", "2001:db8:a1{:02x}::{:x}", "2001:db8:a2{:02x}::{:x}")


def local(day: date, hour: float) -> float:
    """Seconds since 1970 of that hour on the wall clock."""
    minutes = round(hour * 60)
    return datetime(day.year, day.month, day.day, minutes // 60, minutes % 60, tzinfo=ZONE).timestamp()


def days(first: str, count: int) -> Sequence[date]:
    return [date.fromisoformat(first) + timedelta(days=number) for number in range(count)]


def ordinary_days(random: Random, when: Sequence[date], who: Sequence[Person] = EVERYBODY) -> Iterator[Moment]:
    """People read and write, customers answer, bots come by."""
    for day in when:
        for person in who:
            yield from _weekend(random, person, day) if day.weekday() >= 5 else working_day(random, person, day)
        yield from _visitors(random, day)


def working_day(random: Random, person: Person, day: date, ip: str = "") -> Iterator[Moment]:
    """In the office or at home, or wherever else (`ip`)."""
    place = ip or (person.home if random.random() < person.at_home else OFFICE)
    begin, end = random.gauss(8.2, 0.3), random.gauss(17.0, 0.4)
    yield Moment(local(day, begin), read_mail(person.account, place))
    for _ in range(happens(random, person.sends)):
        yield Moment(local(day, random.uniform(begin, end)), letter(random, person, place))
    if person.phone and not ip and random.random() < 0.7:
        yield Moment(local(day, random.uniform(18, 22.5)), read_mail(person.account, mobile(random)))


def letter(random: Random, person: Person, ip: str) -> Act:
    recipients = random.sample(circle(person), random.choice((1, 1, 1, 2, 3)))
    return submit(person.account, ip, recipients, port=random.choice((465, 587)), size=random.randrange(2, 200))


def mail_from_outside(random: Random, recipients: Sequence[str]) -> Act:
    customer = random.choice(CUSTOMERS)
    name, ip = MAIL_SERVERS[customer.partition("@")[2]]
    return arrive(customer, recipients, ip, helo=name)


def happens(random: Random, mean: float) -> int:
    """How often something happens that happens `mean` times a day (Poisson)."""
    count, passed = 0, random.expovariate(mean)
    while passed < 1:
        count, passed = count + 1, passed + random.expovariate(mean)
    return count


def stranger(random: Random) -> str:
    """A taken-over device somewhere; its network is not seen again."""
    return random.choice(_BOT_NETWORKS).format(2 * random.randrange(128) + 1, random.randrange(2, 4096))


def _weekend(random: Random, person: Person, day: date) -> Iterator[Moment]:
    if random.random() < 0.3:
        ip = mobile(random) if person.phone else person.home
        yield Moment(local(day, random.uniform(10, 21)), read_mail(person.account, ip))


def _visitors(random: Random, day: date) -> Iterator[Moment]:
    for _ in range(happens(random, 1.5)):
        mail = mail_from_outside(random, [random.choice(EVERYBODY).account])
        yield Moment(local(day, random.uniform(7, 20)), mail)
    for _ in range(happens(random, 1.5)):
        yield Moment(local(day, random.uniform(0, 23.9)), _bot(random))


def _bot(random: Random) -> Act:
    ip, somebody = stranger(random), random.choice(EVERYBODY).account
    if random.random() < 0.1:  # rarer than in life: an answer takes Dovecot a second or two
        return random.choice((fail(somebody, ip), fail(somebody, ip, protocol="imap")))
    return random.choice(
        (
            knock(ip),
            knock(ip, port=587),
            knock(ip, say=["EHLO masscan", "QUIT"]),
            relay_without_login(ip, ["relay.test@bigmail.example.net"]),
            arrive("offer@shop.example.net", ["webmaster@example.org"], ip, helo="host7.example.com"),
        )
    )
