"""Whose rows are asked for, in which time, and how is a database told?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_address

EARLIEST, LATEST = -(1 << 62), 1 << 62

Networks = Sequence[IPv4Network | IPv6Network]
Statement = tuple[str, dict[str, object] | None]
"""A query, and the values of its parameters."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is looked at. Times are µs UTC; empty lists mean everything; names may be `@domain`."""

    since: int = EARLIEST
    until: int = LATEST
    accounts: Sequence[str] = ()
    senders: Sequence[str] = ()
    recipients: Sequence[str] = ()
    networks: Networks = ()


EVERYTHING = Asked()

ADDRESSES = " union ".join(
    f"select ip from {table} where ip is not null"
    for table in ("messages", "logins", "silent_logins", "failures", "rejections", "connections", "postscreen")
)
"""The addresses of clients that the tables name."""

_MACROS = """
create or replace temp macro within(moment) as moment >= getvariable('since') and moment < getvariable('until');
create or replace temp macro wanted(value, names) as
    len(names) = 0 or coalesce(
        list_contains(names, lower(value)) or list_contains(names, '@' || split_part(lower(value), '@', -1)), false
    );
create or replace temp macro wanted_ip(address) as
    not getvariable('by_ip') or coalesce(address in (select ip from asked_ips), false);
create or replace temp macro any_mail() as
    len(getvariable('senders')) = 0 and len(getvariable('recipients')) = 0;
"""


def narrowing(asked: Asked, ips: Iterable[str]) -> Iterator[Statement]:
    """Make the macros `within`, `wanted`, `wanted_ip` and `any_mail`, which say true or false, never null.

    `ips` are those of ADDRESSES that lie in the networks. Senders and recipients that are asked for are the variables
    `senders` and `recipients`, accounts `accounts`: what `wanted` takes as names.
    """
    yield variable("since", asked.since)
    yield variable("until", asked.until)
    yield variable("accounts", [name.lower() for name in asked.accounts])
    yield variable("senders", [name.lower() for name in asked.senders])
    yield variable("recipients", [name.lower() for name in asked.recipients])
    yield variable("by_ip", bool(asked.networks))
    yield listed("asked_ips", ips)
    yield _MACROS, None


def variable(name: str, value: object) -> Statement:
    """A value that queries read with `getvariable`."""
    kind = "::varchar[]" if isinstance(value, list) else ""
    return f"set variable {name} = (select $value{kind})", {"value": value}


def listed(name: str, ips: Iterable[str]) -> Statement:
    """A table of addresses."""
    return f"create or replace temp table {name} as select unnest($ips::varchar[]) as ip", {"ips": list(ips)}


def lying_in(networks: Networks, ips: Iterable[str]) -> list[str]:
    """Those addresses that lie in the networks."""
    return [ip for ip in ips if _lies_in(ip, networks)]


def _lies_in(ip: str, networks: Networks) -> bool:
    try:
        address = ip_address(ip)
    except ValueError:  # `unknown`, or what else a log has in its place
        return False
    return any(address in network for network in networks)
