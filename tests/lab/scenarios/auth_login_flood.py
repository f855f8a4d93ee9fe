"""A Sunday night before Christmas: one address logs in by AUTH LOGIN six times a second, as one account.

The sender is one that the server has nothing to do with; each mail goes to a dozen people. Some domains do not exist,
which smtpd says at once; one has a server that nobody answers at.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from random import Random

from lab.acts import at, knock, submit, together
from lab.cast import EMIL, NAMES, OTTO, accounts
from lab.clock import moment
from lab.ordinary import days, ordinary_days
from lab.outside import MAIL_SERVERS
from lab.providers import Providers
from lab.scenario import Scenario
from lab.setup import DOMAIN, Setup
from lab.spam import victims
from lab.stage import Act, Moment

ABC = f"abc@{DOMAIN}"
FLOODER = "203.0.113.23"
FORGED = "winner.claims@bigmail.example.net"
_FIRST, _LAST = moment("2026-12-20 23:17:34"), moment("2026-12-20 23:49:11")
_WAVES, _AT_ONCE = 40, 6
_HOME = "192.0.2.72"


def moments() -> Iterator[Moment]:
    """Days of work, in which the account sends a mail now and then, and half an hour of flood."""
    random, providers = Random(4), Providers(hourly=400)
    return chain(
        at("2026-12-10 00:00", providers.open()),
        ordinary_days(random, days("2026-12-14", 6), (EMIL, OTTO)),
        *(at(f"2026-12-{day} 10:{day}", _letter(random)) for day in (10, 11, 14, 15, 16, 17, 18)),
        _flood(random),
        at("2026-12-20 23:55", knock("2001:db8:a1ab::9")),
    )


def _letter(random: Random) -> Act:
    return submit(ABC, _HOME, [random.choice(("bestellung@alpenhandel.example.net", f"ida.sommer@{DOMAIN}"))])


def _flood(random: Random) -> Iterator[Moment]:
    times = (_FIRST, *sorted(random.uniform(_FIRST, _LAST) for _ in range(_WAVES - 2)), _LAST)
    for when in times:
        yield Moment(when, together([_session(random) for _ in range(_AT_ONCE)]))


def _session(random: Random) -> Act:
    nowhere, unheard = f"a{random.randrange(900)}@nowhere.example.net", f"b{random.randrange(900)}@closed.example.net"
    to = [*victims(random, 10), *random.sample([nowhere, unheard], random.choice((0, 0, 1, 2)))]
    return submit(ABC, FLOODER, to, sender=FORGED, helo="User", method="LOGIN", size=48)


SCENARIO = Scenario(
    Setup(
        accounts("abc"),
        begins="2026-12-09 23:59",
        main={"smtpd_recipient_restrictions": "reject_non_fqdn_recipient, reject_unknown_recipient_domain"},
        records={domain: ip for domain, (_, ip) in MAIL_SERVERS.items()},
        names=NAMES,
    ),
    moments,
    tells="one account, hundreds of AUTH LOGIN sessions from one address within half an hour, under a foreign sender",
    intruders={ABC: {FLOODER}},
)
