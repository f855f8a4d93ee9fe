"""Who works at example.org, from where, and how do they use their mail?"""

from __future__ import annotations

from dataclasses import dataclass

from lab.setup import DOMAIN

OFFICE = "192.0.2.226"
BRANCH = "192.0.2.195"
APPLICATION = "192.0.2.230"
COPIER = "192.0.2.235"


@dataclass(frozen=True)
class Person:
    """Somebody with a mailbox. `sends` is per working day, `at_home` the share of days worked from home."""

    name: str
    home: str
    office: str = OFFICE
    at_home: float = 0.3
    sends: float = 2.0
    phone: bool = False
    reads_by_pop3: bool = False

    @property
    def account(self) -> str:
        return f"{self.name}@{DOMAIN}"


PEOPLE = (
    Person("anna.berg", home="192.0.2.11", phone=True, sends=3),
    Person("jonas.wolf", home="192.0.2.14", phone=True, at_home=0.1, sends=3),
    Person("maria.lindt", home="192.0.2.40", at_home=1, sends=2.5),
    Person("peter.kranz", home="192.0.2.19", at_home=0, sends=1.5),
    Person("sofia.reuter", home="2001:db8:1a::2c4f", office=BRANCH, at_home=0.2, phone=True),
    Person("tim.adler", home="2001:db8:207:4a00::71", at_home=1, phone=True, sends=1.5),
    Person("clara.hoff", home="192.0.2.22", at_home=0.2, sends=3),
    Person("lukas.brand", home="192.0.2.101", at_home=1, sends=1, reads_by_pop3=True),
    Person("nina.falk", home="192.0.2.133", at_home=0.6, sends=1.5, phone=True),
    Person("office", home="192.0.2.27", at_home=0, sends=3),
)
ANNA, JONAS, CLARA, NINA = (f"{name}@{DOMAIN}" for name in ("anna.berg", "jonas.wolf", "clara.hoff", "nina.falk"))
NEWSLETTER, SCANNER = f"newsletter@{DOMAIN}", f"scanner@{DOMAIN}"
ACCOUNTS = (*(person.account for person in PEOPLE), NEWSLETTER, SCANNER)

# What a reverse look-up says; every other address is "unknown".
NAMES = {
    OFFICE: "office.example.org",
    BRANCH: "bremen.example.org",
    APPLICATION: "shop.example.org",
    COPIER: "copier.example.org",
    "192.0.2.11": "p011.dsl.elbdraht.example.net",
    "192.0.2.14": "p014.dsl.elbdraht.example.net",
    "192.0.2.19": "p019.dsl.elbdraht.example.net",
    "192.0.2.22": "p022.dsl.elbdraht.example.net",
    "192.0.2.40": "p040.dsl.elbdraht.example.net",
    "192.0.2.101": "c101.cable.isarnetz.example.net",
    "192.0.2.133": "p133.dsl.elbdraht.example.net",
}

_CUSTOMERS = {
    "hafenlogistik.example.com": ("dispo", "k.petersen", "buchhaltung"),
    "alpenhandel.example.net": ("bestellung", "m.huber"),
    "werkzeug.example.com": ("verkauf", "r.keller", "info"),
    "thames.example.net": ("j.barrow", "orders"),
    "sundfragt.example.com": ("l.madsen", "spedition"),
    "bigmail.example.net": ("karla.voss", "dieter.m", "familie.lund"),
    "freemail.example.com": ("t.brandt71", "heike.ohlsen"),
    "webpost.example.net": ("steuer.timm", "b.jansen"),
}
CUSTOMERS = tuple(f"{name}@{domain}" for domain, names in _CUSTOMERS.items() for name in names)
_PROVIDERS = ("bigmail.example.net", "freemail.example.com", "webpost.example.net", "elsewhere.example.net")
SUBSCRIBERS = tuple(f"leser{number:03d}@{_PROVIDERS[number % 4]}" for number in range(101, 131))
LEFT_LONG_AGO = SUBSCRIBERS[5:7]
