"""What does a spammer send, to whom and in whose name? Lists of harvested addresses and of forged senders."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

_NAMES = ("service", "noreply", "kundendienst", "support", "billing", "security", "delivery", "rechnung", "konto")
_DOMAINS = ("parcel.example.com", "bank.example.net", "invoice.example.com", "shop.example.net", "tax.example.net")
_SURNAMES = ("meier", "lopez", "smith", "rossi", "nowak", "dupont", "jansen")
_VICTIMS = ("bigmail.example.net", "freemail.example.com", "webpost.example.net", "elsewhere.example.net")
_SHARES = (40, 25, 20, 15)


def victims(random: Random, count: int) -> Sequence[str]:
    """Different addresses, most of them at the big providers."""
    found: dict[str, None] = {}
    while len(found) < count:
        name = f"{random.choice('abcdefghijklmnoprstw')}.{random.choice(_SURNAMES)}{random.randrange(1000)}"
        found[f"{name}@{random.choices(_VICTIMS, _SHARES)[0]}"] = None
    return tuple(found)


def forged(random: Random) -> str:
    """A sender that has nothing to do with the account."""
    return f"{random.choice(_NAMES)}@{random.choice(_DOMAINS)}"
