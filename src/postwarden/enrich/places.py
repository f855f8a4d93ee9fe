"""Where is an address, and whose is it?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property, reduce
from pathlib import Path
from socket import AF_INET6, inet_ntop

from postwarden.enrich.countries import countries
from postwarden.enrich.databases import SHIPPED, Database, installed, opened
from postwarden.enrich.fields import Facts, facts
from postwarden.enrich.networks import OwnNetworks, packed

CITY_KM = 50.0  # where the data names a city and no radius


@dataclass(frozen=True, slots=True)
class Location:
    """What is known of the surroundings; many addresses share one."""

    country: str | None = None
    place: str | None = None
    lat: float | None = None
    lon: float | None = None
    radius_km: float | None = None
    asn: int | None = None
    as_name: str | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """The columns `PLACE` of the tables, for one address."""

    ip_net: str | None = None
    internal: bool = False
    country: str | None = None
    place: str | None = None
    lat: float | None = None
    lon: float | None = None
    radius_km: float | None = None
    asn: int | None = None
    as_name: str | None = None


NOWHERE = Location()


class Places:
    """Places addresses by the databases given, then by this machine's, then by the shipped country table.

    `shipped=False` asks only the databases given. Raises DatabaseError for a given file that is none.
    """

    def __init__(
        self,
        databases: Sequence[Path] = (),
        own: OwnNetworks | Callable[[], OwnNetworks] | None = None,
        *,
        shipped: bool = True,
    ) -> None:
        """`own` may be a function, which is called when the first address is placed."""
        self._given = own or OwnNetworks()
        self._databases = opened(databases)
        self._complaints: list[str] = []
        if shipped:
            found, self._complaints = installed()
            self._databases += [*found, Database(SHIPPED)]
        self._all = [database.find for database in self._databases]
        self._v6 = [database.find for database in self._databases if database.ipv6]
        self._locations: dict[tuple[int, ...], Location] = {}

    @cached_property
    def _own(self) -> OwnNetworks:
        return self._given if isinstance(self._given, OwnNetworks) else self._given()

    def place(self, ip: str) -> Place:
        """Empty for what is no address."""
        net, internal, at = self.resolve(ip)
        return Place(net, internal, at.country, at.place, at.lat, at.lon, at.radius_km, at.asn, at.as_name)

    def resolve(self, ip: str) -> tuple[str | None, bool, Location]:
        """Network, internal and location: what `place` says, the same object for the same location."""
        address = packed(ip)
        if address is None:
            return None, False, NOWHERE
        text = _text(ip, address)
        net = _net(text, address)
        return (net, True, NOWHERE) if self._own.holds(address) else (net, False, self._located(text, address))

    def internal(self, network: str) -> bool:
        """Whether any address of a network is of this house."""
        return self._own.touches(network)

    def descriptions(self, today: date | None = None) -> tuple[str, ...]:
        """Name, date and age of each database, in the order in which they are asked; then the files left out."""
        day = today or datetime.now(UTC).date()
        return (*(database.described(day) for database in self._databases), *self._complaints)

    def _located(self, text: str, address: bytes) -> Location:
        key = tuple([find(address) for find in (self._all if len(address) == 4 else self._v6)])
        location = self._locations.get(key)
        if location is None:
            records = (database.record(text) for database in self._databases)
            location = _location(reduce(Facts.filled_from, map(facts, records), Facts()))
            self._locations[key] = location
        return location


def ip_net(ip: str) -> str | None:
    """The /24 or /48 around an address; None for what is no address."""
    address = packed(ip)
    return None if address is None else _net(_text(ip, address), address)


def _text(ip: str, address: bytes) -> str:
    """The address without zone and ::ffff:."""
    if ":" not in ip:
        return ip
    return ".".join(map(str, address)) if len(address) == 4 else ip.partition("%")[0]


def _net(text: str, address: bytes) -> str:
    if len(address) == 4:
        return text.rpartition(".")[0] + ".0/24"
    return inet_ntop(AF_INET6, address[:6] + bytes(10)) + "/48"


def _location(known: Facts) -> Location:
    country = countries().get(known.country or "")
    name = country.name if country else known.country
    lat, lon, radius = known.lat, known.lon, known.radius
    if country and lat is None:
        lat, lon, radius = country.lat, country.lon, country.radius_km
    elif lat is not None and radius is None:
        radius = CITY_KM if known.city or not country else country.radius_km
    place = ", ".join(part for part in (known.city, name) if part) or None
    return Location(known.country, place, lat, lon, radius, known.asn, known.as_name)
