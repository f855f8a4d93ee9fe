"""How is one login drawn, on the timeline and on the map?

All positions across are percentages and all sizes are pixels: a drawing fills any width and its marks stay legible.
Ordinary logins are round, bad ones are diamonds, so that nothing depends on colour.
"""

from __future__ import annotations

from collections.abc import Iterable

from postwarden.model.findings import Moment
from postwarden.report.elements import Markup, element

ORDINARY, BAD = "ordinary", "bad"


def definitions() -> Markup:
    """The hatching of bad bars, once per page."""
    lines = element("path", d="M-1 5 5 -1M-1 9 9 -1M3 9 9 3", class_="hatch")
    pattern = element("pattern", lines, id="hatched", width=8, height=8, patternUnits="userSpaceOnUse")
    return element("svg", element("defs", pattern), width=0, height=0, class_="unseen", aria_hidden="true")


def percent(share: float) -> str:
    return f"{100 * share:.2f}%"


def mark(x: float, y: float | str, radius: float, bad: bool, title: str) -> Markup:
    """A login at a share of the width; y is in pixels or, as text, a percentage."""
    tip = element("title", title)
    if not bad:
        return element("circle", tip, cx=percent(x), cy=y, r=f"{radius:.1f}", class_=f"mark {ORDINARY}")
    r = f"{radius * 1.25:.1f}"
    diamond = element("path", tip, d=f"M0-{r} {r} 0 0 {r}-{r} 0Z", class_=f"mark {BAD}")
    return element("svg", diamond, x=percent(x), y=y, class_="spot")


def legend(words: str = "") -> Markup:
    """What the two shapes stand for."""
    ordinary = element("b", "● ", class_=ORDINARY, aria_hidden="true")
    bad = element("b", "◆ ", class_=BAD, aria_hidden="true")
    entries = ((ordinary, "ordinary login"), (bad, "bad login"), words)
    return element("p", (element("span", entry) for entry in entries), class_="legend")


def logins(moments: Iterable[Moment]) -> int:
    """How many logins these marks stand for."""
    return sum(moment.logins for moment in moments)
