"""Which accounts do not look like themselves in a window, by what was usual for them before?

A window of minutes shows less than a log of weeks. As in a check, odd access or odd use alone is at most suspicious;
compromised needs both, or one thing that has no harmless reading.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field

from postwarden.model.memory import Memory, Minute, Usual
from postwarden.model.monitoring import DAY, Suspect
from postwarden.model.verdict import Verdict

KNOWN_DAYS = 7
"""An account that is known for less has no habits yet: then only the limits for newcomers hold."""
MANY_COUNTRIES = 3
"""Nobody is in three countries within minutes; two may be a phone beside a VPN."""
COUNTRIES_OF_A_BOTNET = 5
"""In a real case an account came from six countries within an hour. No harmless reading is known."""
NEW_NETWORKS = 6
"""A phone on the train changes its network two or three times."""
GUESSES = 10
"""Failures from a network before it gets in: a forgotten password is tried three to five times, a phone goes on."""
TIMES_THE_PEAK = 3
"""More than three times of what was the most ever in a whole day, and that within minutes."""
LEAST_RECIPIENTS = 30
"""Below that nobody calls it spam: an invitation to a party."""
NEWCOMER_RECIPIENTS = 200
"""The same for an account without habits: a first newsletter is usually known of."""
NEW_SENDERS = 3
"""Sender addresses that the account has never used: a second alias is one."""
SYSTEM = frozenset(
    (
        *("root", "nobody", "daemon", "bin", "sys", "www-data", "apache", "nginx", "httpd", "postfix", "postgres"),
        *("mysql", "dovecot", "dovenull", "vmail", "amavis", "clamav", "debian-spamd", "opendkim", "sshd", "syslog"),
        *("systemd-network", "messagebus", "ubuntu", "ec2-user", "git", "oracle", "tomcat", "jenkins"),
    )
)
"""Accounts of the operating system, as the detector system_account has them."""


@dataclass(frozen=True, slots=True)
class Known:
    """What the administrator has told."""

    homes: frozenset[str] = frozenset()
    homes_of: dict[str, frozenset[str]] = field(default_factory=dict)
    shared: frozenset[str] = frozenset()
    system: frozenset[str] = frozenset()
    bulk: dict[str, int | None] = field(default_factory=dict)
    send_as: frozenset[str] = frozenset()
    """Accounts that may use other senders."""

    def is_home(self, account: str, country: str) -> bool:
        """Whether logins from there are no news."""
        told = [self.homes_of[name] for name in _names(account) if name in self.homes_of]
        return any(country in homes for homes in told) if told else country in self.homes


@dataclass(slots=True)
class Seen:
    """One account in the window."""

    logins: int = 0
    messages: int = 0
    recipients: int = 0
    networks: dict[str, str] = field(default_factory=dict)
    senders: set[str] = field(default_factory=set)

    @property
    def countries(self) -> list[str]:
        """Where it came from."""
        return sorted({country for country in self.networks.values() if country})


def seen(minutes: Iterable[Minute]) -> dict[str, Seen]:
    """The accounts of these minutes."""
    found: dict[str, Seen] = {}
    for minute in minutes:
        for account, tally in minute.accounts.items():
            one = found.setdefault(account, Seen())
            one.logins += tally.logins
            one.messages += tally.messages
            one.recipients += tally.recipients
            one.networks |= tally.networks
            one.senders |= set(tally.senders)
    return found


def suspects(memory: Memory, minutes: Collection[Minute], now: int, known: Known) -> list[Suspect]:
    """Accounts that look odd, the worst first."""
    failing: Counter[str] = Counter()
    for minute in minutes:
        failing.update(minute.failing)
    today = now // DAY
    found = [
        judged
        for account, one in sorted(seen(minutes).items())
        if (judged := _judged(account, one, memory.usual.get(account), failing, today, known))
    ]
    return sorted(found, key=lambda one: (one.verdict != Verdict.COMPROMISED, one.account))


def _judged(
    account: str, one: Seen, usual: Usual | None, failing: Counter[str], today: int, known: Known
) -> Suspect | None:
    settled = usual if usual and today - usual.since >= KNOWN_DAYS else None
    alone = list(_beyond_doubt(account, one, known))
    access = list(_access(account, one, settled, failing, known))
    use = list(_use(account, one, settled, known))
    if not (alone or access or use):
        return None
    both = bool(alone) or bool(access and use)
    return Suspect(account, Verdict.COMPROMISED if both else Verdict.SUSPICIOUS, (*alone, *access, *use))


def _beyond_doubt(account: str, one: Seen, known: Known) -> Iterator[str]:
    local = account.partition("@")[0]
    if one.networks and (local in SYSTEM or local in known.system or account in known.system):
        yield f"the system account logged in from {_some(one.networks)}"
    if len(one.countries) >= COUNTRIES_OF_A_BOTNET and not _named(account, known.shared):
        yield f"logged in from {len(one.countries)} countries: {_some(one.countries)}"


def _access(account: str, one: Seen, usual: Usual | None, failing: Counter[str], known: Known) -> Iterator[str]:
    shared = _named(account, known.shared)
    if MANY_COUNTRIES <= len(one.countries) < COUNTRIES_OF_A_BOTNET and not shared:
        yield f"logged in from {len(one.countries)} countries: {_some(one.countries)}"
    new = [network for network in one.networks if not usual or network not in usual.networks]
    if usual and usual.networks:
        abroad = {one.networks[network] for network in new} - usual.countries.keys() - {""}
        abroad = {country for country in abroad if not known.is_home(account, country)}
        if abroad:
            yield f"logged in from {_some(sorted(abroad))}, never before"
        if len(new) >= NEW_NETWORKS and not shared:
            yield f"logged in from {len(new)} networks that it never used before"
    guessed = [network for network in new if failing[network] >= GUESSES]
    if guessed:
        yield f"logged in from {_some(guessed)} after {failing[guessed[0]]:,} failures there"


def _use(account: str, one: Seen, usual: Usual | None, known: Known) -> Iterator[str]:
    told = [known.bulk[name] for name in _names(account) if name in known.bulk]
    peak = usual.peak if usual else 0
    most = max(LEAST_RECIPIENTS, TIMES_THE_PEAK * peak) if usual else NEWCOMER_RECIPIENTS
    if told:
        most = max(most, told[0]) if told[0] is not None else one.recipients
    if one.recipients > most:
        before = f"on its busiest day before: {peak:,}" if usual else "and has no history yet"
        yield f"sent to {one.recipients:,} recipients, {before}"
    new = {sender for sender in one.senders if sender != account and not (usual and sender in usual.senders)}
    if len(new) >= NEW_SENDERS and not _named(account, known.send_as):
        yield f"sent as {len(new)} addresses that it never used before: {_some(sorted(new))}"


def _names(account: str) -> tuple[str, str]:
    """How lists may name it: itself, or its domain."""
    return account, "@" + account.rpartition("@")[2]


def _named(account: str, names: frozenset[str]) -> bool:
    return any(name in names for name in _names(account))


def _some(names: Iterable[str], most: int = 3) -> str:
    listed = list(names)
    more = f" and {len(listed) - most} more" if len(listed) > most else ""
    return ", ".join(listed[:most]) + more
