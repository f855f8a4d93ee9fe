"""Which kinds of break-in are there, and whom do they befall?"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from ..honest.person import Person, Scene
from ..server.intents import Intent
from . import readers, senders

Act = Callable[[Sequence[Person], Scene], Iterator[Intent]]
_UNUSED = {"never_logs_in", "retired"}
_VPN = {"vpn_user", "vpn_hopper"}
_IN_USE = 0.3  # logins a day at least


def active(person: Person) -> bool:
    """Somebody who would be missed."""
    return not _UNUSED & set(person.kinds) and person.reads_per_day > _IN_USE


def unused(person: Person) -> bool:
    """An account that nobody has used for weeks."""
    return bool(_UNUSED & set(person.kinds))


def behind_vpn(person: Person) -> bool:
    """Somebody who uses a commercial VPN."""
    return bool(_VPN & set(person.kinds))


def with_colleagues(person: Person) -> bool:
    """Somebody in a company of some size."""
    return active(person) and len(person.contacts.everybody) >= 12


def at_own_computer(person: Person) -> bool:
    """Somebody who works at a computer, not through webmail or a service."""
    return active(person) and not {"webmail_user", "cloud_fetcher"} & set(person.kinds)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of break-in."""

    act: Act
    wants: Callable[[Person], bool] = active
    victims: tuple[int, int] = (1, 1)
    system: bool = False  # the victim is no person but an account of the system

    @property
    def name(self) -> str:
        """As the truth calls it."""
        return self.act.__name__


KINDS = (
    Kind(senders.botnet_burst),
    Kind(senders.hosting_address),
    Kind(senders.low_and_slow),
    Kind(senders.tested_before),
    Kind(senders.brute_forced),
    Kind(senders.dormant_woken, unused),
    Kind(senders.owners_malware, at_own_computer),
    Kind(senders.vpn_victim, behind_vpn),
    Kind(senders.stolen_list, active, (3, 5)),
    Kind(senders.internal_phishing, with_colleagues),
    Kind(senders.through_webmail),
    Kind(senders.root_login, system=True),
    Kind(readers.payment_fraud),
    Kind(readers.mailbox_theft),
    Kind(readers.credential_test),
)
SYSTEM_ACCOUNTS = ("root", "www-data", "nobody", "backup", "test", "postfix", "mail")
# These send little or nothing: `suspicious` is what can be asked for.
QUIET_KINDS = ("payment_fraud", "mailbox_theft", "credential_test")
