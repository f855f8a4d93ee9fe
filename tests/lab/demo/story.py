"""What is the demo incident? Five weeks of a small company's mail, and one account that is broken into at their end.

Played by tools/capture_demo.py, in some ten minutes: too long for a test.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from random import Random

from lab.clock import moment
from lab.demo.attack import BURST, break_in, brute_force, spraying
from lab.demo.ordinary import ordinary_life
from lab.demo.people import ACCOUNTS, NAMES
from lab.demo.providers import PatientProviders
from lab.demo.visitors import visitors
from lab.scenario import Scenario
from lab.setup import DOMAIN, Setup, people
from lab.stage import Moment

_BEGINS, _END = "2026-09-13 23:59:30", moment("2026-10-16 09:30")
_SEED = 1848


def moments() -> Iterator[Moment]:
    """Drawn with a fixed seed: the same story each time."""
    random, providers = Random(_SEED), PatientProviders(since=BURST[0])
    yield Moment(moment(_BEGINS), providers.open())
    story = chain(ordinary_life(random), visitors(random), brute_force(random), spraying(random), break_in(random))
    yield from (planned for planned in story if planned.time <= _END)


SCENARIO = Scenario(
    Setup(
        people(*(account.partition("@")[0] for account in ACCOUNTS)),
        begins=_BEGINS,
        names=NAMES,
        main={"anvil_status_update_time": "1d"},
        aliases={f"postmaster@{DOMAIN}": [f"office@{DOMAIN}"]},
    ),
    moments,
)
