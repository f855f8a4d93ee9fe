"""Whose own is a network: who logs in from there as himself?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

import duckdb

_USERS = """
select ip_net, account, min(time)
from logins semi join (select unnest($networks::varchar[]) as ip_net) using (ip_net)
where account <> '' and ($until is null or time < $until)
group by ip_net, account
order by ip_net, account
"""

_OWN = """
with asked as (
    select unnest($accounts::varchar[]) as account, unnest($begins::bigint[]) as begin
),
bad as (
    select unnest($whose::varchar[]) as account, unnest($networks::varchar[]) as ip_net
),
seen as (
    select
        l.account, l.ip_net, min(l.country) as country, min(l.as_name) as provider, count(*) as logins,
        count(distinct l.ip) as addresses, count(distinct l.time // 86_400_000_000) as days,
        min(l.time) as first, max(l.time) as last
    from logins l
    join asked a using (account)
    left join bad b on b.account = l.account and b.ip_net = l.ip_net
    where l.ip_net is not null and not coalesce(l.internal, false) and ($until is null or l.time < $until)
        and (b.ip_net is null or l.time < a.begin)
    group by l.account, l.ip_net
)
select account, ip_net, country, provider, logins, addresses, days, first, last
from seen
qualify row_number() over (partition by account order by days desc, logins desc, ip_net) <= $most
order by account, days desc, logins desc, ip_net
"""


@dataclass(frozen=True, slots=True)
class Guilt:
    """What is known against those who come from a network."""

    begins: Mapping[str, int]
    """When the first incident of an account began that is more than a weak oddity."""
    bad: Collection[tuple[str, str]]
    """Accounts and networks of their intruders."""

    def owns(self, account: str, network: str, first: int) -> bool:
        """Whether it is the owner who comes from there; `first` is when somebody first did."""
        return first < self.begins.get(account, 0) or (account, network) not in self.bad


@dataclass(frozen=True, slots=True)
class OwnNetwork:
    """A network that an account's owner comes from. Times are µs UTC."""

    network: str
    country: str | None
    provider: str | None
    logins: int
    addresses: int
    days: int
    first: int
    last: int


def owners(
    connection: duckdb.DuckDBPyConnection, networks: Collection[str], guilt: Guilt, until: int | None
) -> dict[str, tuple[str, ...]]:
    """Who logs in from each of these networks as himself."""
    found: dict[str, list[str]] = defaultdict(list)
    values = {"networks": sorted(networks), "until": until}
    for network, account, first in connection.execute(_USERS, values).fetchall() if networks else ():
        if guilt.owns(account, network, first):
            found[network].append(account)
    return {network: tuple(accounts) for network, accounts in found.items()}


def own_networks(
    connection: duckdb.DuckDBPyConnection, accounts: Collection[str], guilt: Guilt, until: int | None, most: int = 20
) -> dict[str, tuple[OwnNetwork, ...]]:
    """Where the owners of these accounts come from, what they use most first, at most `most` each."""
    names, pairs = sorted(accounts), sorted(guilt.bad)
    values = {
        "accounts": names,
        "begins": [guilt.begins.get(account, 0) for account in names],
        "whose": [account for account, _ in pairs],
        "networks": [network for _, network in pairs],
        "until": until,
        "most": most,
    }
    found: dict[str, list[OwnNetwork]] = defaultdict(list)
    for account, *row in connection.execute(_OWN, values).fetchall() if names else ():
        found[account].append(OwnNetwork(*row))
    return {account: tuple(mine) for account, mine in found.items()}
