"""Who is a person, as far as a mail server notices?"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from random import Random

from ..clock import Moment, Month
from ..geography.access import Access
from ..geography.countries import Place
from ..geography.networks import Client
from ..geography.world import World
from ..outside.people import Contacts, Outside
from ..server.intents import Intent

EVERY_DAY = frozenset(range(7))


@dataclass(frozen=True, slots=True)
class Domain:
    """A company, club or provider whose mail is kept here."""

    name: str
    kind: str
    place: Place
    offset: float
    office: Access | None
    bare: bool  # logins are written without the domain
    internal: float  # share of mail that goes to colleagues


@dataclass(frozen=True, slots=True)
class Habit:
    """How the mail program is set up."""

    protocol: str = "imap"
    method: str = "PLAIN"
    service: str = "submission"


@dataclass(frozen=True, slots=True)
class Hours:
    """When somebody is at it: local hours, may run past midnight."""

    begin: float = 8.0
    end: float = 17.5
    outside: float = 0.12  # share of acts in the evening
    weekend: float = 0.15  # activity on Saturdays and Sundays

    def draw(self, rng: Random, weekend: bool) -> float:
        """An hour of the day."""
        if weekend or rng.random() < self.outside:
            return rng.triangular(max(7.0, self.begin - 1), max(23.5, self.end), 20.0 if not weekend else 14.0)
        middle = (self.begin + self.end) / 2
        centre = self.begin + 1.5 if rng.random() < 0.55 else middle + 2
        return min(max(rng.gauss(centre, 1.4), self.begin - 0.7), self.end + 0.7)


@dataclass(frozen=True, slots=True)
class Stay:
    """Somewhere else for a while; `busy` is how active the person is there."""

    begin: Moment
    end: Moment
    access: Access | None  # None: no network, no mail
    busy: float = 1.0
    offset: float | None = None  # clocks there, if the person lives by them
    outdoors: Access | None = None  # the phone without Wi-Fi; None: the same as indoors


@dataclass(frozen=True, slots=True)
class Person:
    """An account and whoever uses it."""

    account: str
    address: str
    domain: Domain
    place: Place  # where the person lives
    home: Access
    work: Access | None
    mobile: Access
    contacts: Contacts
    hours: Hours = Hours()
    habits: tuple[tuple[Moment, Habit], ...] = ((0.0, Habit()),)
    mails_per_day: float = 1.5
    reads_per_day: float = 4.0
    arrivals_per_day: float = 0.8
    phone: float = 0.25  # share of acts by phone; half of them over Wi-Fi
    crowd: float = 0.25  # share of mails with more than one recipient
    home_days: frozenset[int] = frozenset()  # weekdays of work at home
    stays: tuple[Stay, ...] = ()
    senders: tuple[tuple[float, str], ...] = ()  # other names than the own address
    since: Moment = 0.0  # the account is used from then on
    extras: tuple[Extra, ...] = ()
    kinds: tuple[str, ...] = ()

    def habit(self, at: Moment) -> Habit:
        """The set-up at that moment."""
        return next(habit for since, habit in reversed(self.habits) if since <= at or since == 0.0)

    def stay(self, at: Moment) -> Stay | None:
        """Where else than usual the person is; what was added last goes first."""
        return next((stay for stay in reversed(self.stays) if stay.begin <= at < stay.end), None)

    def client(self, at: Moment, device: int, month: Month, outdoors: bool = False) -> Client | None:
        """The address that a device of this person has at that moment; None without network."""
        stay = self.stay(at)
        if stay is not None:
            access = (stay.outdoors if outdoors else None) or stay.access
            return access.client(at, device) if access else None
        if outdoors:
            return self.mobile.client(at, device)
        return self._usual(at, month).client(at, device)

    def _usual(self, at: Moment, month: Month) -> Access:
        hour = at / 3600 + self.domain.offset
        day, hour = int(hour // 24), hour % 24
        at_work = self.hours.begin - 0.4 <= hour <= self.hours.end + 0.4
        if self.work and at_work and not month.weekend(day) and month.weekday(day) not in self.home_days:
            return self.work
        return self.home

    def but(self, **changes: object) -> Person:
        """The same person, but …"""
        return replace(self, **changes)  # type: ignore[arg-type]

    def doing(self, *extras: Extra) -> Person:
        """The same person, who does this as well."""
        return replace(self, extras=self.extras + extras)

    def staying(self, *stays: Stay) -> Person:
        """The same person, who is elsewhere for some time."""
        return replace(self, stays=self.stays + stays)


Extra = Callable[[Person], Iterable[Intent]]
"""What somebody does beside the daily routine."""


@dataclass(frozen=True, slots=True)
class Scene:
    """What a kind of person or attacker may look at, and random numbers of its own."""

    name: str
    rng: Random
    month: Month
    world: World
    outside: Outside

    @property
    def days(self) -> int:
        """Length of the month."""
        return self.month.days

    def workday(self, first: float = 0.0, last: float = 1.0) -> int:
        """A working day within that part of the month."""
        low, high = int(first * self.days), max(int(first * self.days) + 1, int(last * self.days) - 1)
        days = [day for day in range(low, high) if not self.month.weekend(day)]
        return self.rng.choice(days or [low])
