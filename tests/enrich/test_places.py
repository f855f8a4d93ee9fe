"""Is an address put where the databases say?"""

from __future__ import annotations

import importlib.util
from ipaddress import ip_address, ip_network
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enrich.databases import make
from postwarden.enrich.countries import countries
from postwarden.enrich.databases import DOCUMENTATION
from postwarden.enrich.networks import OwnNetworks
from postwarden.enrich.places import Place, Places, ip_net

TOOL = Path(__file__).parents[2] / "tools/make_documentation_mmdb.py"


INVENTED = Places([DOCUMENTATION], shipped=False)


def test_every_row_of_the_plan_is_in_the_documentation_database() -> None:
    rows = list(_tool().plan(DOCUMENTATION.with_suffix(".md").read_text(encoding="utf-8")))
    assert len(rows) == 52
    for row in rows:
        for address in (ip_network(row["network"])[0], ip_network(row["network"])[-1]):
            place = INVENTED.place(str(address))
            name = countries()[row["country"]].name if row["country"] else ""
            assert (place.country or "", place.place or "") == (
                row["country"],
                ", ".join(filter(None, (row["city"], name))),
            )
            assert (str(place.asn or ""), place.as_name or "") == (row["asn"], row["as_name"])
            if row["lat"]:
                assert (place.lat, place.lon, place.radius_km) == (*map(float, (row["lat"], row["lon"], row["km"])),)


def _tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_documentation_mmdb", TOOL)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_invented_world_is_wide() -> None:
    assert len({INVENTED.place(f"203.0.113.{host}").country for host in range(256)}) == 16


def test_a_country_without_a_city_is_a_disc_around_its_centre() -> None:
    italy = countries()["IT"]
    assert INVENTED.place("198.51.100.225") == Place(
        "198.51.100.0/24", False, "IT", "Italy", italy.lat, italy.lon, italy.radius_km, 64511, "Tevere Invented Telecom"
    )


def test_an_outside_address_that_no_database_knows_has_only_a_network() -> None:
    assert INVENTED.place("198.51.100.250") == Place("198.51.100.0/24")
    assert INVENTED.place("2001:db8:ffff::1") == Place("2001:db8:ffff::/48")


@pytest.mark.parametrize("text", ["", "unknown", "300.1.1.1", "192.0.2", "192.0.2.1 ", "[192.0.2.1]", "a\0b", "\udc80"])
def test_what_is_no_address_has_an_empty_place(text: str) -> None:
    assert INVENTED.place(text) == Place()
    assert ip_net(text) is None


@pytest.mark.parametrize("ip", ["::ffff:192.0.2.1", "::FFFF:c000:201", "::ffff:192.0.2.1%eth0"])
def test_a_mapped_address_is_the_ipv4_address(ip: str) -> None:
    assert INVENTED.place(ip) == INVENTED.place("192.0.2.1")


def test_internal_addresses_have_a_network_and_no_place() -> None:
    places = Places([DOCUMENTATION], OwnNetworks(["192.0.2.224/27"]), shipped=False)
    assert places.place("192.0.2.230") == Place("192.0.2.0/24", internal=True)
    assert places.place("10.9.8.7") == Place("10.9.8.0/24", internal=True)
    assert places.place("fe80::1%eth0") == Place("fe80::/48", internal=True)
    assert not places.place("192.0.2.1").internal


def test_a_city_and_an_as_database_combine(tmp_path: Path) -> None:
    city = make(tmp_path / "city.mmdb", {"203.0.113.0/24": {"country_code": "NG", "city": "Lagos"}})
    operator = make(tmp_path / "asn.mmdb", {"203.0.0.0/16": {"asn": "AS65536", "as_name": "Lagoon"}}, ip_version=4)
    place = Places([operator, city], shipped=False).place("203.0.113.5")
    assert (place.country, place.place, place.asn, place.as_name) == ("NG", "Lagos, Nigeria", 65536, "Lagoon")


def test_the_first_database_that_knows_the_country_is_believed(tmp_path: Path) -> None:
    first = make(tmp_path / "first.mmdb", {"203.0.113.0/25": {"country_code": "NG"}})
    second = make(tmp_path / "second.mmdb", {"203.0.113.0/24": {"country_code": "BR", "city": "Recife"}})
    places = Places([first, second], shipped=False)
    assert [places.place(f"203.0.113.{host}").place for host in (1, 200)] == ["Nigeria", "Recife, Brazil"]


def test_an_ipv4_database_says_nothing_of_ipv6(tmp_path: Path) -> None:
    path = make(tmp_path / "v4.mmdb", {"128.0.0.0/1": {"country_code": "NG"}}, ip_version=4)
    assert Places([path], shipped=False).place("2001:db8::1") == Place("2001:db8::/48")
    assert Places([path, DOCUMENTATION], shipped=False).place("2001:db8::1").country == "DE"


def test_a_country_that_the_table_of_countries_lacks_keeps_its_code(tmp_path: Path) -> None:
    path = make(tmp_path / "eu.mmdb", {"203.0.113.0/24": {"country_code": "EU"}})
    assert Places([path], shipped=False).place("203.0.113.1") == Place("203.0.113.0/24", False, "EU", "EU")


@given(st.one_of(st.ip_addresses(v=4), st.ip_addresses(v=6), st.ip_addresses(network="2001:db8::/32")).map(str))
def test_the_network_is_the_one_of_ipaddress(ip: str) -> None:
    plain = getattr(ip_address(ip), "ipv4_mapped", None) or ip
    expected = ip_network(f"{plain}/{48 if ':' in str(plain) else 24}", strict=False)
    assert ip_net(ip) == str(expected)


@given(st.text(max_size=60))
def test_any_text_gets_a_place(text: str) -> None:
    assert INVENTED.place(text).ip_net == ip_net(text)
