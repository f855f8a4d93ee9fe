"""How does what the operator named narrow what is looked at?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from ipaddress import ip_network

from postwarden.app.asked import CheckOptions
from postwarden.model.narrowing import EARLIEST, LATEST, Asked


@dataclass(frozen=True, slots=True)
class Narrowing:
    """Whose rows are looked at; empty lists mean everybody's. Names may be `@domain`."""

    accounts: Sequence[str] = ()
    ips: Sequence[str] = ()
    """Addresses and networks."""
    senders: Sequence[str] = ()
    recipients: Sequence[str] = ()
    top: int | None = None
    """Rows of each list; None: all."""


def asked(options: CheckOptions, narrowing: Narrowing) -> Asked:
    """Whose rows are looked at, and in which time."""
    return Asked(
        since=EARLIEST if options.since is None else options.since,
        until=LATEST if options.until is None else options.until,
        accounts=narrowing.accounts,
        senders=narrowing.senders,
        recipients=narrowing.recipients,
        networks=[ip_network(network) for network in narrowing.ips],
    )


def database_zone(zone: tzinfo) -> str:
    """The name by which the database knows a zone: of the tz database, or an offset."""
    name = getattr(zone, "key", None)
    return name or datetime.now(zone).strftime("GMT%z")
