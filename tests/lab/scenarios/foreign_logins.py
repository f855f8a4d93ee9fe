"""An afternoon in June: one user logs in from seven countries within an hour, another one from four.

Passwords of some other site fit here, too. The strangers read the mailboxes by IMAP and send a little in the owners'
own names; what the owners notice is mail coming back that they have never sent.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from random import Random

from lab.acts import at, log_in, read_mail, submit
from lab.cast import KARL, LENA, NAMES, OFFICE, ROSA, accounts
from lab.ordinary import days, ordinary_days, working_day
from lab.providers import Providers
from lab.scenario import Scenario
from lab.setup import Setup
from lab.spam import victims
from lab.stage import Act, Moment

BRAZIL, VIETNAM, INDIA, AMERICA = "2001:db8:a010::77", "2001:db8:a1c2:4::9", "2001:db8:a25e::31", "2001:db8:a344::1:8"
KOREA, BRITAIN, POLAND = "2001:db8:a400:3::e1", "198.51.100.136", "198.51.100.180"


def moments() -> Iterator[Moment]:
    """Eight days of work, the afternoon, and the evening on which the returned mail is found."""
    random, providers = Random(2), Providers()
    return chain(
        at("2026-06-02 00:00", providers.open()),
        ordinary_days(random, days("2026-06-02", 8), (KARL, ROSA, LENA)),
        *(working_day(random, person, days("2026-06-10", 1)[0], OFFICE) for person in (KARL, LENA)),
        at("2026-06-10 14:02", log_in(KARL.account, VIETNAM)),
        at("2026-06-10 14:09", _writes(random, KARL.account, BRAZIL)),
        at("2026-06-10 14:15", read_mail(KARL.account, POLAND, everything=True)),
        at("2026-06-10 14:21", _writes(random, KARL.account, INDIA)),
        at("2026-06-10 14:33", log_in(KARL.account, KOREA, protocol="pop3")),
        at("2026-06-10 14:40", _writes(random, KARL.account, AMERICA)),
        at("2026-06-10 14:52", _writes(random, KARL.account, BRITAIN)),
        at("2026-06-10 15:20", read_mail(LENA.account, AMERICA, everything=True)),
        at("2026-06-10 15:31", _writes(random, LENA.account, INDIA)),
        at("2026-06-10 15:44", log_in(LENA.account, VIETNAM)),
        at("2026-06-10 15:58", _writes(random, LENA.account, BRAZIL)),
        at("2026-06-10 18:05", read_mail(KARL.account, OFFICE), read_mail(LENA.account, OFFICE)),
    )


def _writes(random: Random, account: str, ip: str) -> Act:
    """A few mails in one session, to eight strangers each; a third of them does not exist."""
    return submit(account, ip, victims(random, 8), mails=2, helo="localhost")


SCENARIO = Scenario(
    Setup(accounts(), begins="2026-06-01 23:59", names=NAMES),
    moments,
    tells="two accounts, logins from seven and four countries within an hour, by SMTP, IMAP and POP3",
    intruders={
        KARL.account: {BRAZIL, VIETNAM, INDIA, AMERICA, KOREA, BRITAIN, POLAND},
        LENA.account: {BRAZIL, VIETNAM, INDIA, AMERICA},
    },
)
