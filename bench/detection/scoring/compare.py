"""Which verdict was right, which wrong, and about whom?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from datetime import timedelta

from .product import Said, Verdict
from .truth import Account, Attack, Truth

TOLERANCE = timedelta(hours=1)
UNKNOWN_ACCOUNT = "no account of this server"


@dataclass(frozen=True, slots=True)
class Outcome:
    """One account-month, judged by the product and by the simple rules."""

    seed: int
    account: Account
    verdict: str  # clean, suspicious, compromised
    at_wrong_time: bool  # the accusation is about other days than the break-in
    late_hours: float | None  # by how much the first bad moment is named too late (negative: too early)
    reasons: tuple[str, ...]
    score: int
    peers: frozenset[str]

    @property
    def honest(self) -> bool:
        """Nobody has broken in."""
        return self.account.attack is None

    @property
    def enough(self) -> bool:
        """Broken into, and judged as severely as can be asked for."""
        attack = self.account.attack
        return attack is not None and (self.verdict == "compromised" or (attack.quiet and self.verdict == "suspicious"))


def outcomes(truth: Truth, said: Said, peers: Mapping[str, Set[str]]) -> Iterator[Outcome]:
    """All accounts of a month, and those that the product has invented."""
    invented = {name: Account(name, (UNKNOWN_ACCOUNT,), None) for name in said.verdicts if name not in truth.accounts}
    for name, account in {**truth.accounts, **invented}.items():
        rules = frozenset(rule for rule, accounts in peers.items() if name in accounts)
        yield _outcome(truth.seed, account, said.verdicts.get(name), rules)


def _outcome(seed: int, account: Account, given: Verdict | None, rules: frozenset[str]) -> Outcome:
    if given is None or given.verdict == "clean":
        return Outcome(seed, account, "clean", False, None, (), given.score if given else 0, rules)
    attack = account.attack
    wrong = attack is not None and not _overlaps(given, attack)
    late = None
    if attack is not None and given.first_bad is not None:
        late = (given.first_bad - attack.first_bad) / timedelta(hours=1)
    return Outcome(seed, account, "clean" if wrong else given.verdict, wrong, late, given.reasons, given.score, rules)


def _overlaps(given: Verdict, attack: Attack) -> bool:
    if given.first_bad is None or given.last_bad is None:
        return False
    return given.first_bad <= attack.last_bad + TOLERANCE and given.last_bad >= attack.first_bad - TOLERANCE
