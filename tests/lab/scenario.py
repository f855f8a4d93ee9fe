"""What is a scenario? Servers set up in some way, and moments at which people do things."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from lab.setup import Setup
from lab.stage import Moment


@dataclass(frozen=True)
class Scenario:
    """`moments` makes them anew for each play, so that a scenario can be played again."""

    setup: Setup
    moments: Callable[[], Iterable[Moment]]
