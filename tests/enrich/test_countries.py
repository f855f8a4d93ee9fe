"""Is the table of countries whole and sane?"""

from __future__ import annotations

import pytest

from postwarden.enrich.countries import countries


def test_all_codes_are_there() -> None:
    assert len(countries()) == 250
    assert all(len(code) == 2 and code.isupper() for code in countries())
    assert len({country.name for country in countries().values()}) == 250


@pytest.mark.parametrize(
    ("code", "lat", "lon", "radius"),
    [  # roughly, by the atlas: centre of the mainland, radius of a disc of its area
        ("DE", 51, 10, 337),
        ("FR", 47, 3, 420),
        ("US", 40, -99, 1580),
        ("FJ", -18, 178, 76),
        ("NZ", -42, 173, 292),
        ("BR", -11, -53, 1645),
        ("RU", 64, 96, 2300),
        ("RE", -21, 55, 29),
    ],
)
def test_centres_and_radii_are_those_of_the_atlas(code: str, lat: float, lon: float, radius: float) -> None:
    country = countries()[code]
    assert (country.lat, country.lon) == pytest.approx((lat, lon), abs=2)
    assert country.radius_km == pytest.approx(radius, rel=0.1)


def test_every_radius_is_that_of_some_land() -> None:
    assert all(0.5 < country.radius_km < 2500 for country in countries().values())
    assert all(-90 < country.lat < 90 and -180 <= country.lon <= 180 for country in countries().values())
