"""What is a scenario? Servers set up in some way, and moments at which people do things."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field

from lab.setup import Setup
from lab.stage import Moment


@dataclass(frozen=True)
class Scenario:
    """`moments` makes them anew for each play, so that a scenario can be played again.

    `tells` is the attack in a few words; `intruders` names the addresses from which each account was misused.
    """

    setup: Setup
    moments: Callable[[], Iterable[Moment]]
    tells: str = ""
    intruders: Mapping[str, Collection[str]] = field(default_factory=dict)
