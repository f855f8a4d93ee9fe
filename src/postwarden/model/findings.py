"""What does postwarden say at the end? Evidence, findings, verdicts.

These classes are the JSON contract (docs/reference/check.schema.json is generated from them).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum, StrEnum

from postwarden.model.coverage import Coverage
from postwarden.model.explanation import Explanation
from postwarden.model.verdict import Verdict as Verdict


class Axis(StrEnum):
    """Which half of the corroboration rule a detector speaks for."""

    ACCESS = "access"
    USE = "use"


class Exit(IntEnum):
    """Exit codes of `postwarden check`."""

    CLEAN = 0
    SUSPICIOUS = 1
    COMPROMISED = 2
    UNKNOWN = 3
    USAGE = 64


@dataclass(frozen=True, slots=True, order=True)
class Line:
    """A log line by number: `source` is the row in the table of sources, `line` is 1-based."""

    source: int
    line: int


@dataclass(frozen=True, slots=True)
class Finding:
    """One row that a detector returned, not yet judged. `key` is the account, network or `server`."""

    detector: str
    kind: str
    """What `key` names: account, ip_net or server."""
    key: str
    axis: str
    time: int
    """µs UTC of the moment that the finding is about."""
    last_time: int
    """µs UTC of the last moment that it covers; equal to `time` for a single moment."""
    points: float
    text: str
    evidence: tuple[Line, ...]
    facts: dict[str, object] = field(default_factory=dict)
    """The detector's row, for wording and for the machine."""
    attack: str = ""
    """MITRE ATT&CK technique id of the detector."""
    witness: str = ""
    """What the detector looks at; those that look at the same confirm each other little. Else the detector's name."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A raw log line that proves something; control characters and secrets are already neutralised."""

    source: str
    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Reason:
    """One sentence with its numbers and its log lines."""

    detector: str
    axis: str
    attack: str
    """MITRE ATT&CK technique id, e.g. T1078."""
    points: int
    count: int
    """How many findings of this detector the sentence stands for."""
    text: str
    first: str
    """RFC 3339 UTC moment of the first of them."""
    last: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Blast:
    """What was done with the account from the first bad moment on."""

    addresses: int = 0
    countries: tuple[str, ...] = ()
    sessions: int = 0
    messages: int = 0
    recipients: int = 0
    delivered: int = 0
    bounced: int = 0
    deferred: int = 0
    queued: int = 0
    """Messages that had not left the queue when the log ended."""
    queue_ids: tuple[str, ...] = ()
    """Queue ids of all these messages, as their `client=` lines name them, oldest first, at most 1000."""
    queued_ids: tuple[str, ...] = ()
    """Queue ids under which messages still were in the queue when the log ended, oldest first, at most 1000."""
    networks: tuple[str, ...] = ()
    """The /24 and /48 networks that the bad logins came from, busiest first, at most 100."""
    senders: tuple[str, ...] = ()
    """Distinct envelope senders used, at most 20."""
    sender_count: int = 0


@dataclass(frozen=True, slots=True)
class OwnerNetwork:
    """A network that the owner of an account comes from. It is never proposed for a ban."""

    network: str
    country: str | None
    provider: str | None
    logins: int
    addresses: int
    days: int
    """Days (UTC) on which it was used."""
    first: str
    last: str


@dataclass(frozen=True, slots=True)
class Spared:
    """A network that bad logins came from and that must not be banned all the same."""

    network: str
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Moment:
    """One login or burst for the timeline and the map."""

    time: str
    ip: str | None
    country: str | None
    place: str | None
    lat: float | None
    lon: float | None
    protocol: str
    messages: int
    recipients: int
    bad: bool
    logins: int = 1
    """How many logins from its place it stands for; of its country, where there are more than a hundred places."""


@dataclass(frozen=True, slots=True)
class AccountVerdict:
    """The verdict on one account."""

    account: str
    verdict: Verdict
    score: int
    first_bad: str | None
    last_bad: str | None
    reasons: tuple[Reason, ...]
    blast: Blast
    moments: tuple[Moment, ...] = ()
    """Logins of the account, thinned to at most 500 for drawing; empty unless asked for."""
    owner: tuple[OwnerNetwork, ...] = ()
    """Where the owner comes from, as far as the log tells, what is used most first, at most 20."""
    spared: tuple[Spared, ...] = ()
    """Those of `blast.networks` that must not be banned."""
    explanation: Explanation | None = None
    """Null unless `--explain` asks for it."""


@dataclass(frozen=True, slots=True)
class Attacker:
    """A network that tried to get in."""

    network: str
    failures: int
    accounts: int
    addresses: int
    country: str | None
    first: str
    last: str
    reasons: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    owners: tuple[str, ...] = ()
    """Accounts (at most five) that log in from this network as themselves: do not ban it."""
    spared: tuple[str, ...] = ()
    """All reasons why it must not be banned."""


@dataclass(frozen=True, slots=True)
class ServerFinding:
    """Something wrong with the server itself, e.g. passwords in the log."""

    detector: str
    text: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Cost:
    """What one part of the check took."""

    kind: str
    """stage, summary (a table that several detectors share) or detector."""
    name: str
    seconds: float
    findings: int | None
    """Of a detector."""


@dataclass(frozen=True, slots=True)
class Window:
    """The time that was judged, RFC 3339 UTC; None where the log gave no time at all."""

    from_: str | None
    to: str | None


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that `postwarden check` found."""

    version: int
    window: Window
    verdict: Verdict
    exit: int
    coverage: Coverage
    accounts: tuple[AccountVerdict, ...]
    clean_accounts: int
    attackers: tuple[Attacker, ...]
    server: tuple[ServerFinding, ...]
    timezone: str
    """Zone in which the terminal and the HTML page show times, e.g. Europe/Berlin."""
    profile: tuple[Cost, ...] = ()
    """What the stages took, then their parts, the dearest first; empty unless `--profile` asks for it."""
