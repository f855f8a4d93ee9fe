"""A Tuesday noon: passwords are tried over TLS, on a server that logs each byte of TLS (smtpd_tls_loglevel = 4).

Thousands of lines of hexadecimal stand around three dozen attempts. Nobody gets in.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from random import Random

from lab.acts import at, fail, together
from lab.cast import IDA, KARL, NAMES, OFFICE, accounts
from lab.clock import moment
from lab.ordinary import days, letter, working_day
from lab.scenario import Scenario
from lab.setup import DOMAIN, Setup
from lab.stage import Act, Moment

BRUTE = "203.0.113.49"
GUESSED = ("admin", "info", "test", "ida.sommer", "postmaster", "scan")
_ROUNDS, _AT_ONCE = 9, 4


def moments() -> Iterator[Moment]:
    """A day of work, the noon after it, and a mail afterwards: the server still does what it should."""
    random = Random(5)
    return chain(
        *(working_day(random, person, days("2027-02-22", 1)[0]) for person in (IDA, KARL)),
        _brute_force(random),
        at("2027-02-23 13:00", letter(random, IDA, OFFICE)),
    )


def _brute_force(random: Random) -> Iterator[Moment]:
    when = moment("2027-02-23 11:57:42")
    for _ in range(_ROUNDS):
        yield Moment(when, together([_guess(random) for _ in range(_AT_ONCE)]))
        when += random.uniform(20, 60)


def _guess(random: Random) -> Act:
    account, port = f"{random.choice(GUESSED)}@{DOMAIN}", random.choice((587, 587, 465))
    return fail(account, BRUTE, method="PLAIN", helo="localhost", port=port, tls=True)


SCENARIO = Scenario(
    Setup(accounts(), begins="2027-02-21 23:59", main={"smtpd_tls_loglevel": "4"}, names=NAMES),
    moments,
    tells="passwords tried over TLS from one address, in vain, on a server with TLS debugging",
)
