"""Who lives on the invented server, and who knocks at it? Accounts with homes, remote servers, bots.

Names and addresses are from the ranges for documentation (RFC 2606, 3849, 5737) and benchmarking (RFC 2544: the bots).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

T = TypeVar("T")
Random = Callable[[], float]  # random.Random(seed).random: the same numbers in every version of Python

ACCOUNTS = 400
BOTS = 6000
SERVERS = 120
NAMES = (
    "alice",
    "bob",
    "carol",
    "dave",
    "erin",
    "frank",
    "grace",
    "heidi",
    "ivan",
    "judy",
    "mallory",
    "olivia",
    "peggy",
)
DOMAINS = ("example.com", "example.net", "example.org", "shop.example.com", "club.example.org", "law.example.net")
CIPHERS = (
    "TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 (256/256 bits) key-exchange X25519 server-signature ECDSA",
    "TLSv1.2 with cipher ECDHE-RSA-AES256-GCM-SHA384 (256/256 bits)",
)
GUESSED = ("admin", "info", "test", "office", "sales", "postmaster", "root", "scan", "backup", "noreply")


def pick(random: Random, pool: Sequence[T]) -> T:
    """One of the pool, evenly."""
    return pool[int(random() * len(pool))]


@dataclass(frozen=True, slots=True)
class Account:
    """A person: the login name, and where it logs in from (host name, address)."""

    name: str
    homes: tuple[tuple[str, str], ...]
    method: str


@dataclass(frozen=True, slots=True)
class Server:
    """A mail server of somebody else."""

    domain: str
    host: str
    ip: str
    tls: str


@dataclass(frozen=True, slots=True)
class Cast:
    """Everybody, drawn once at the start."""

    accounts: tuple[Account, ...]
    servers: tuple[Server, ...]
    bots: tuple[str, ...]
    victims: tuple[Account, ...] = field(default=())


def cast(random: Random) -> Cast:
    """Draw everybody."""
    accounts = tuple(_account(random, number) for number in range(ACCOUNTS))
    servers = tuple(_server(random, number) for number in range(SERVERS))
    bots = tuple(f"198.{18 + int(random() * 2)}.{int(random() * 256)}.{1 + int(random() * 254)}" for _ in range(BOTS))
    return Cast(accounts, servers, bots, accounts[40::90])


def _account(random: Random, number: int) -> Account:
    name = f"{NAMES[number % len(NAMES)]}{number // len(NAMES) or ''}@{DOMAINS[number % len(DOMAINS)]}"
    home = pick(random, (_new_home, _old_home, _old_home, _old_home))
    net = pick(random, ("192.0.2", "203.0.113"))  # one each: the nets are in different countries
    homes = tuple(home(random, net) for _ in range(1 + int(random() * 3)))
    return Account(name, homes, "LOGIN" if random() < 0.2 else "PLAIN")


def _new_home(random: Random, _net: str) -> tuple[str, str]:
    return "unknown", f"2001:db8:{int(random() * 65536):x}:{int(random() * 65536):x}::{1 + int(random() * 65535):x}"


def _old_home(random: Random, net: str) -> tuple[str, str]:
    last = 1 + int(random() * 254)
    return f"dyn-{last}.{net.replace('.', '-')}.example.net", f"{net}.{last}"


def _server(random: Random, number: int) -> Server:
    domain = f"d{number}.example.{pick(random, ('com', 'net', 'org'))}"
    return Server(domain, f"mx{number % 4}.{domain}", f"198.51.100.{101 + number % 150}", pick(random, CIPHERS))
