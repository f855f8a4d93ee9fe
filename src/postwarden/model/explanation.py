"""How did a verdict come about? What speaks against the account, what for its owner, and what would have changed it.

These classes are part of the JSON contract of `check --explain`.
"""

from __future__ import annotations

from dataclasses import dataclass

from postwarden.model.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Weighed:
    """The points of one detector: 100 × weight × strength."""

    detector: str
    axis: str
    witness: str
    """What it looks at. Of detectors that look at the same, the strongest counts whole and the others little."""
    weight: float | None
    """As the detector's file or the configuration has it; null where several of one name were asked."""
    strength: float
    """How much of the weight its strongest finding has, from 0 to 1."""
    points: float
    """Of its strongest finding: one detector is one witness, however often it speaks."""
    findings: int


@dataclass(frozen=True, slots=True)
class Part:
    """One number that a clause of the rule compares."""

    what: str
    reached: float
    needed: float


@dataclass(frozen=True, slots=True)
class Clause:
    """One way to a verdict: all its parts must be reached."""

    verdict: Verdict
    met: bool
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Plea:
    """Something that speaks for the owner."""

    about: str
    """network, country, provider, home, list, colleagues, volume, hours or silence."""
    text: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """The weighing of one account's worst incident."""

    weighed: tuple[Weighed, ...]
    access: float
    """All access together, as independent witnesses."""
    use: float
    """All use together."""
    clauses: tuple[Clause, ...]
    """The whole rule, the worst verdict first."""
    lacking: tuple[str, ...]
    """What would have made it compromised, each enough by itself; empty where it is."""
    pleas: tuple[Plea, ...]
    incidents: tuple[str, ...]
    """Other incidents of the account, oldest first."""
