"""A mailbox that nobody watches is used for spam; it is stopped in the morning, and the spam goes on for hours.

What the providers have put off is tried again and again by Postfix's own schedule, until its time is over; the sender
that it goes back to is forged, too. The servers are told to keep mail for nine and a half hours instead of five days.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from random import Random

from lab.acts import at, fail, knock, submit, together
from lab.administrator import change_password
from lab.cast import IDA, LENA, NAMES, ROSA, accounts
from lab.clock import moment
from lab.ordinary import days, ordinary_days
from lab.providers import Providers
from lab.scenario import Scenario
from lab.setup import DOMAIN, Setup
from lab.spam import forged, victims
from lab.stage import Act, Moment

UNWATCHED = f"praktikum@{DOMAIN}"
RENTED = "198.51.100.4", "2001:db8:40c::1f", "2001:db8:46a:2::20"  # servers in Amsterdam
STOPPED = moment("2026-09-18 07:20")


def moments() -> Iterator[Moment]:
    """A week of work, two evenings with a little spam, one with much, the stop, and what still happens after it."""
    random, providers = Random(3), Providers(hourly=20, grudge_hours=7.5)
    return chain(
        at("2026-09-11 00:00", providers.open()),
        ordinary_days(random, days("2026-09-11", 7), (IDA, ROSA, LENA)),
        _run(random, "2026-09-15 21:00", waves=4),
        _run(random, "2026-09-16 21:10", waves=4),
        _run(random, "2026-09-17 23:00", waves=24),
        at(STOPPED, change_password(UNWATCHED, None)),
        at("2026-09-18 07:31", *(fail(UNWATCHED, ip, method="LOGIN", tls=True) for ip in RENTED)),
        at("2026-09-18 09:10", submit(ROSA.account, ROSA.home, ["steuer.timm@webpost.example.net"])),
        at("2026-09-18 09:50", knock("203.0.113.60")),
    )


def _run(random: Random, begin: str, waves: int) -> Iterator[Moment]:
    when = moment(begin)
    for _ in range(waves):
        when += random.uniform(120, 260)
        yield Moment(when, together([_spam(random, ip) for ip in RENTED]))


def _spam(random: Random, ip: str) -> Act:
    return submit(UNWATCHED, ip, victims(random, 3), sender=forged(random), helo="mailer", method="LOGIN", size=30)


SCENARIO = Scenario(
    Setup(
        accounts("praktikum"),
        begins="2026-09-10 23:59",
        main={"maximal_queue_lifetime": "570m", "bounce_queue_lifetime": "570m"},
        names=NAMES,
    ),
    moments,
    tells="an unwatched account sends spam; after it is stopped, the deferred queue goes on for hours",
    intruders={UNWATCHED: RENTED},
)
