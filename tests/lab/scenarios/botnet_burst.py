"""A night in May: thirty-odd addresses in fifteen countries send in one account's name, as hundreds of others.

Two days before, somebody tried the password out. The big providers lose patience during the night; what they put off is
still in the queue when the owner, who knows nothing, sits down in the morning.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from random import Random

from lab.acts import at, fail, read_mail, submit, test_credentials, together
from lab.cast import EMIL, IDA, LENA, NAMES, OFFICE, accounts, mobile
from lab.clock import moment
from lab.ordinary import days, ordinary_days
from lab.providers import Providers
from lab.scenario import Scenario
from lab.setup import Setup
from lab.spam import forged, victims
from lab.stage import Act, Moment

TESTER, GUESSER = "198.51.100.5", "198.51.100.9"
BOTNET = (
    *(f"2001:db8:a0{block:02x}::6f" for block in range(0, 64, 8)),  # Brazil
    *(f"2001:db8:a1{block:02x}:12::b3" for block in range(0, 64, 10)),  # Vietnam
    *(f"2001:db8:a2{block:02x}::2a9" for block in range(0, 64, 13)),  # India
    *(f"2001:db8:a3{block:02x}:4::51" for block in range(0, 64, 20)),  # United States
    "2001:db8:a400:3::e1",  # Korea
    *("198.51.100.134", "198.51.100.163", "198.51.100.171", "198.51.100.181", "198.51.100.229"),  # Europe
    *("203.0.113.70", "203.0.113.85", "203.0.113.101", "203.0.113.116", "203.0.113.133", "203.0.113.181"),
)
_FIRST, _LAST = moment("2026-05-12 23:40:20"), moment("2026-05-13 02:41:30")
_WAVES, _AT_ONCE = 48, 4


def moments() -> Iterator[Moment]:
    """Eight days of work, the test, the night, a morning like any other."""
    random, providers = Random(1), Providers(hourly=90, grudge_hours=5)
    return chain(
        at("2026-05-05 00:00", providers.open()),
        ordinary_days(random, days("2026-05-05", 8), (IDA, LENA, EMIL)),
        at("2026-05-10 21:52:10", fail(IDA.account, GUESSER, tries=2, method="PLAIN", helo="WIN-8KQ2", tls=True)),
        at("2026-05-10 22:41:07", test_credentials(IDA.account, TESTER, wrong=2)),
        _burst(random),
        at("2026-05-13 07:04", read_mail(IDA.account, mobile(random))),
        at("2026-05-13 08:31", submit(IDA.account, OFFICE, ["dispo@hafenlogistik.example.com"])),
        # A colleague pays for it
        at("2026-05-13 08:40", submit(LENA.account, OFFICE, ["karla.voss@bigmail.example.net"])),
    )


def _burst(random: Random) -> Iterator[Moment]:
    times = (_FIRST, *sorted(random.uniform(_FIRST, _LAST) for _ in range(_WAVES - 2)), _LAST)
    for when in times:
        yield Moment(when, together([_spam(random, ip) for ip in random.sample(BOTNET, _AT_ONCE)]))


def _spam(random: Random, ip: str) -> Act:
    to = victims(random, random.choice((1, 2, 3, 4, 4, 5, 6, 8)))
    sender = IDA.account if random.random() < 0.05 else forged(random)
    helo, port = random.choice((("User", 587), ("localhost", 587), (f"win-{random.randrange(99)}", 465)))
    return submit(IDA.account, ip, to, sender=sender, helo=helo, port=port, size=20)


SCENARIO = Scenario(
    Setup(accounts(), begins="2026-05-04 23:59", names=NAMES),
    moments,
    tells="one account, a botnet's burst over night with forged senders, refused by big providers",
    intruders={IDA.account: {TESTER, *BOTNET}},
)
