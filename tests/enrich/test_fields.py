"""Are the field names of every vendor understood?"""

from __future__ import annotations

from pathlib import Path

import pytest

from enrich.databases import make
from postwarden.enrich.fields import Facts, facts
from postwarden.enrich.places import Place, Places

NET = "192.0.2.0/24"
HAMBURG = Place(NET, False, "DE", "Hamburg, Germany", 53.6, 10.0, 10.0, 64496, "Elbdraht")
NAMES = {"en": "Hamburg", "de": "Hamburg"}
VENDORS: dict[str, tuple[list[dict[str, object]], Place]] = {
    "GeoLite2 City and ASN": (
        [
            {
                "city": {"names": NAMES},
                "country": {"iso_code": "DE", "names": {"en": "Germany"}},
                "location": {"latitude": 53.6, "longitude": 10.0, "accuracy_radius": 10},
                "registered_country": {"iso_code": "FR"},
            },
            {"autonomous_system_number": 64496, "autonomous_system_organization": "Elbdraht"},
        ],
        HAMBURG,
    ),
    "GeoIP2 Enterprise": (
        [
            {
                "city": {"names": NAMES},
                "country": {"iso_code": "DE"},
                "location": {"latitude": 53.6, "longitude": 10.0, "accuracy_radius": 10},
                "traits": {"autonomous_system_number": 64496, "autonomous_system_organization": "Elbdraht"},
            }
        ],
        HAMBURG,
    ),
    "GeoLite2 where only the registration is known": (
        [{"registered_country": {"iso_code": "DE"}}],
        Place(NET, False, "DE", "Germany", 51.05, 10.36, 336.7),
    ),
    "DB-IP City Lite, which has no radius": (
        [
            {
                "city": {"names": {"en": "Hamburg"}},
                "continent": {"code": "EU"},
                "country": {"iso_code": "DE", "is_in_european_union": True},
                "location": {"latitude": 53.6, "longitude": 10.0},
                "subdivisions": [{"names": {"en": "Hamburg"}}],
            }
        ],
        Place(NET, False, "DE", "Hamburg, Germany", 53.6, 10.0, 50.0),
    ),
    "IPinfo Lite": (
        [
            {
                "asn": "AS64496",
                "as_name": "Elbdraht",
                "as_domain": "example.net",
                "continent": "Europe",
                "continent_code": "EU",
                "country": "Germany",
                "country_code": "DE",
            }
        ],
        Place(NET, False, "DE", "Germany", 51.05, 10.36, 336.7, 64496, "Elbdraht"),
    ),
    "IPinfo country and ASN of old": (
        [
            {"country": "DE", "country_name": "Germany", "asn": "AS64496", "as_domain": "example.net"},
        ],
        Place(NET, False, "DE", "Germany", 51.05, 10.36, 336.7, 64496, "example.net"),
    ),
    "IPinfo location, numbers as text": (
        [{"city": "Hamburg", "country": "DE", "lat": "53.6", "lng": "10.0", "region": "Hamburg"}],
        Place(NET, False, "DE", "Hamburg, Germany", 53.6, 10.0, 50.0),
    ),
    "IPinfo Core": (
        [
            {
                "geo": {"city": "Hamburg", "country_code": "DE", "latitude": 53.6, "longitude": 10.0, "radius": 10},
                "as": {"asn": "AS64496", "name": "Elbdraht"},
            }
        ],
        HAMBURG,
    ),
    "ip-location-db country, ASN": (
        [
            {"country_code": "DE"},
            {"autonomous_system_number": 64496, "autonomous_system_organization": "Elbdraht"},
        ],
        Place(NET, False, "DE", "Germany", 51.05, 10.36, 336.7, 64496, "Elbdraht"),
    ),
    "ip-location-db city": (
        [{"city": "Hamburg", "country_code": "DE", "latitude": 53.6, "longitude": 10.0, "timezone": "Europe/Berlin"}],
        Place(NET, False, "DE", "Hamburg, Germany", 53.6, 10.0, 50.0),
    ),
}


@pytest.mark.parametrize("vendor", VENDORS)
@pytest.mark.parametrize("ip_version", [4, 6])
def test_a_vendors_database_is_understood(tmp_path: Path, vendor: str, ip_version: int) -> None:
    records, expected = VENDORS[vendor]
    files = [
        make(tmp_path / f"{number}.mmdb", {NET: record}, ip_version=ip_version) for number, record in enumerate(records)
    ]
    assert Places(files, shipped=False).place("192.0.2.1") == expected


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        (None, Facts()),
        ("DE", Facts()),
        ({"country": "Germany", "asn": "unknown", "city": " "}, Facts()),
        ({"country": {"iso_code": 49}, "country_code": "de"}, Facts(country="DE")),
        ({"location": {"latitude": 53.6}}, Facts()),
        ({"latitude": "nan", "longitude": "10"}, Facts()),
        ({"latitude": 91, "longitude": 10}, Facts()),
        ({"asn": 0, "as_name": "nobody"}, Facts()),
        ({"asn": "64496", "name": "Elbdraht"}, Facts(asn=64496, as_name="Elbdraht")),
    ],
)
def test_unusable_values_are_left_out(record: object, expected: Facts) -> None:
    assert facts(record) == expected


CITY = Facts("DE", "Hamburg", 53.6, 10.0, 10.0)


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (Facts(), CITY, CITY),
        (CITY, Facts(), CITY),
        (CITY, Facts("DE", "Munich", 48.1, 11.6), CITY),
        (Facts("DE"), CITY, CITY),
        (Facts("DE", None, 51.2, 10.4, 200.0), CITY, CITY),
        (Facts("FR"), CITY, Facts("FR")),
        (CITY, Facts(asn=64496, as_name="Elbdraht"), Facts("DE", "Hamburg", 53.6, 10.0, 10.0, 64496, "Elbdraht")),
        (Facts(asn=64496), Facts("DE", asn=64497, as_name="Other"), Facts("DE", asn=64496)),
    ],
)
def test_later_databases_fill_what_earlier_ones_lack(first: Facts, second: Facts, expected: Facts) -> None:
    assert first.filled_from(second) == expected
