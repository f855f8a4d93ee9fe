"""Which networks must not be banned, whoever attacks from there, and why?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

import duckdb

from postwarden.enrich.networks import NetworkIndex
from postwarden.enrich.places import Places
from postwarden.model.settings import Settings
from postwarden.report.wording import listed

_NAMED = 3
_PROVIDERS = """
select distinct a.ip_net, t.network, t.list
from addresses a
join (
    select ip, network, 'trusted_as' as list from trusted_networks
    union all
    select ip, network, 'mail_fetchers' from mail_fetchers
) t using (ip)
where a.ip_net is not null and starts_with(t.network, 'AS')
order by a.ip_net, t.list, t.network
"""


class Sparing:
    """What the administrator has told, and who comes from where as himself."""

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        settings: Settings,
        places: Places,
        owners: Mapping[str, Sequence[str]],
    ) -> None:
        self._places = places
        self._owners = owners
        told = _told(settings)
        self._lists = {name: NetworkIndex(networks) for name, networks in told.items()}
        self._providers: dict[str, list[str]] = defaultdict(list)
        for network, system, name in connection.execute(_PROVIDERS).fetchall():
            self._providers[network].append(f"it belongs to {system} ({name})")

    def why(self, network: str, account: str | None = None) -> tuple[str, ...]:
        """The reasons, the owner of the account first; empty for a network that may be banned."""
        return tuple(self._reasons(network, account))

    def _reasons(self, network: str, account: str | None) -> Iterator[str]:
        users = self._owners.get(network, ())
        if account in users:
            yield "the owner comes from there"
        if others := [user for user in users if user != account]:
            yield f"{listed(others, _NAMED)} {'comes' if len(others) == 1 else 'come'} from there"
        if self._places.internal(network):
            yield "there are addresses of this house in it (own_networks, mynetworks)"
        for name, index in self._lists.items():
            if found := index.touching(network):
                yield f"it has addresses of {listed(found, _NAMED)} ({name})"
        yield from self._providers.get(network, ())


def _told(settings: Settings) -> dict[str, set[str]]:
    """Networks by the name of the list that holds them."""
    return {
        "trusted_networks": set(settings.trusted_networks),
        "mail_fetchers": {origin for origin in settings.mail_fetchers if not origin.startswith("AS")},
        "devices": {network for networks in settings.devices.values() for network in networks},
    }
