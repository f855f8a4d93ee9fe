"""Where does the geography data believe that addresses are? Written as a file for a program that knows GeoLite2.

The data is as wrong as real data is. Measured against known places (arXiv 2605.21937: GeoLite2, IPinfo, IP2Location,
DB-IP), the median error is 3 to 16 km for fixed lines and 179 to 207 km for mobile ones, whose prefixes mostly span
more than 100 km; the numbers below give errors of that order. Large accuracy radii go with wrong cities. A fixed
operator's region is not right or wrong as a whole, a carrier's exit is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from random import Random

from mmdb_writer import MMDBWriter
from netaddr import IPSet  # type: ignore[import-untyped]

from ..chance import source, weighted
from .countries import COUNTRIES, Place
from .networks import Block

# The smallest piece that the data knows: an eighth of a region; of a carrier it knows the exit and nothing below.
PREFIX = 45
PREFIX_OF_CARRIERS = 42
_RADII = {  # km, by how often they are given
    "fixed": ((3, 5), (5, 10), (6, 20), (4, 50), (3, 100), (1, 200), (0.5, 500)),
    "business": ((3, 1), (3, 5), (5, 10), (5, 20), (2, 50), (1, 100)),
    "mobile": ((1, 20), (3, 50), (4, 100), (5, 200), (4, 500), (4, 1000)),
    "satellite": ((1, 500), (3, 1000)),
}
_OTHER_RADII = ((1, 20), (1, 50), (1, 100), (2, 1000))
_WRONG_CITY = {1: 0.01, 5: 0.01, 10: 0.01, 20: 0.01, 50: 0.04, 100: 0.12, 200: 0.3, 500: 0.5, 1000: 0.7}
_WRONG_COUNTRY = {
    "fixed": 0.001,
    "business": 0.003,
    "mobile": 0.005,
    "hosting": 0.05,
    "vpn": 0.15,  # some exits are not where their operators say
    "anonymiser": 0.1,
}


def write_database(path: Path, seed: int, blocks: Iterable[Block]) -> None:
    """Countries, cities, coordinates with accuracy radii, and operators, in one file."""
    rng = source(seed, "geography data")
    writer = MMDBWriter(6, ipv4_compatible=True, database_type="Invented-City-ASN", float_type="f64")
    for block in blocks:
        for network in _pieces(block):
            writer.insert_network(IPSet([str(network)]), _record(block, rng))
    writer.to_db_file(str(path))


def _pieces(block: Block) -> Iterator[IPv4Network | IPv6Network]:
    if isinstance(block.network, IPv4Network):
        yield block.network
    else:
        carrier = block.operator.kind in ("mobile", "satellite")
        yield from block.network.subnets(new_prefix=PREFIX_OF_CARRIERS if carrier else PREFIX)


def _record(block: Block, rng: Random) -> dict[str, object]:
    radius = weighted(rng, _RADII.get(block.operator.kind, _OTHER_RADII))
    place = _believed(block, radius, rng)
    return {
        "city": {"names": {"en": place.city}},
        "country": {"iso_code": place.country, "names": {"en": place.country}},
        "location": {"latitude": place.lat, "longitude": place.lon, "accuracy_radius": radius},
        "autonomous_system_number": block.operator.asn,
        "autonomous_system_organization": block.operator.name,
    }


def _believed(block: Block, radius: int, rng: Random) -> Place:
    if rng.random() < _WRONG_COUNTRY.get(block.operator.kind, 0):
        return rng.choice(COUNTRIES[rng.choice(sorted(COUNTRIES))].places)
    wrong = rng.random() < _WRONG_CITY[radius]
    return rng.choice(COUNTRIES[block.place.country].places) if wrong else block.place
