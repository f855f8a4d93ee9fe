"""Which addresses count as internal?"""

from __future__ import annotations

import subprocess
from ipaddress import ip_address, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postwarden.enrich import networks
from postwarden.enrich.networks import ALWAYS, OwnNetworks, mynetworks, networks_of, packed

OWN = ("192.0.2.64/26", "198.51.100.7", "2001:db8:5::/48")


@pytest.mark.parametrize(
    "ip",
    [
        "10.1.2.3",
        "127.0.0.1",
        "169.254.1.1",
        "172.31.255.255",
        "192.168.0.1",
        "100.64.0.1",
        "0.0.0.0",
        "::",
        "::1",
        "fe80::1",
        "fe80::1%eth0",
        "fd00::1",
        "::ffff:10.0.0.1",
        "::ffff:a00:1",
    ],
)
def test_private_and_local_addresses_are_always_internal(ip: str) -> None:
    assert OwnNetworks().internal(ip)


@pytest.mark.parametrize(
    "ip", ["192.0.2.1", "198.51.100.1", "203.0.113.1", "2001:db8::1", "172.32.0.0", "100.128.0.0", "::2", "fec0::1"]
)
def test_documentation_and_public_addresses_are_not(ip: str) -> None:
    assert not OwnNetworks().internal(ip)


@pytest.mark.parametrize(
    "text", ["", "unknown", "300.1.1.1", "10.0.0", "10.0.0.1 ", "a\0b", "::ffff:10.0.0.300", "\udcff"]
)
def test_what_is_no_address_is_not_internal(text: str) -> None:
    assert packed(text) is None
    assert not OwnNetworks().internal(text)


def test_networks_of_ones_own_are_internal_to_their_last_address() -> None:
    own = OwnNetworks(OWN)
    assert [own.internal(ip) for ip in ("192.0.2.63", "192.0.2.64", "192.0.2.127", "192.0.2.128")] == [0, 1, 1, 0]
    assert own.internal("198.51.100.7")
    assert own.internal("2001:db8:5:ffff::")
    assert own.internal("::ffff:192.0.2.65")


def test_a_mapped_network_is_an_ipv4_network() -> None:
    assert OwnNetworks(["[::ffff:192.0.2.0]/120"]).internal("192.0.2.9")


def test_a_bad_network_is_named() -> None:
    with pytest.raises(ValueError, match=r"'192\.0\.2\.0/33' is no network: expected one like 192\.0\.2\.0/24"):
        OwnNetworks(["192.0.2.0/33"])


@given(st.one_of(st.ip_addresses(v=4), st.ip_addresses(v=6), st.ip_addresses(network="192.0.2.0/24")))
def test_the_answer_is_that_of_ipaddress(address: object) -> None:
    address = ip_address(str(address))
    known = [ip_network(net, strict=False) for net in (*ALWAYS, *OWN)]
    plain = getattr(address, "ipv4_mapped", None) or address
    expected = any(plain in net for net in known if net.version == plain.version)
    assert OwnNetworks(OWN).internal(str(address)) is expected


@given(st.text(alphabet="0123456789abcdef.:%x/[] \n", max_size=45))
def test_any_text_is_an_address_or_none(text: str) -> None:
    try:
        expected = ip_address(text).packed
    except ValueError:
        assert packed(text) is None or "%" in text
    else:
        assert packed(text) in (expected, expected[12:])


def test_mynetworks_is_read_as_postfix_writes_it() -> None:
    setting = "127.0.0.0/8, [::ffff:127.0.0.0]/104 [::1]/128\n  192.0.2.5/24 hash:/etc/postfix/table /etc/postfix/file"
    assert networks_of(setting) == ("127.0.0.0/8", "127.0.0.0/8", "::1/128", "192.0.2.0/24")


def test_an_open_relays_mynetworks_makes_nobody_internal() -> None:
    assert networks_of("0.0.0.0/0 [::]/0 10.0.0.0/8") == ("10.0.0.0/8",)


def test_an_excluded_address_is_not_ones_own() -> None:
    own = OwnNetworks(networks_of("!192.0.2.7 !2001:db8::/64 192.0.2.0/24 [2001:db8::]/48 !192.0.2.9"))
    assert [own.internal(f"192.0.2.{host}") for host in (6, 7, 8, 9)] == [1, 0, 1, 1]
    assert own.internal("2001:db8:0:1::")
    assert not own.internal("2001:db8::1")
    assert networks_of("!192.0.2.0/24 192.0.2.0/25") == ()


def test_postconf_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(networks.shutil, "which", lambda name: f"/usr/sbin/{name}")
    asked: list[list[str]] = []

    def answer(command: list[str], **options: object) -> subprocess.CompletedProcess[str]:
        asked.append(command)
        return subprocess.CompletedProcess(command, 0, "192.0.2.0/24\n", "")

    monkeypatch.setattr(networks.subprocess, "run", answer)
    assert mynetworks() == ("192.0.2.0/24",)
    assert asked == [["postconf", "-h", "mynetworks"]]


@pytest.mark.parametrize(
    "failure",
    [subprocess.TimeoutExpired("postconf", 5), subprocess.CalledProcessError(1, "postconf"), PermissionError()],
)
def test_a_postconf_that_does_not_answer_is_none(monkeypatch: pytest.MonkeyPatch, failure: Exception) -> None:
    def answer(command: list[str], **options: object) -> None:
        raise failure

    monkeypatch.setattr(networks.shutil, "which", lambda name: name)
    monkeypatch.setattr(networks.subprocess, "run", answer)
    assert mynetworks() == ()


def test_no_postconf_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(networks.shutil, "which", lambda name: None)
    assert mynetworks() == ()
