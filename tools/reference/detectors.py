"""What does the catalogue of detectors say? Each card, and the limits with their reasons."""

from __future__ import annotations

from postwarden.detect.detector import Detector
from postwarden.detect.engine import load

ABOUT = """# Detectors

Each detector asks one question of the [tables](tables.md). It is one SQL file in `src/postwarden/detect/`; your own lie
in `/etc/postwarden/detectors/` ([how to write one](../how-to/write-a-detector.md)). How findings become a verdict
stands in [The verdict](../explanation/verdict.md).

`weight` × 100 are the points of a finding at full strength. `axis` says what a finding speaks for: *access* (who came
in) or *use* (what was done).
"""


def detectors() -> str:
    """docs/reference/detectors.md"""
    known = load()
    overview = ["| detector | asks | about | axis | weight |", "|---|---|---|---|---|"]
    overview += [
        f"| [{d.name}](#{d.name}) | {d.card.asks} | {d.card.key} | {d.card.axis} | {d.card.weight:g} |" for d in known
    ]
    return "\n".join((ABOUT, *overview, "", *map(_section, known)))


def _section(detector: Detector) -> str:
    card = detector.card
    technique = f"[{card.attack}](https://attack.mitre.org/techniques/{card.attack.replace('.', '/')}/)"
    lines = [
        f"## {detector.name}\n",
        f"*{card.asks}*\n",
        f"Tells: `{card.tells}`  ",
        f"Looks back: {card.lookback} · Witness: {card.witness or detector.name} · MITRE ATT&CK: {technique}\n",
    ]
    if detector.limits:
        lines += ["| limit | value | why |", "|---|---|---|"]
        lines += [f"| `{limit.name}` | {limit.value} | {limit.reason} |" for limit in detector.limits]
        lines.append("")
    return "\n".join(lines)
