"""Who operates which addresses, and where are they?"""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network
from random import Random

from .countries import Place

SUBNETS = 64  # /48s in the /42 that an operator has for a region
_LAST_16_BITS = 1 << 16


@dataclass(frozen=True, slots=True)
class Client:
    """Who connects, as the server sees it: an address and its confirmed host name."""

    ip: str
    host: str = "unknown"

    @property
    def named(self) -> str:
        """As Postfix writes it."""
        return f"{self.host}[{self.ip}]"


@dataclass(frozen=True, slots=True)
class Operator:
    """An autonomous system."""

    name: str
    asn: int
    kind: str  # fixed, mobile, business, hosting, vpn, anonymiser, mail cloud, gateway, satellite
    country: str
    domain: str | None  # of its host names, where it gives any


@dataclass(frozen=True, slots=True)
class Block:
    """Addresses of one operator in one region: a /24 of the old protocol or a /42 of the new one."""

    network: IPv4Network | IPv6Network
    operator: Operator
    place: Place

    @property
    def old(self) -> bool:
        """IPv4?"""
        return self.network.version == 4

    def machine(self, rng: Random) -> Client:
        """A machine that keeps its address for as long as somebody asks for it."""
        base = int(self.network.network_address)
        if self.old:
            return self._named(IPv4Address(base + rng.randint(2, 253)))
        return Client(str(IPv6Address(base + (rng.randrange(SUBNETS) << 80) + rng.randrange(1, _LAST_16_BITS))))

    def line(self, rng: Random) -> int:
        """The /64 of a subscriber, as a number; an IPv4 subscriber has one address."""
        base = int(self.network.network_address)
        if self.old:
            return base + rng.randint(2, 253)
        return base + (rng.randrange(SUBNETS) << 80) + (rng.randrange(_LAST_16_BITS) << 64)

    def host(self, line: int, interface: int) -> Client:
        """A device of that subscriber; `interface` is the second half of an IPv6 address."""
        return self._named(IPv4Address(line)) if self.old else Client(str(IPv6Address(line + interface)))

    def _named(self, address: IPv4Address) -> Client:
        domain = self.operator.domain
        return Client(str(address), f"ip-{str(address).replace('.', '-')}.{domain}" if domain else "unknown")
