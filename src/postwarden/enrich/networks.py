"""Which addresses are internal, so that they say nothing about where somebody is?"""

from __future__ import annotations

import shutil
import subprocess
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from ipaddress import IPv4Network, IPv6Network, collapse_addresses, ip_network
from socket import AF_INET, AF_INET6, inet_pton
from typing import Any, TypeVar

# Not ipaddress.is_private: that counts the documentation ranges, in which samples and the demonstration live.
ALWAYS = (
    "0.0.0.0/32",
    "10.0.0.0/8",
    "100.64.0.0/10",  # RFC 6598: behind the provider's NAT
    "127.0.0.0/8",
    "169.254.0.0/16",
    "172.16.0.0/12",
    "192.168.0.0/16",
    "::/127",  # unspecified and loopback
    "fc00::/7",
    "fe80::/10",
)
_MAPPED = bytes(10) + b"\xff\xff"
_MAPPED_NET = IPv6Network("::ffff:0:0/96")
_WIDEST = {4: 8, 6: 16}
_POSTCONF_SECONDS = 5

Network = IPv4Network | IPv6Network
N = TypeVar("N", IPv4Network, IPv6Network)


def packed(ip: str) -> bytes | None:
    """The address as 4 or 16 bytes, ::ffff:a.b.c.d as a.b.c.d; None where the text is no address."""
    try:
        if ":" not in ip:
            return inet_pton(AF_INET, ip)
        wide = inet_pton(AF_INET6, ip.partition("%")[0])
    except (OSError, ValueError):
        return None
    return wide[12:] if wide.startswith(_MAPPED) else wide


class OwnNetworks:
    """The networks whose addresses are internal: private ones, loopback and the like, and those given."""

    def __init__(self, networks: Iterable[str] = ()) -> None:
        known = [_network(text) for text in (*ALWAYS, *networks)]
        self._v4 = _ranges(net for net in known if isinstance(net, IPv4Network))
        self._v6 = _ranges(net for net in known if isinstance(net, IPv6Network))

    def internal(self, ip: str) -> bool:
        """False for what is no address: its origin is unknown, not home."""
        address = packed(ip)
        return address is not None and self.holds(address)

    def holds(self, address: bytes) -> bool:
        """The same for an address as `packed` gives it."""
        starts, ends = self._v4 if len(address) == 4 else self._v6
        at = bisect_right(starts, address) - 1
        return at >= 0 and address <= ends[at]

    def touches(self, network: str) -> bool:
        """Whether any of its addresses is internal; False for what is no network."""
        known = _readable(network)
        if known is None:
            return False
        starts, ends = self._v4 if known.version == 4 else self._v6
        at = bisect_right(starts, known[-1].packed) - 1
        return at >= 0 and known[0].packed <= ends[at]


class NetworkIndex:
    """Which of these networks is an address in?"""

    def __init__(self, networks: Iterable[str]) -> None:
        self._by_length: dict[tuple[int, int], dict[int, str]] = {}
        self._starts: dict[int, list[tuple[int, str]]] = {4: [], 6: []}
        for text in networks:
            network = _network(text)
            bits = network.max_prefixlen - network.prefixlen
            known = self._by_length.setdefault((network.max_prefixlen // 8, bits), {})
            known[int(network.network_address) >> bits] = text
            self._starts[network.version].append((int(network.network_address), text))
        for starts in self._starts.values():
            starts.sort()

    def around(self, ip: str) -> tuple[str, ...]:
        """Those that it is in, the narrowest first; none for what is no address."""
        address = packed(ip) or b""
        number = int.from_bytes(address)
        ways = ((bits, known) for (size, bits), known in sorted(self._by_length.items()) if size == len(address))
        return tuple(known[number >> bits] for bits, known in ways if number >> bits in known)

    def touching(self, network: str) -> tuple[str, ...]:
        """Those that share addresses with a network; none for what is no network."""
        asked = _readable(network)
        if asked is None:
            return ()
        starts = self._starts[asked.version]
        begin, end = bisect_left(starts, (int(asked[0]), "")), bisect_left(starts, (int(asked[-1]) + 1, ""))
        inside = (text for _, text in starts[begin:end])
        return tuple(dict.fromkeys((*self.around(str(asked[0])), *inside)))


def _network(text: str) -> Network:
    try:
        network = ip_network(text.strip().replace("[", "").replace("]", ""), strict=False)
    except ValueError:
        raise ValueError(f"{text!r} is no network: expected one like 192.0.2.0/24 or 2001:db8::/32") from None
    if isinstance(network, IPv6Network) and network.subnet_of(_MAPPED_NET):
        return IPv4Network((int(network[0]) & 0xFFFFFFFF, network.prefixlen - 96))
    return network


def _ranges(networks: Iterable[N]) -> tuple[list[bytes], list[bytes]]:
    """First and last addresses, in order, without overlap."""
    merged = sorted(collapse_addresses(networks))
    return [net[0].packed for net in merged], [net[-1].packed for net in merged]


def mynetworks() -> tuple[str, ...]:
    """What Postfix on this host calls its own networks; nothing where there is no Postfix or it does not answer."""
    if shutil.which("postconf") is None:
        return ()
    try:
        said = subprocess.run(
            ["postconf", "-h", "mynetworks"],
            capture_output=True,
            check=True,
            encoding="utf-8",
            errors="replace",
            timeout=_POSTCONF_SECONDS,
        )
    except (OSError, subprocess.SubprocessError):
        return ()
    return networks_of(said.stdout)


def networks_of(setting: str) -> tuple[str, ...]:
    """The networks of a mynetworks setting without its tables, files and exclusions, and without absurdly wide ones."""
    excluded: list[Network] = []
    found: list[Network] = []
    for word in setting.replace(",", " ").split():
        network = _readable(word.lstrip("!"))
        if network is None:
            continue
        if word.startswith("!"):
            excluded.append(network)
        elif network.prefixlen >= _WIDEST[network.version]:  # an open relay's 0.0.0.0/0 is no home of anybody
            found += _without(network, excluded)
    return tuple(str(network) for network in found)


def _readable(word: str) -> Network | None:
    try:
        return _network(word)
    except ValueError:
        return None


def _without(network: Network, excluded: list[Network]) -> list[Network]:
    """Postfix takes the first pattern that matches: what an earlier `!pattern` names does not belong to it."""
    left = [network]
    for hole in excluded:
        left = [piece for part in left for piece in _cut(part, hole)]
    return left


def _cut(network: Any, hole: Any) -> list[Network]:  # Any: both of one version, which the types cannot say
    if network.version != hole.version or not network.overlaps(hole):
        return [network]
    return [] if hole.prefixlen <= network.prefixlen else list(network.address_exclude(hole))
