"""How much do several findings say together? Detectors that look at the same thing hardly confirm each other."""

from __future__ import annotations

from collections.abc import Iterable

from postwarden.model.findings import Finding

ECHO = 0.1
"""Of the points of a detector that looks at what a stronger one has seen: a far country, then an impossible journey."""


def together(findings: Iterable[Finding]) -> float:
    """Points of all of them, combined as those of independent witnesses (noisy-or)."""
    return _combined(each(findings))


def each(findings: Iterable[Finding]) -> list[float]:
    """Points of each witness, the strongest first. One detector speaks once, however often it spoke."""
    said: dict[str, dict[str, float]] = {}
    for finding in findings:
        best = said.setdefault(finding.witness or finding.detector, {})
        best[finding.detector] = max(best.get(finding.detector, 0.0), finding.points)
    return sorted((_witness(best.values()) for best in said.values()), reverse=True)


def _witness(points: Iterable[float]) -> float:
    first, *echoes = sorted(points, reverse=True)
    return _combined((first, *(ECHO * echo for echo in echoes)))


def _combined(points: Iterable[float]) -> float:
    doubt = 1.0
    for one in points:
        doubt *= 1 - min(one, 100.0) / 100
    return round(100 * (1 - doubt), 3)
