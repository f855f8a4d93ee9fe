"""Several nights in which logrotate puts the log aside, quiet ones and one in the middle of a mail rush."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from lab.acts import at, fail, knock, submit, together
from lab.administrator import rotate_log
from lab.scenario import Scenario
from lab.setup import Setup, people
from lab.stage import Moment

_ANNA = "anna.berg@example.org"
_SENDERS = tuple(f"198.51.100.{host}" for host in range(201, 209))
_TO = ["karla@bigmail.example.net", "unknown.m@bigmail.example.net", "office@example.org"]


def moments() -> Iterator[Moment]:
    """Each night's log ends in another way."""
    rush = [submit(_ANNA, ip, _TO, mails=3) for ip in _SENDERS]
    return chain(
        at("2026-10-10 10:00", submit(_ANNA, "192.0.2.19", _TO)),
        at("2026-10-11 00:00", rotate_log()),
        at("2026-10-12 00:00", rotate_log()),
        at("2026-10-12 23:59:59", together([*rush[:4], rotate_log(), *rush[4:]])),
        at("2026-10-13 00:00", fail(_ANNA, "203.0.113.9", tries=2), rotate_log(), knock("203.0.113.77")),
    )


SCENARIO = Scenario(Setup(people("anna.berg", "office"), begins="2026-10-10 09:00"), moments)
