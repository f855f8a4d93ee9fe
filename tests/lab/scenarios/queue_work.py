"""What does the administrator do with the queue? Mails are held, released, begun anew, deleted and expired."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from lab.acts import at, inject_locally, submit
from lab.administrator import delete, expire, flush_queue, hold, release, requeue, try_now
from lab.outside import ACCEPTED, Attempt, by_recipient
from lab.scenario import Scenario
from lab.setup import Setup, people
from lab.stage import Act, Moment, Stage

ANNA, CLARA = "anna.berg@example.org", "clara.hoff@example.org"
_DESK, _AWAY = "192.0.2.19", "2001:db8:32d:81c4::5a0e"
_BUSY, _BUSY_TOO = "busy.x@bigmail.example.net", "busy.y@bigmail.example.net"
_SCRIPT = "www-data@mail.example.org"
_CUSTOMER = "dispo@hafenlogistik.example.com"


def _patience(*, busy: bool) -> Act:
    """Whether those who have to wait still have to."""

    def later(attempt: Attempt) -> str:
        return ACCEPTED if attempt.recipient.startswith("busy.") else by_recipient(attempt)

    async def act(stage: Stage) -> None:
        stage.outside.rcpt = by_recipient if busy else later

    return act


def _written() -> Iterator[Act]:
    yield submit(ANNA, _DESK, [_BUSY, _CUSTOMER], mails=2)
    yield submit(CLARA, _AWAY, [_BUSY_TOO], sender="forged@bank.example.com", mails=3)


def moments() -> Iterator[Moment]:
    """A morning on which a provider lets everybody wait, and a day in which their time runs out."""
    return chain(
        at("2026-10-13 08:00", *_written()),
        at("2026-10-13 08:01", hold("forged@bank.example.com"), flush_queue()),
        at("2026-10-13 08:02", requeue(ANNA), release("forged@bank.example.com")),
        at("2026-10-13 08:03", hold(ANNA), requeue(ANNA), try_now(ANNA)),
        at("2026-10-13 08:04", delete("forged@bank.example.com")),
        at("2026-10-13 08:30", _patience(busy=False), flush_queue()),
        at("2026-10-13 09:00", _patience(busy=True), *_written()),
        at("2026-10-13 09:01", expire("forged@bank.example.com"), flush_queue()),
        at("2026-10-13 09:02", hold(ANNA), delete(ANNA)),
        at("2026-10-13 09:05", inject_locally("www-data", [_BUSY]), requeue(_SCRIPT), requeue(_SCRIPT), hold(_SCRIPT)),
        at("2026-10-13 09:06", requeue(_SCRIPT), delete(_SCRIPT)),
        at("2026-10-13 09:10", submit(CLARA, _AWAY, [_BUSY, _BUSY_TOO], mails=2)),
        at("2026-10-14 20:00", submit(ANNA, _DESK, [_CUSTOMER])),
    )


SCENARIO = Scenario(
    Setup(
        people("anna.berg", "clara.hoff"),
        begins="2026-10-13 07:55",
        main={
            "maximal_queue_lifetime": "1d",
            "bounce_queue_lifetime": "1d",
            "delay_warning_time": "1h",
            "minimal_backoff_time": "4h",
            "maximal_backoff_time": "8h",
        },
    ),
    moments,
)
