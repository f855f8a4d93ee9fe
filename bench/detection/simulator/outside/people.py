"""To whom does somebody write, and to whom do spammers?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from ..chance import source, weighted, zipf
from . import names
from .providers import LARGE, Provider, companies

LEARNS = 0.6  # of those who get a mail back do not try again
PRIVATE = 0.4  # of the strangers have their mailbox with a large provider


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody who gets mail."""

    address: str
    exists: bool = True

    @property
    def domain(self) -> str:
        """What stands behind the @."""
        return self.address.rpartition("@")[2]


class Outside:
    """Everybody who is not on this server."""

    def __init__(self, seed: int) -> None:
        self.companies = companies(source(seed, "outside"))
        self.by_domain = {provider.domain: provider for provider in (*LARGE, *self.companies)}
        self._large = tuple((provider.share, provider) for provider in LARGE)

    def stranger(self, rng: Random, dead: float = 0.0, private: float = PRIVATE) -> Recipient:
        """Somebody whom nobody here knows; with probability `dead` the mailbox does not exist (any more)."""
        provider = self.private(rng) if rng.random() < private else rng.choice(self.companies)
        return Recipient(f"{names.mailbox(rng)}@{provider.domain}", rng.random() >= dead)

    def private(self, rng: Random) -> Provider:
        """A large provider, by its share of the market."""
        return weighted(rng, self._large)

    def strangers(self, rng: Random, number: int, dead: float, private: float = PRIVATE) -> list[Recipient]:
        """That many different ones."""
        found: dict[str, Recipient] = {}
        while len(found) < number:
            somebody = self.stranger(rng, dead, private)
            found.setdefault(somebody.address, somebody)
        return list(found.values())


@dataclass(slots=True)
class Contacts:
    """The people whom one person writes to: a few often, many seldom, now and then somebody new."""

    outside: Outside
    colleagues: Sequence[str]  # those one has to do with, the closest first
    known: list[Recipient]
    novelty: float  # share of recipients who are new
    internal: float  # share of recipients who are colleagues
    dead: float  # share of new addresses that do not exist
    everybody: Sequence[str] = ()  # all addresses of the domain

    def pick(self, rng: Random) -> Recipient:
        """One recipient."""
        if self.colleagues and rng.random() < self.internal:
            return Recipient(self.colleagues[zipf(rng, len(self.colleagues))])
        if not self.known or rng.random() < self.novelty:
            somebody = self.outside.stranger(rng, self.dead)
            if somebody.exists:
                self.known.insert(rng.randrange(len(self.known) + 1), somebody)
            return somebody
        somebody = self.known[zipf(rng, len(self.known))]
        if not somebody.exists and rng.random() < LEARNS:
            self.known.remove(somebody)
        return somebody

    def several(self, rng: Random, number: int) -> tuple[Recipient, ...]:
        """Up to that many different ones."""
        return tuple({somebody.address: somebody for somebody in (self.pick(rng) for _ in range(number))}.values())
