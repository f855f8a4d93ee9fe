"""Who works at the example.org of the stories, from where, and whom do they write to?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from lab.setup import DOMAIN, people

OFFICE, SHOP, COPIER = "192.0.2.226", "192.0.2.230", "192.0.2.235"


@dataclass(frozen=True)
class Person:
    """Somebody with a mailbox. `sends` is per working day, `at_home` the share of days worked from home."""

    name: str
    home: str
    at_home: float = 0.3
    sends: float = 1.5
    phone: bool = False

    @property
    def account(self) -> str:
        return f"{self.name}@{DOMAIN}"


IDA = Person("ida.sommer", "192.0.2.41", phone=True, sends=2)
KARL = Person("karl.winter", "2001:db8:112:7::19", at_home=0.5, phone=True)
ROSA = Person("rosa.anders", "192.0.2.70", at_home=0.1)
EMIL = Person("emil.stein", "2001:db8:2c:3::a4", at_home=0.8, phone=True)
LENA = Person("lena.moor", "192.0.2.140", sends=2)
OTTO = Person("otto.brink", "2001:db8:231:9::5", at_home=1, sends=1)
EVERYBODY = (IDA, KARL, ROSA, EMIL, LENA, OTTO)

# What a reverse look-up says; every other address is `unknown`.
NAMES = {
    OFFICE: "office.example.org",
    SHOP: "shop.example.org",
    COPIER: "copier.example.org",
    IDA.home: "p041.dsl.elbdraht.example.net",
    ROSA.home: "c070.cable.isarnetz.example.net",
    LENA.home: "p140.dsl.elbdraht.example.net",
}

CUSTOMERS = (
    "dispo@hafenlogistik.example.com",
    "k.petersen@hafenlogistik.example.com",
    "bestellung@alpenhandel.example.net",
    "r.keller@werkzeug.example.com",
    "orders@thames.example.net",
    "l.madsen@sundfragt.example.com",
    "karla.voss@bigmail.example.net",
    "heike.ohlsen@freemail.example.com",
    "steuer.timm@webpost.example.net",
)


def accounts(*more: str) -> dict[str, str]:
    """Everybody, and further names of the domain, with their passwords."""
    return people(*(person.name for person in EVERYBODY), *more)


def circle(person: Person) -> Sequence[str]:
    """Whom somebody writes to: four customers, three colleagues."""
    at = EVERYBODY.index(person)
    colleagues = [other.account for other in EVERYBODY if other is not person]
    return *(CUSTOMERS * 2)[at : at + 4], *colleagues[:3]


def mobile(random: Random) -> str:
    """Where a telephone comes from: the carrier gives it another address every few hours."""
    return f"2001:db8:3{random.randrange(48):02x}:{random.randrange(65536):x}::{random.randrange(1, 65536):x}"
