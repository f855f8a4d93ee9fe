"""March, and nothing happens: work, a newsletter, a scanner, two journeys, a stale password, and the usual bots.

The last Sunday has 23 hours.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import chain
from random import Random

from lab.acts import at, fail, inject_locally, read_mail, submit, together
from lab.administrator import change_password
from lab.cast import COPIER, EMIL, EVERYBODY, IDA, KARL, LENA, NAMES, OFFICE, OTTO, ROSA, SHOP, accounts
from lab.ordinary import days, happens, local, ordinary_days, stranger, working_day
from lab.providers import Providers
from lab.scenario import Scenario
from lab.setup import DOMAIN, Setup
from lab.stage import Act, Moment

NEWSLETTER, SCANNER = f"newsletter@{DOMAIN}", f"scanner@{DOMAIN}"
LONDON, COPENHAGEN = "198.51.100.139", "198.51.100.203"
_AT_HOME = (IDA, ROSA, EMIL, LENA)
_MONTH = days("2026-03-01", 31)
_JOURNEYS = {
    **{date(2026, 3, day): LONDON for day in (10, 11, 12)},
    **{date(2026, 3, day): COPENHAGEN for day in (24, 25)},
}
_SUBSCRIBERS = tuple(
    f"leser.{name}@{domain}"
    for name in ("arndt", "busch", "conrad", "dorn", "ernst")
    for domain in ("bigmail.example.net", "freemail.example.com", "webpost.example.net")
)
_GONE = "unknown.leserin@webpost.example.net"  # has left long ago: each issue comes back


def moments() -> Iterator[Moment]:
    random = Random(6)
    return chain(
        at("2026-03-01 00:00", Providers().open()),
        ordinary_days(random, _MONTH, _AT_HOME),
        *(_traveller(random, day) for day in _MONTH if day.weekday() < 5),
        *(_by_pop3(random, day) for day in _MONTH if day.weekday() < 5),
        *(_scans(random, day) for day in _MONTH if day.weekday() < 5),
        *(_newsletter(day) for day in _MONTH if day.weekday() == 1),
        *(at(local(day, 6.4), _report()) for day in _MONTH if day.weekday() == 0),
        _stale_password(),
        at("2026-03-05 11:12", submit(IDA.account, OFFICE, ["unknown.hubr@alpenhandel.example.net"])),
        # The office's address is hers, too
        *(at(f"2026-03-{day} 15:40", _as_office()) for day in ("04", "09", "13", "19", "27")),
        _spraying(random),
    )


def _traveller(random: Random, day: date) -> Iterator[Moment]:
    """Karl takes the plane in the evening and works where he is."""
    return working_day(random, KARL, day, _JOURNEYS.get(day, ""))


def _by_pop3(random: Random, day: date) -> Iterator[Moment]:
    for hour in (9, 15):
        when = local(day, hour + random.random())
        yield Moment(when, read_mail(OTTO.account, OTTO.home, protocol="pop3", delete=True))


def _scans(random: Random, day: date) -> Iterator[Moment]:
    for _ in range(happens(random, 0.7)):
        scanned = submit(SCANNER, COPIER, [random.choice(EVERYBODY).account], helo="copier", size=3000)
        yield Moment(local(day, random.uniform(8.5, 16.5)), scanned)


def _newsletter(day: date) -> Iterator[Moment]:
    mailing = [submit(NEWSLETTER, SHOP, [to], helo="shop.example.org", size=60) for to in (*_SUBSCRIBERS, _GONE)]
    for number in range(0, len(mailing), 4):
        yield Moment(local(day, 10) + number, together(mailing[number : number + 4]))


def _report() -> Act:
    return inject_locally("root", [IDA.account], subject="Disk usage of mail")


def _as_office() -> Act:
    return submit(ROSA.account, OFFICE, ["bestellung@alpenhandel.example.net"], sender=f"kontakt@{DOMAIN}")


def _stale_password() -> Iterator[Moment]:
    """Lena has a new password; her old telephone in the office network has not heard of it for two days."""
    return chain(
        at("2026-03-16 09:05", change_password(LENA.account, "a better one")),
        at("2026-03-16 10:20", fail(LENA.account, OFFICE, protocol="imap")),
        at("2026-03-16 14:25", fail(LENA.account, OFFICE, protocol="imap", tries=2)),
        at("2026-03-17 09:40", fail(LENA.account, OFFICE, method="PLAIN", helo="phone", tls=True)),
        at("2026-03-17 13:10", fail(LENA.account, OFFICE, protocol="imap", tries=2)),
        at("2026-03-17 16:30", fail(LENA.account, OFFICE, protocol="imap")),
    )


def _spraying(random: Random) -> Iterator[Moment]:
    """Now and then one guess for each account, from everywhere; nobody gets in."""
    for night in ("2026-03-07 03:11", "2026-03-21 04:02"):
        guesses = [fail(person.account, stranger(random), tls=True) for person in EVERYBODY]
        yield from at(night, together(guesses))


SCENARIO = Scenario(
    Setup(accounts("newsletter", "scanner"), begins="2026-02-28 23:59", names=NAMES),
    moments,
    tells="a month of honest work, and bots that get nowhere",
)
