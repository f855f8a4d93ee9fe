"""When do findings make an account compromised, suspicious or clean? The corroboration rule.

The table for readers is docs/explanation/verdict.md; a test holds the two together.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from postwarden.model.findings import Axis, Finding, Verdict

DAY = 86_400_000_000
NEAR = 7 * DAY
"""Access and use belong together within a week; bad moments further apart are separate incidents."""
AFTER = DAY
"""Use may begin this much before the access that explains it: bursts are counted from the begin of their hour."""

OVERWHELMING = 90
"""Points of one finding that need no second witness."""
ODD_ACCESS = 20
ODD_USE = 35
TOGETHER = 70
"""Compromised: access and use reach these, near each other, and this together."""
SUSPICIOUS = 40
"""One axis alone is worth a look from here on."""
BOTH_WEAK = 55
"""So are two weak ones together."""
NOTICEABLE = 20
"""Findings below only add weight; they neither begin nor prolong an incident."""

SCORES = {Verdict.COMPROMISED: (70, 100), Verdict.SUSPICIOUS: (40, 69), Verdict.CLEAN: (0, 39)}


@dataclass(frozen=True, slots=True)
class Ruling:
    """What one incident is."""

    verdict: Verdict
    score: int


def together(findings: Iterable[Finding]) -> float:
    """Points of independent witnesses combined (noisy-or). One detector is one witness, however often it spoke."""
    best: dict[str, float] = {}
    for finding in findings:
        best[finding.detector] = max(best.get(finding.detector, 0.0), finding.points)
    doubt = 1.0
    for detector in sorted(best):
        doubt *= 1 - min(best[detector], 100.0) / 100
    return round(100 * (1 - doubt), 3)


def rule(findings: Sequence[Finding]) -> Ruling:
    """The verdict on one incident."""
    access = [f for f in findings if f.axis == Axis.ACCESS]
    use = [f for f in findings if f.axis == Axis.USE]
    alone = max(together(access), together(use))
    both, proven = _corroborated(access, use)
    strongest = max((f.points for f in findings), default=0.0)
    score = max(alone, both)
    if proven or strongest >= OVERWHELMING:
        return _ruling(Verdict.COMPROMISED, score)
    if alone >= SUSPICIOUS or both >= BOTH_WEAK:
        return _ruling(Verdict.SUSPICIOUS, score)
    return _ruling(Verdict.CLEAN, score)


def _corroborated(access: Sequence[Finding], use: Sequence[Finding]) -> tuple[float, bool]:
    """The most that access and use near each other reach, and whether that proves a break-in."""
    most, proven = 0.0, False
    for pivot in use:
        entries = together(a for a in access if pivot.time - NEAR <= a.time <= pivot.last_time + AFTER)
        deeds = together(u for u in use if abs(u.time - pivot.time) <= NEAR)
        both = 100 - (100 - entries) * (100 - deeds) / 100 if entries else 0.0
        proven = proven or (entries >= ODD_ACCESS and deeds >= ODD_USE and both >= TOGETHER)
        most = max(most, both)
    return round(most, 3), proven


def _ruling(verdict: Verdict, score: float) -> Ruling:
    low, high = SCORES[verdict]
    return Ruling(verdict, min(high, max(low, round(score))))
