"""What does the log tell of mails that a content filter takes and hands back under a second queue id?"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from lab.acts import arrive, at, inject_locally, submit
from lab.administrator import delete, flush_queue, hold, requeue
from lab.scenario import Scenario
from lab.setup import FILTER_PORT, Setup, people
from lab.stage import Act, Moment, Stage

ANNA, CLARA = "anna.berg@example.org", "clara.hoff@example.org"
_DESK, _SENDER = "192.0.2.19", "a@thames.example.net"
_CUSTOMER, _BUSY = "dispo@hafenlogistik.example.com", "busy.x@bigmail.example.net"


def _xforward(*, passes_on: bool) -> Act:
    async def act(stage: Stage) -> None:
        stage.filter.passes_on = passes_on

    return act


def _mails() -> Iterator[Act]:
    yield submit(ANNA, _DESK, [_CUSTOMER, CLARA, "unknown.x@bigmail.example.net"], mails=2)
    yield submit(ANNA, _DESK, [_CUSTOMER], sender="ceo@bank.example.com")
    yield arrive(_SENDER, [ANNA, CLARA], "198.51.100.130", helo="mx.thames.example.net")
    yield inject_locally("www-data", [_CUSTOMER])
    yield submit(ANNA, _DESK, [_CUSTOMER, CLARA], header="X-Lab-Virus: yes")
    yield submit(CLARA, _DESK, [_BUSY])
    yield submit(CLARA, _DESK, [_CUSTOMER, ANNA], header="X-Lab-Wait: a moment")


def moments() -> Iterator[Moment]:
    """With a filter that says whose mail it is, with one that does not, and by the administrator's hand."""
    return chain(
        at("2026-10-13 08:00", *_mails()),
        at("2026-10-13 08:20", _xforward(passes_on=False), *_mails()),
        at("2026-10-13 08:30", flush_queue(), hold(CLARA)),
        at("2026-10-13 08:31", requeue(CLARA), delete(CLARA)),
    )


SCENARIO = Scenario(
    Setup(
        people("anna.berg", "clara.hoff"),
        begins="2026-10-13 07:55",
        main={"content_filter": f"smtp:[127.0.0.1]:{FILTER_PORT}"},
    ),
    moments,
)
