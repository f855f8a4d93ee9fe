"""How do the administrator's lists become the tables of postwarden.model.lists? Resolved for the logs at hand."""

from __future__ import annotations

from collections.abc import Collection, Iterator

import duckdb

from postwarden.enrich.networks import NetworkIndex
from postwarden.model.lists import LISTS
from postwarden.model.settings import Settings

_TOLD = """
create or replace temp table told as
select unnest($lists::varchar[]) as list, unnest($whose::varchar[]) as whose, unnest($values::varchar[]) as value
"""
# Who is meant by a name of the lists: the account itself, everybody of its domain, or ('') everybody.
_MEANT = """
create or replace temp table meant as
select account, unnest(['', account, '@' || split_part(account, '@', -1)]) as whose
from (
    select account from logins where account <> ''
    union
    select account from messages where account <> ''
)
"""
_WITHIN = """
create or replace temp table within as
select unnest($networks::varchar[]) as network, unnest($ips::varchar[]) as ip, unnest($ranks::integer[]) as rank
"""
_FILL = """
insert into home_countries
select distinct account, value from told join meant using (whose) where list = 'home_countries';

insert into send_as
select distinct account, value from told join meant using (whose) where list = 'send_as';

insert into shared_mailboxes
select distinct account from told join meant using (whose) where list = 'shared_mailboxes';

insert into bulk_senders
select account, value::bigint
from told join meant using (whose)
where list = 'bulk_senders'
qualify row_number() over (partition by account order by starts_with(whose, '@')) = 1;

insert into device_networks
select distinct account, value, ip
from told join meant using (whose) left join within on network = value
where list = 'devices'
qualify ip is null or row_number() over (partition by account, ip order by rank) = 1;

insert into trusted_networks
select distinct value, ip
from told left join within on network = value
where list = 'trusted_networks'
qualify ip is null or row_number() over (partition by ip order by rank) = 1;

insert into mail_fetchers
select distinct value, ip
from told left join within on network = value
where list = 'mail_fetchers'
qualify ip is null or row_number() over (partition by ip order by rank) = 1;

insert into system_accounts
select distinct value from told where list = 'system_accounts';

drop table told;
drop table meant;
drop table within
"""


def fill_lists(connection: duckdb.DuckDBPyConnection, settings: Settings) -> None:
    """Create the tables. Expects `logins`, `messages` and `addresses`."""
    for table in LISTS:
        connection.execute(f"create or replace table {table.name} ({table.definition})")
    told = list(_told(settings))
    if not told:
        return
    lists, whose, values = zip(*told, strict=True)
    connection.execute(_TOLD, {"lists": lists, "whose": whose, "values": values})
    connection.execute(_MEANT)
    networks = {value for name, _, value in told if value and name in ("devices", "trusted_networks", "mail_fetchers")}
    _fill_within(connection, networks)
    connection.execute(_FILL)


def _told(settings: Settings) -> Iterator[tuple[str, str, str | None]]:
    """List, account or domain (empty: everybody), value."""
    yield from (("home_countries", "", code) for code in settings.home_countries)
    yield from (("home_countries", who, code) for who, codes in settings.home_countries_of.items() for code in codes)
    yield from (("send_as", who, sender) for who, senders in settings.send_as.items() for sender in senders)
    yield from (("shared_mailboxes", who, None) for who in settings.shared_mailboxes)
    yield from (("bulk_senders", who, None if n is None else str(n)) for who, n in settings.bulk_senders.items())
    yield from (("devices", who, network) for who, networks in settings.devices.items() for network in networks)
    yield from (("trusted_networks", "", network) for network in settings.trusted_networks)
    yield from (("trusted_networks", "", str(system)) for system in settings.trusted_as)
    yield from (("mail_fetchers", "", origin) for origin in settings.mail_fetchers)
    yield from (("system_accounts", "", name) for name in settings.system_accounts)


def _fill_within(connection: duckdb.DuckDBPyConnection, networks: Collection[str]) -> None:
    """Which addresses lie in these networks and providers; the narrowest has the lowest rank."""
    index = NetworkIndex(network for network in networks if not network.startswith("AS"))
    addresses = connection.execute("select ip, asn from addresses").fetchall() if networks else []
    found = [
        (network, ip, rank)
        for ip, asn in addresses
        for rank, network in enumerate((*index.around(ip), f"AS{asn}"))
        if network in networks
    ]
    columns = zip(*found, strict=True) if found else ((), (), ())
    connection.execute(_WITHIN, dict(zip(("networks", "ips", "ranks"), columns, strict=True)))
