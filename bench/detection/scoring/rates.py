"""How good is it in numbers?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import median

from .compare import Outcome

Z = 1.96  # 95 % of a normal distribution lie within
USUAL_SHARE = 1 / 500  # a guess at how many accounts are broken into in a real month


@dataclass(frozen=True, slots=True)
class Found:
    """How many of the break-ins of one kind were found."""

    kind: str
    quiet: bool
    instances: int
    compromised: int
    suspicious: int  # or more
    median_late_hours: float | None


@dataclass(frozen=True, slots=True)
class Accused:
    """How many honest account-months of one kind were accused."""

    kind: str
    months: int
    compromised: int
    suspicious: int

    def per_thousand(self, number: int) -> float:
        """Of 1,000 such account-months."""
        return 1000 * number / self.months if self.months else 0.0


def found(outcomes: Sequence[Outcome]) -> list[Found]:
    """By kind of break-in."""
    by_kind: defaultdict[str, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        if outcome.account.attack is not None:
            by_kind[outcome.account.attack.kind].append(outcome)
    return [_found(kind, rows) for kind, rows in sorted(by_kind.items())]


def _found(kind: str, rows: Sequence[Outcome]) -> Found:
    late = [row.late_hours for row in rows if row.late_hours is not None and row.verdict != "clean"]
    return Found(
        kind=kind,
        quiet=all(row.account.attack is not None and row.account.attack.quiet for row in rows),
        instances=len(rows),
        compromised=sum(row.verdict == "compromised" for row in rows),
        suspicious=sum(row.verdict != "clean" for row in rows),
        median_late_hours=round(median(late), 2) if late else None,
    )


def accused(outcomes: Sequence[Outcome]) -> list[Accused]:
    """By honest kind: somebody of two kinds counts for both."""
    by_kind: defaultdict[str, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        for kind in outcome.account.honest if outcome.honest else ():
            by_kind[kind].append(outcome)
    return [_accused(kind, rows) for kind, rows in sorted(by_kind.items())]


def overall(outcomes: Sequence[Outcome]) -> Accused:
    """All honest account-months."""
    return _accused("all honest", [outcome for outcome in outcomes if outcome.honest])


def _accused(kind: str, rows: Sequence[Outcome]) -> Accused:
    return Accused(
        kind,
        len(rows),
        sum(row.verdict == "compromised" for row in rows),
        sum(row.verdict == "suspicious" for row in rows),
    )


def interval(hits: int, number: int) -> tuple[float, float]:
    """Within which shares the true one lies (Wilson, 95 %)."""
    if number == 0:
        return 0.0, 1.0
    share, square = hits / number, Z * Z / number
    middle = (share + square / 2) / (1 + square)
    half = Z * sqrt(share * (1 - share) / number + square / number / 4) / (1 + square)
    return max(0.0, middle - half), min(1.0, middle + half)


def precision(outcomes: Sequence[Outcome], share: float = USUAL_SHARE) -> float | None:
    """How many of those called compromised really are, where only that share of the accounts is broken into."""
    bad = [outcome for outcome in outcomes if outcome.account.attack and not outcome.account.attack.quiet]
    good = [outcome for outcome in outcomes if outcome.honest]

    def rate(rows: Sequence[Outcome], is_it: Callable[[Outcome], bool]) -> float:
        return sum(map(is_it, rows)) / len(rows) if rows else 0.0

    hit = share * rate(bad, lambda row: row.verdict == "compromised")
    false = (1 - share) * rate(good, lambda row: row.verdict == "compromised")
    return hit / (hit + false) if hit + false else None
