"""What is written down of what really happened, for those who judge a judge?"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from .attackers.raids import Raid
from .attackers.table import QUIET_KINDS
from .clock import Moment, Month
from .geography.access import Steady
from .server.intents import ATTACKER
from .server.ledger import Event
from .town import Town

Json = Mapping[str, object]
SUCCESS = ("message", "imap", "pop3", "sieve", "silent")


def truth(town: Town, planned: Sequence[Raid], events: Sequence[Event]) -> Json:
    """All accounts, honest and broken into."""
    by_account: defaultdict[str, list[Event]] = defaultdict(list)
    for event in events:
        by_account[event.account].append(event)
    attacked = {victim.account.lower(): raid for raid in planned for victim in raid.victims}
    kinds = {person.account.lower(): person.kinds for person in town.people}
    kinds |= {victim.account.lower(): victim.kinds for raid in planned for victim in raid.victims}
    return {
        "version": 1,
        "seed": town.seed,
        "begin": town.month.begin.isoformat(),
        "days": town.month.days,
        "home": town.world.home,
        "config": config(town),
        "accounts": {
            account: _account(town.month, list(kinds[account]), attacked.get(account), by_account[account])
            for account in sorted(kinds)
        },
    }


def config(town: Town) -> Json:
    """What the administrator of this site would know and say."""
    offices = [domain for domain in town.domains if isinstance(domain.office, Steady)]
    return {
        "home": sorted({domain.place.country for domain in town.domains}),
        "own": [office_address(domain.office) for domain in offices if domain.kind != "landlord"],
        "bulk_senders": _with(town, "newsletter_sender", "club_secretary", "invoice_run"),
        "devices": _with(town, "scanner", "web_application", "alarm_sender"),
        "shared": _with(town, "shared_mailbox"),
        "send_as": _with(town, "assistant", "many_identities", "mailing_list_host"),
    }


def office_address(office: object) -> str:
    """The fixed address of an office, as a network."""
    ip = office.always.ip if isinstance(office, Steady) else ""
    return f"{ip}/{128 if ':' in ip else 32}"


def _with(town: Town, *kinds: str) -> list[str]:
    return sorted(person.account.lower() for person in town.people if set(kinds) & set(person.kinds))


def _account(month: Month, kinds: list[str], raid: Raid | None, events: Sequence[Event]) -> Json:
    own = [event for event in events if event.by != ATTACKER]
    known = {"honest": kinds, "owner": _sums(own), "attack": None}
    if raid is None:
        return known
    acts = [event for event in events if event.by == ATTACKER]
    return known | {"attack": _attack(month, raid, acts)}


def _attack(month: Month, raid: Raid, acts: Sequence[Event]) -> Json | None:
    """None when the intruder's time did not come before the month was over.

    `named`: does any line of the log tie the intruder's sessions to this account?
    """
    bad = [event for event in acts if event.what in SUCCESS]
    if not bad:
        return None
    sent = [event for event in bad if event.what == "message"]
    return {
        "kind": raid.kind.name,
        "raid": raid.number,
        "quiet": raid.kind.name in QUIET_KINDS or not sent,
        "first_bad": _text(month, bad[0].at),
        "first_what": bad[0].what,
        "first_sent": _text(month, sent[0].at) if sent else None,
        "last_bad": _text(month, bad[-1].at),
        "addresses": sorted({event.ip for event in bad}),
        "named": any(event.what in ("message", "imap", "pop3", "sieve", "failure") for event in acts),
        "hidden": all(event.ip.startswith(("127.", "::1")) for event in bad),
        **_sums(bad),
    }


def _sums(events: Sequence[Event]) -> dict[str, int]:
    return {
        "logins": sum(event.what in ("imap", "pop3", "sieve") for event in events),
        "silent": sum(event.what == "silent" for event in events),
        "messages": sum(event.what == "message" for event in events),
        "recipients": sum(event.recipients for event in events),
        "failures": sum(event.what == "failure" for event in events),
    }


def _text(month: Month, at: Moment) -> str:
    return month.time(at).isoformat(timespec="microseconds")


def write_events(path: Path, month: Month, events: Iterable[Event]) -> None:
    """One row per login, mail and failure."""
    with path.open("w", newline="") as out:
        rows = csv.writer(out)
        rows.writerow(("time", "account", "what", "ip", "recipients", "by"))
        for event in events:
            rows.writerow((_text(month, event.at), event.account, event.what, event.ip, event.recipients, event.by))
