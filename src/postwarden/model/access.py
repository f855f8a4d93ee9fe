"""What do `postwarden logins` and `postwarden failures` say?

These classes are the JSON contracts: the schemas of docs/reference/ are generated from them.
Times are RFC 3339, UTC. `country` is an ISO 3166-1 code, `internal` for own networks, or null where no data places the
address or where several are meant; `provider` is the autonomous system.
"""

from __future__ import annotations

from dataclasses import dataclass

from postwarden.model.coverage import Coverage
from postwarden.model.findings import Window


@dataclass(frozen=True, slots=True)
class LoginTotals:
    """All logins that were asked for."""

    logins: int
    silent: int
    """Those that sent nothing: Postfix does not log whose they are."""
    accounts: int
    addresses: int
    countries: int
    mails: int
    """That were sent with them."""


@dataclass(frozen=True, slots=True)
class LoginRun:
    """Logins of one account from one address, until it pauses for half a day."""

    first: str
    last: str
    logins: int
    account: str | None
    """Null where SMTP logins sent nothing: Postfix does not log whose they are."""
    ip: str | None
    network: str | None
    country: str | None
    place: str | None
    provider: str | None
    protocols: tuple[str, ...]
    methods: tuple[str, ...]
    mails: int
    recipients: int
    abroad: bool
    """Outside the home countries: those that are configured, else the one in which the account is on most days."""
    silent: bool
    source: str
    """Where the first of them stands."""
    line: int


@dataclass(frozen=True, slots=True)
class LoginGroup:
    """Logins that have one thing in common."""

    key: str | None
    """The account, address, network, country, provider, day or hour; null where it is not known."""
    logins: int
    mails: int
    recipients: int
    accounts: int
    addresses: int
    countries: int
    country: str | None
    provider: str | None
    first: str
    last: str


@dataclass(frozen=True, slots=True)
class Logins:
    """What `postwarden logins` says."""

    version: int
    window: Window
    exit: int
    """3 where the logs could not be read, or do not show the time or account asked for; else 0."""
    by: str | None
    totals: LoginTotals
    runs: tuple[LoginRun, ...]
    """Unless `by` groups them; the oldest first."""
    groups: tuple[LoginGroup, ...]
    left_out: int
    """How many runs (older ones) or groups more there are."""
    coverage: Coverage
    timezone: str


@dataclass(frozen=True, slots=True)
class FailureTotals:
    """All failures that were asked for."""

    failures: int
    names: int
    addresses: int
    countries: int
    aborted: int
    """Attempts that the client gave up; left out unless all are asked for."""
    outages: int
    """Attempts that the server could not answer; left out unless all are asked for."""
    succeeded: int
    """Addresses that failed first and logged in later."""


@dataclass(frozen=True, slots=True)
class FailureRun:
    """Failures of one address, until it pauses for an hour."""

    first: str
    last: str
    failures: int
    ip: str | None
    network: str | None
    country: str | None
    place: str | None
    provider: str | None
    names: tuple[str, ...]
    """Account names that were tried, at most 20."""
    name_count: int
    protocols: tuple[str, ...]
    causes: tuple[str, ...]
    """credentials, aborted or server (an outage)."""
    came_in: bool
    """Whether this address logged in later."""
    came_in_as: tuple[str, ...]
    """As whom, where it is logged; at most 20."""
    source: str
    """Where the first of them stands."""
    line: int


@dataclass(frozen=True, slots=True)
class FailureGroup:
    """Failures that have one thing in common."""

    key: str | None
    """The name, address, network, country, provider, day or hour; null where it is not known."""
    failures: int
    names: int
    addresses: int
    countries: int
    country: str | None
    provider: str | None
    succeeded: int
    """Addresses among them that logged in later; by account, to that account."""
    first: str
    last: str


@dataclass(frozen=True, slots=True)
class Failures:
    """What `postwarden failures` says."""

    version: int
    window: Window
    exit: int
    """3 where the logs could not be read, or do not show the time or account asked for; else 0."""
    by: str | None
    totals: FailureTotals
    runs: tuple[FailureRun, ...]
    """Unless `by` groups them; the oldest first."""
    groups: tuple[FailureGroup, ...]
    left_out: int
    """How many runs (older ones) or groups more there are."""
    coverage: Coverage
    timezone: str
