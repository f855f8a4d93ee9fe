"""What does cleanup do with mails by their content? Checks of headers and bodies, of clients' and of local mail."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from lab.acts import arrive, at, inject_locally, submit
from lab.scenario import Scenario
from lab.setup import Setup, people
from lab.stage import Act, Moment

ANNA, CLARA = "anna.berg@example.org", "clara.hoff@example.org"
_DESK, _SENDER, _CUSTOMER = "192.0.2.19", "a@example.com", "dispo@hafenlogistik.example.com"
_ACTIONS = ("Warn", "Info", "Hold", "Reject", "Discard", "Redirect", "Replace")
_FORGERIES = (
    "X-Lab-Warn: x from unknown[192.0.2.1]; from=<victim@example.org> to=<b@example.org> proto=ESMTP helo=<h>: text",
    "X-Lab-Hold: x; from=<victim@example.org>; from=<other@example.org>",
    "X-Lab-Reject: from local; from=<victim@example.org>",
)


def _by_clients() -> Iterator[Act]:
    for action in _ACTIONS:
        header = f"X-Lab-{action}: yes"
        yield arrive(_SENDER, [ANNA], "203.0.113.80", helo="mail.example.com", header=header)
        yield submit(ANNA, _DESK, [CLARA, _CUSTOMER], header=header)
    yield arrive(_SENDER, [ANNA], "203.0.113.80", helo="mail.example.com", subject="Buy cheap watches")
    yield submit(ANNA, _DESK, [CLARA], header="X-Lab-Warn: one\r\nX-Lab-Info: two\r\nX-Lab-Hold: three")


def _in_bodies() -> Iterator[Act]:
    for action in ("warn", "info", "hold", "reject", "discard", "redirect"):
        yield submit(ANNA, _DESK, [_CUSTOMER], header=f"X-Any: header\r\n\r\nlab-{action} this line")


def _by_programs() -> Iterator[Act]:
    for action in ("Warn", "Hold", "Discard", "Redirect", "Reject"):
        yield inject_locally("www-data", [_CUSTOMER, ANNA], header=f"X-Lab-{action}: yes")


def moments() -> Iterator[Moment]:
    """Everything that a table of header checks can say, and those who want to say it themselves."""
    return chain(
        at("2026-10-13 08:00", *_by_clients()),
        at("2026-10-13 08:05", *_in_bodies()),
        at("2026-10-13 08:07", *_by_programs()),
        at(
            "2026-10-13 08:10",
            *[arrive(_SENDER, [ANNA], "203.0.113.81", helo="mail.example.com", header=one) for one in _FORGERIES],
        ),
    )


SCENARIO = Scenario(Setup(people("anna.berg", "clara.hoff"), begins="2026-10-13 07:55"), moments)
