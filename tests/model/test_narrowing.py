"""Does a database keep the rows that are asked for, and say of each whether it is one?"""

from __future__ import annotations

from collections.abc import Callable
from ipaddress import ip_network

import duckdb
import pytest

from postwarden.model.narrowing import EVERYTHING, Asked, lying_in, narrowing

Says = Callable[[str], object]


def told(asked: Asked, *ips: str) -> Says:
    connection = duckdb.connect()
    for query, values in narrowing(asked, ips):
        connection.execute(query, values)

    def says(expression: str) -> object:
        (value,) = connection.execute(f"select {expression}").fetchone() or (None,)
        return value

    return says


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("'anna@example.org'", True),
        ("'ANNA@Example.ORG'", True),
        ("'ben@example.org'", False),
        ("'ben@EXAMPLE.net'", True),
        ("'ben@sub.example.net'", False),
        ("''", False),
        ("null", False),
    ],
)
def test_names_are_addresses_or_whole_domains(value: str, expected: bool) -> None:
    says = told(Asked(accounts=["Anna@example.org", "@Example.net"]))
    assert says(f"wanted({value}, getvariable('accounts'))") is expected


def test_a_row_without_a_name_is_not_wanted_rather_than_unknown() -> None:
    """Null would drop it from a `where`, too, and also from a `where not`."""
    says = told(Asked(senders=["@example.net"]))
    assert says("wanted(null, getvariable('senders'))") is False
    assert says("not wanted(null, getvariable('senders'))") is True
    assert says("wanted(null, getvariable('recipients'))") is True  # nobody in particular is asked for


def test_addresses_are_those_that_were_found() -> None:
    says = told(Asked(networks=[ip_network("192.0.2.0/24")]), "192.0.2.7")
    assert [says(f"wanted_ip({ip})") for ip in ("'192.0.2.7'", "'192.0.2.8'", "null")] == [True, False, False]
    assert told(EVERYTHING)("wanted_ip(null)") is True


def test_moments_are_from_here_to_before_there() -> None:
    says = told(Asked(since=5, until=7))
    assert [says(f"within({moment})") for moment in (4, 5, 6, 7)] == [False, True, True, False]


def test_logins_are_no_mails() -> None:
    assert told(Asked(accounts=["anna@example.org"]))("any_mail()") is True
    assert told(Asked(senders=["anna@example.org"]))("any_mail()") is False


def test_what_is_no_address_lies_nowhere() -> None:
    networks = [ip_network("192.0.2.0/25"), ip_network("2001:db8::/32")]
    assert lying_in(networks, ["unknown", "192.0.2.7", "192.0.2.200", "2001:db8::7"]) == ["192.0.2.7", "2001:db8::7"]
