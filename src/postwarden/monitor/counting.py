"""How are events counted by the minute, and when does what was counted become what is usual?"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable

from postwarden.model.memory import Memory, Minute, Tally, Usual
from postwarden.model.monitoring import DAY, MINUTE, Event, Place

KEPT_DAYS = 90
"""After that what was not seen again is forgotten."""
HELD_DAYS = 7
"""Without another alarm, until what an account does may become usual again."""
MOST_NETWORKS, MOST_SENDERS = 40, 20
_MOST_FAILING = 2_000  # networks, and accounts, in a minute: a flood must not fill the disk
_MOST_ACCOUNTS = 100_000

Placing = Callable[[str], Place | None]


def count(memory: Memory, happened: Iterable[Event], place: Placing) -> None:
    """Add events to their minutes. `place` gives None for addresses of the house, which say nothing."""
    for event in happened:
        number = event.time // MINUTE
        minute = memory.minutes.setdefault(number, Minute(number))
        if event.kind == "failure":
            _fail(minute, event, place)
        elif event.account:
            _use(minute.accounts.setdefault(event.account, Tally()), event, place)


def _fail(minute: Minute, event: Event, place: Placing) -> None:
    minute.failures += event.count
    where = place(event.ip) if event.ip else None
    for counted, name in ((minute.failing, where.network if where else None), (minute.targets, event.account)):
        if name and (name in counted or len(counted) < _MOST_FAILING):
            counted[name] = counted.get(name, 0) + event.count


def _use(tally: Tally, event: Event, place: Placing) -> None:
    if event.kind == "message":
        tally.messages += 1
        tally.recipients += event.count
        if event.sender and event.sender not in tally.senders and len(tally.senders) < MOST_SENDERS:
            tally.senders.append(event.sender)
        return
    tally.logins += event.kind == "login"
    where = place(event.ip) if event.ip else None
    if where and (where.network in tally.networks or len(tally.networks) < _MOST_FAILING):
        tally.networks[where.network] = where.country


def pass_on(memory: Memory, begin: int) -> None:
    """What happened before the window begins is usual from now on, but for accounts that are held."""
    for number in sorted(number for number in memory.minutes if number < begin // MINUTE):
        minute = memory.minutes.pop(number)
        for account, tally in minute.accounts.items():
            if account not in memory.held:
                _learn(memory.usual, account, tally, number * MINUTE // DAY)


def accept(memory: Memory, accounts: Collection[str]) -> None:
    """What these accounts did in the window is usual."""
    for minute in memory.minutes.values():
        for account in accounts:
            if tally := minute.accounts.pop(account, None):
                _learn(memory.usual, account, tally, minute.number * MINUTE // DAY)
    memory.held = {account: day for account, day in memory.held.items() if account not in accounts}


def forget(memory: Memory, now: int) -> None:
    """What was not seen for a long time, and the oldest where there is very much."""
    first = now // DAY - KEPT_DAYS
    kept = {account: usual for account, usual in memory.usual.items() if usual.seen >= first}
    for usual in kept.values():
        usual.networks = _latest(usual.networks, first, MOST_NETWORKS)
        usual.countries = _latest(usual.countries, first, MOST_NETWORKS)
        usual.senders = _latest(usual.senders, first, MOST_SENDERS)
    if len(kept) > _MOST_ACCOUNTS:
        kept = dict(sorted(kept.items(), key=lambda item: item[1].seen, reverse=True)[:_MOST_ACCOUNTS])
    memory.usual = kept
    memory.held = {account: day for account, day in memory.held.items() if day >= now // DAY - HELD_DAYS}


def _latest(seen: dict[str, int], first: int, most: int) -> dict[str, int]:
    if len(seen) <= most and all(day >= first for day in seen.values()):
        return seen
    young = sorted((item for item in seen.items() if item[1] >= first), key=lambda item: item[1], reverse=True)
    return dict(young[:most])


def _learn(known: dict[str, Usual], account: str, tally: Tally, day: int) -> None:
    usual = known.setdefault(account, Usual(day, day))
    usual.since, usual.seen = min(usual.since, day), max(usual.seen, day)
    for network, country in tally.networks.items():
        usual.networks[network] = max(day, usual.networks.get(network, 0))
        if country:
            usual.countries[country] = max(day, usual.countries.get(country, 0))
    for sender in tally.senders:
        usual.senders[sender] = max(day, usual.senders.get(sender, 0))
    if day > usual.day:
        usual.day, usual.today = day, 0
    if day == usual.day:
        usual.today += tally.recipients
        usual.peak = max(usual.peak, usual.today)
