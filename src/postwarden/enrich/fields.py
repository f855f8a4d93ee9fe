"""What does each vendor's database call the country, the city, the position and the operator?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from math import isfinite
from typing import TypeVar

Keys = tuple[str, ...]
T = TypeVar("T")

# The first name that holds a usable value wins. GeoLite2, GeoIP2 and DB-IP nest; ip-location-db and IPinfo are flat.
NAMES: Mapping[str, tuple[Keys, ...]] = {
    "country": (
        ("country", "iso_code"),
        ("country_code",),  # ip-location-db, IPinfo Lite (whose `country` is a name)
        ("country",),  # IPinfo country, location
        ("geo", "country_code"),  # IPinfo Core and Plus
        ("registered_country", "iso_code"),  # GeoLite2 where no user's country is known
    ),
    "city": (("city", "names", "en"), ("city",), ("geo", "city")),
    "lat": (("location", "latitude"), ("latitude",), ("lat",), ("geo", "latitude")),
    "lon": (("location", "longitude"), ("longitude",), ("lng",), ("geo", "longitude")),
    "radius": (("location", "accuracy_radius"), ("accuracy_radius",), ("radius",), ("geo", "radius")),
    "asn": (("autonomous_system_number",), ("asn",), ("as", "asn"), ("traits", "autonomous_system_number")),
    "as_name": (
        ("autonomous_system_organization",),
        ("as_name",),
        ("as", "name"),
        ("traits", "autonomous_system_organization"),
        ("as_domain",),
        ("name",),  # IPinfo ASN
    ),
}


@dataclass(frozen=True, slots=True)
class Facts:
    """What one or several databases know of an address."""

    country: str | None = None
    city: str | None = None
    lat: float | None = None
    lon: float | None = None
    radius: float | None = None
    asn: int | None = None
    as_name: str | None = None

    def filled_from(self, other: Facts) -> Facts:
        """What is lacking is taken over from `other`; a city or position only where both name the same country."""
        known = self
        if self.asn is None:
            known = replace(known, asn=other.asn, as_name=other.as_name)
        if self.country in (None, other.country) and other._detail() > self._detail():
            known = replace(other, asn=known.asn, as_name=known.as_name)
        return known

    def _detail(self) -> int:
        """City and position are taken together or not at all: half of each would be a third place."""
        return 4 * (self.country is not None) + (self.city is not None) + (self.lat is not None)


def facts(record: object) -> Facts:
    """The facts in a database's record, whoever made it."""
    lat = _first(record, "lat", lambda value: _number(value, 90))
    lon = _first(record, "lon", lambda value: _number(value, 180))
    placed = lat is not None and lon is not None
    asn = _first(record, "asn", _asn)
    return Facts(
        country=_first(record, "country", _code),
        city=_first(record, "city", _text),
        lat=lat if placed else None,
        lon=lon if placed else None,
        radius=_first(record, "radius", lambda value: _number(value, 20_000)) if placed else None,
        asn=asn,
        as_name=_first(record, "as_name", _text) if asn is not None else None,
    )


def _first(record: object, field: str, usable: Callable[[object], T | None]) -> T | None:
    for keys in NAMES[field]:
        value = record
        for key in keys:
            value = value.get(key) if isinstance(value, dict) else None
        if value is not None and (found := usable(value)) is not None:
            return found
    return None


def _code(value: object) -> str | None:
    return value.upper() if isinstance(value, str) and len(value) == 2 and value.isascii() and value.isalpha() else None


def _text(value: object) -> str | None:
    return value.strip() or None if isinstance(value, str) else None


def _number(value: object, most: float) -> float | None:
    """Some vendors write their numbers as text."""
    if not isinstance(value, str | int | float):
        return None
    try:
        number = float(value)
    except ValueError:
        return None
    return number if isfinite(number) and abs(number) <= most else None


def _asn(value: object) -> int | None:
    """64496, "64496" or "AS64496"."""
    digits = value.upper().removeprefix("AS") if isinstance(value, str) else str(value)
    return int(digits) if digits.isascii() and digits.isdecimal() and 0 < int(digits) < 2**32 else None
