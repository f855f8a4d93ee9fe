"""Which of several networks is an address in?"""

from __future__ import annotations

from ipaddress import ip_address, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postwarden.enrich.networks import NetworkIndex

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
