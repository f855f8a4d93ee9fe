"""What does judge/ hand on? Verdicts whose evidence is still line numbers; the app fetches the text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from postwarden.judge.owners import OwnNetwork
from postwarden.judge.rule import NOTHING, Weighing
from postwarden.model.findings import Blast, Line, Verdict


@dataclass(frozen=True, slots=True)
class JudgedReason:
    """All findings of one detector in one incident, told by the strongest of them."""

    detector: str
    axis: str
    attack: str
    points: int
    count: int
    text: str
    first: int
    last: int
    evidence: tuple[Line, ...]
    exact: float = 0.0
    """Points before they are rounded."""
    witness: str = ""
    """What the detector looks at."""


@dataclass(frozen=True, slots=True)
class IncidentSpan:
    """One incident of an account: bad moments with no more than a week between them. Times are µs UTC."""

    verdict: Verdict
    score: int
    begin: int
    end: int


@dataclass(frozen=True, slots=True)
class AccountJudgement:
    """One account that a detector spoke of. Reasons and blast are those of its worst incident, the latest of equals."""

    account: str
    verdict: Verdict
    score: int
    first_bad: int | None
    last_bad: int | None
    reasons: tuple[JudgedReason, ...]
    blast: Blast
    incidents: tuple[IncidentSpan, ...]
    bad_networks: tuple[str, ...] = ()
    """Every network that bad logins came from, busiest first: never one that the owner used before."""
    windows: tuple[tuple[int, int], ...] = ()
    """Spans of the bad use, for mail whose origin says nothing (webmail, the owner's own computer)."""
    weighing: Weighing = NOTHING
    named: tuple[str, ...] = ()
    """Networks that findings of the incident name."""
    begin: int = 0
    """When the incident begins, also one that is too weak to have a first bad moment."""
    own: tuple[OwnNetwork, ...] = ()
    """Where the owner comes from."""


@dataclass(frozen=True, slots=True)
class AttackerJudgement:
    """A network that tried to get in."""

    network: str
    failures: int
    accounts: int
    addresses: int
    country: str | None
    first: int
    last: int
    points: float
    reasons: tuple[str, ...]
    evidence: tuple[Line, ...]
    owners: tuple[str, ...]
    """Accounts (at most five) that log in from this network as themselves: it must not be banned."""


@dataclass(frozen=True, slots=True)
class ServerJudgement:
    """Something wrong with the server itself."""

    detector: str
    points: float
    text: str
    evidence: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Judgement:
    """Everything that the findings add up to."""

    accounts: tuple[AccountJudgement, ...]
    """Those with findings, worst first; accounts whose findings are too weak are among them as clean."""
    quiet: tuple[str, ...]
    """Accounts seen in the window of which no detector said anything."""
    attackers: tuple[AttackerJudgement, ...]
    server: tuple[ServerJudgement, ...]
    owners: Mapping[str, tuple[str, ...]]
    """Who logs in as himself from the networks that anything is said about."""
