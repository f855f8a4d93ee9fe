"""When do findings make an account compromised, suspicious or clean? The corroboration rule.

The table for readers is docs/explanation/verdict.md; a test holds the two together.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from postwarden.judge.witnesses import each, together
from postwarden.model.findings import Axis, Finding, Verdict

DAY = 86_400_000_000
NEAR = 7 * DAY
"""Access and use belong together within a week; bad moments further apart are separate incidents."""
AFTER = DAY
"""Use may begin this much before the access that explains it: bursts are counted from the begin of their hour."""

OVERWHELMING = 90
"""Points of one finding that need no second witness."""
ODD_ACCESS = 15
ODD_USE = 25
TOGETHER = 55
"""Compromised: access and use reach these, near each other, and this together."""
USE_ALONE = 52
SECOND_WITNESS = 4
"""Compromised, wherever it came from: use reaches the first, and a second witness of use the other."""
OLD_LIST = ("recipients", "answers")
"""Then these are one witness: to the owner of an old list, who sits at his desk, all are strangers; many are gone."""
SUSPICIOUS = 40
"""One axis alone is worth a look from here on."""
BOTH_WEAK = 50
"""So are two weak ones together."""
NOTICEABLE = 20
"""Findings below only add weight; they neither begin nor prolong an incident."""

SCORES = {Verdict.COMPROMISED: (70, 100), Verdict.SUSPICIOUS: (40, 69), Verdict.CLEAN: (0, 39)}


@dataclass(frozen=True, slots=True)
class Weighing:
    """What the findings of one incident reach, as the rule compares it."""

    access: float = 0.0
    use: float = 0.0
    second: float = 0.0
    """The second witness of use."""
    strongest: float = 0.0
    entries: float = 0.0
    """Access near the use that it explains best."""
    deeds: float = 0.0
    """The use near that access."""
    both: float = 0.0
    """Both together."""

    @property
    def alone(self) -> float:
        """What the stronger axis reaches without the other."""
        return max(self.access, self.use)


NOTHING = Weighing()


@dataclass(frozen=True, slots=True)
class Ruling:
    """What one incident is."""

    verdict: Verdict
    score: int
    weighing: Weighing


def rule(findings: Sequence[Finding]) -> Ruling:
    """The verdict on one incident."""
    access = [f for f in findings if f.axis == Axis.ACCESS]
    use = [f for f in findings if f.axis == Axis.USE]
    proven, both, entries, deeds, most = _corroborated(access, use)
    strongest = max((f.points for f in findings), default=0.0)
    second = (*each(map(_of_old_list, use)), 0.0, 0.0)[1]
    weighing = Weighing(together(access), together(use), second, strongest, entries, deeds, both)
    blatant = weighing.use >= USE_ALONE and second >= SECOND_WITNESS
    if proven or blatant or strongest >= OVERWHELMING:
        verdict = Verdict.COMPROMISED
    elif weighing.alone >= SUSPICIOUS or most >= BOTH_WEAK:
        verdict = Verdict.SUSPICIOUS
    else:
        verdict = Verdict.CLEAN
    low, high = SCORES[verdict]
    return Ruling(verdict, min(high, max(low, round(max(weighing.alone, most)))), weighing)


def _of_old_list(deed: Finding) -> Finding:
    if deed.witness not in OLD_LIST or deed.facts.get("no_old_list"):
        return deed
    return replace(deed, witness="old list")


def _corroborated(access: Sequence[Finding], use: Sequence[Finding]) -> tuple[bool, float, float, float, float]:
    """Whether access and use near each other prove a break-in; what those reach that say it best; the most of all.

    What was sent from where the owner has long been is not explained by a login from elsewhere; and mail that was only
    read may have been read by the owner, from wherever.
    """
    reached = [(False, 0.0, 0.0, 0.0)]
    use = [deed for deed in use if not deed.facts.get("at_home")]
    for pivot in use:
        entries = together(a for a in access if pivot.time - NEAR <= a.time <= pivot.last_time + AFTER)
        near = [u for u in use if abs(u.time - pivot.time) <= NEAR]
        deeds = together(near)
        both = _joined(entries, deeds)
        wrote = together(u for u in near if not u.facts.get("only_read"))
        proven = entries >= ODD_ACCESS and wrote >= ODD_USE and _joined(entries, wrote) >= TOGETHER
        reached.append((proven, both, entries, deeds))
    proven, both, entries, deeds = max(reached)
    return proven, both, entries, deeds, max(both for _, both, _, _ in reached)


def _joined(entries: float, deeds: float) -> float:
    """What access and use say together; nothing without access."""
    return round(100 - (100 - entries) * (100 - deeds) / 100, 3) if entries else 0.0
