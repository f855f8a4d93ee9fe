"""Which of several networks is an address in?"""

from __future__ import annotations

from ipaddress import ip_address, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postwarden.enrich.networks import NetworkIndex, OwnNetworks

NETWORKS = (
    "192.0.2.0/24",
    "192.0.2.16/28",
    "192.0.2.17",
    "2001:db8::/32",
    "2001:db8:5::/48",
    "::ffff:198.51.100.0/120",
)


@pytest.mark.parametrize(
    ("ip", "around"),
    [
        ("192.0.2.1", ["192.0.2.0/24"]),
        ("192.0.2.17", ["192.0.2.17", "192.0.2.16/28", "192.0.2.0/24"]),
        ("::ffff:192.0.2.18", ["192.0.2.16/28", "192.0.2.0/24"]),
        ("2001:DB8:5::1", ["2001:db8:5::/48", "2001:db8::/32"]),
        ("198.51.100.4", ["::ffff:198.51.100.0/120"]),
        ("203.0.113.1", []),
        ("unknown", []),
        ("", []),
    ],
)
def test_the_narrowest_comes_first(ip: str, around: list[str]) -> None:
    assert list(NetworkIndex(NETWORKS).around(ip)) == around


@given(st.integers(0, 2**32 - 1), st.integers(0, 2**32 - 1), st.integers(0, 32))
def test_it_says_what_ipaddress_says(address: int, network: int, prefix: int) -> None:
    there = ip_network((network, prefix), strict=False)
    ip = ip_address(address)
    assert bool(NetworkIndex([str(there)]).around(str(ip))) is (ip in there)


@pytest.mark.parametrize(
    ("network", "found"),
    [
        ("192.0.2.0/24", ("192.0.2.0/24", "192.0.0.0/16", "192.0.2.128/25", "192.0.2.255/32")),
        ("192.0.3.0/24", ("192.0.0.0/16",)),
        ("198.51.100.0/24", ()),
        ("2001:db8:5::/48", ("2001:db8::/32", "2001:db8:5:7::/64")),
        ("unknown", ()),
    ],
)
def test_networks_that_share_addresses_with_one(network: str, found: tuple[str, ...]) -> None:
    told = ("192.0.0.0/16", "192.0.2.0/24", "192.0.2.128/25", "192.0.2.255/32", "2001:db8::/32", "2001:db8:5:7::/64")
    assert NetworkIndex(told).touching(network) == found


@pytest.mark.parametrize(
    ("network", "internal"),
    [
        ("203.0.113.0/24", True),
        ("203.0.112.0/24", False),
        ("203.0.114.0/24", False),
        ("10.9.8.0/24", True),
        ("2001:db8:5::/48", True),
        ("2001:db8:6::/48", False),
        ("x", False),
    ],
)
def test_a_network_with_one_address_of_the_house_is_touched(network: str, internal: bool) -> None:
    assert OwnNetworks(["203.0.113.255", "2001:db8:5:ffff::/64"]).touches(network) is internal
