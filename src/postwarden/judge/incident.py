"""Which findings of an account are one incident, and when did it begin?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from postwarden.judge.rule import AFTER, DAY, NEAR, NOTICEABLE, Ruling, rule
from postwarden.model.findings import Axis, Finding, Verdict

BEGINS = 30
"""Points from which access begins an incident: the owner's new café (below) must not become the first bad moment."""

_ORDER = {Verdict.COMPROMISED: 2, Verdict.SUSPICIOUS: 1, Verdict.CLEAN: 0, Verdict.UNKNOWN: 0}


@dataclass(frozen=True, slots=True)
class Incident:
    """Findings of one account with no more than a week between them."""

    findings: tuple[Finding, ...]
    ruling: Ruling
    seen_since: int
    """First login of the account in the log, µs UTC."""

    @property
    def begin(self) -> int:
        """First bad moment: of bad use, or of access odd enough to begin with.

        Use is counted by the hour or day, whose first mail may be the owner's: an access within it tells better,
        if the account was seen a day before. Without that, the odd access may be the owner's own.
        """
        entries = [f.time for f in self.findings if f.axis == Axis.ACCESS and f.points >= NOTICEABLE]
        times = [f.time for f in self.findings if f.axis == Axis.ACCESS and f.points >= BEGINS]
        for deed in (f for f in self.findings if f.axis == Axis.USE and f.points >= NOTICEABLE):
            known = self.seen_since <= deed.time - DAY
            times.append(min((e for e in entries if known and deed.time <= e <= deed.last_time), default=deed.time))
        return min(times or [f.time for f in self.findings])

    @property
    def end(self) -> int:
        """Last moment that a finding covers; a weak one may be the owner's new café again, after all is over."""
        told = [f.last_time for f in self.findings if f.axis == Axis.USE or f.points >= BEGINS]
        return max(told or [f.last_time for f in self.findings])

    @property
    def accused(self) -> frozenset[str]:
        """Networks that access findings name; before the first bad moment a weak one names the owner's new café."""
        return frozenset(
            str(network)
            for f in self.findings
            if f.axis == Axis.ACCESS
            and (f.points >= BEGINS or (f.points >= NOTICEABLE and f.time >= self.begin))
            and (network := f.facts.get("ip_net"))
        )

    @property
    def windows(self) -> tuple[tuple[int, int], ...]:
        """Spans of the bad use."""
        return tuple((f.time, f.last_time) for f in self.findings if f.axis == Axis.USE)

    @property
    def rank(self) -> tuple[int, int, int]:
        """The worst verdict first, then the latest."""
        return _ORDER[self.ruling.verdict], self.begin, self.ruling.score


def incidents(findings: Sequence[Finding], seen_since: int) -> list[Incident]:
    """The incidents of one account in order of time. Weak findings join the incident that they are near to."""
    strong = sorted((f for f in findings if f.points >= NOTICEABLE), key=_moment)
    chains: list[list[Finding]] = []
    for finding in strong or sorted(findings, key=_moment):
        if chains and finding.time - max(f.last_time for f in chains[-1]) <= NEAR:
            chains[-1].append(finding)
        else:
            chains.append([finding])
    if strong:
        for chain in chains:
            begin, end = chain[0].time, max(f.last_time for f in chain)
            chain += [f for f in findings if f.points < NOTICEABLE and begin - NEAR <= f.time <= end + AFTER]
    return [Incident(tuple(sorted(chain, key=_moment)), rule(chain), seen_since) for chain in chains]


def _moment(finding: Finding) -> tuple[int, str, str]:
    return finding.time, finding.detector, finding.text
