"""Who works at example.org, from where, and how do they use their mail?"""

from __future__ import annotations

from dataclasses import dataclass

from lab.cast import COPIER, OFFICE, SHOP, Person
from lab.setup import DOMAIN

BRANCH = "192.0.2.195"


@dataclass(frozen=True)
class Colleague(Person):
    """Works in an office, when not at home."""

    office: str = OFFICE
    reads_by_pop3: bool = False


PEOPLE = (
    Colleague("anna.berg", home="192.0.2.11", phone=True, sends=3),
    Colleague("jonas.wolf", home="192.0.2.14", phone=True, at_home=0.1, sends=3),
    Colleague("maria.lindt", home="192.0.2.40", at_home=1, sends=2.5),
    Colleague("peter.kranz", home="192.0.2.19", at_home=0, sends=1.5),
    Colleague("sofia.reuter", home="2001:db8:1a::2c4f", office=BRANCH, at_home=0.2, phone=True),
    Colleague("tim.adler", home="2001:db8:207:4a00::71", at_home=1, phone=True, sends=1.5),
    Colleague("clara.hoff", home="192.0.2.22", at_home=0.2, sends=3),
    Colleague("lukas.brand", home="192.0.2.101", at_home=1, sends=1, reads_by_pop3=True),
    Colleague("nina.falk", home="192.0.2.133", at_home=0.6, sends=1.5, phone=True),
    Colleague("office", home="192.0.2.27", at_home=0, sends=3),
)
ANNA, JONAS, CLARA, NINA = (f"{name}@{DOMAIN}" for name in ("anna.berg", "jonas.wolf", "clara.hoff", "nina.falk"))
NEWSLETTER, SCANNER = f"newsletter@{DOMAIN}", f"scanner@{DOMAIN}"
ACCOUNTS = (*(person.account for person in PEOPLE), NEWSLETTER, SCANNER)

# What a reverse look-up says; every other address is "unknown".
NAMES = {
    OFFICE: "office.example.org",
    BRANCH: "bremen.example.org",
    SHOP: "shop.example.org",
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
    "freemail.example.com": ("t.brandt", "heike.ohlsen"),
    "webpost.example.net": ("steuer.timm", "b.jansen"),
}
CUSTOMERS = tuple(f"{name}@{domain}" for domain, names in _CUSTOMERS.items() for name in names)
_PROVIDERS = ("bigmail.example.net", "freemail.example.com", "webpost.example.net", "elsewhere.example.net")
SUBSCRIBERS = tuple(f"leser{number}.abo@{_PROVIDERS[number % 4]}" for number in range(101, 131))
LEFT_LONG_AGO = SUBSCRIBERS[5:7]
