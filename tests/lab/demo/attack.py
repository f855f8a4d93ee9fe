"""What do the attackers do? A brute force and a spraying that fail, and the break-in at Anna's account."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from lab.acts import at, fail, read_mail, submit, test_credentials, together
from lab.cast import OFFICE
from lab.clock import moment
from lab.demo.people import ACCOUNTS, ANNA, PEOPLE
from lab.setup import DOMAIN
from lab.spam import forged, victims
from lab.stage import Act, Moment

_BRUTE_FORCE_START = moment("2026-09-30 02:10")
BRUTE_FORCE_NETWORK = "203.0.113.0/24"
BRUTE_FORCE_ADDRESSES = tuple(f"203.0.113.{host}" for host in range(193, 205))
_BRUTE_FORCE_ROUNDS = 30
_GUESSED_NAMES = (
    "admin",
    "info",
    "test",
    "scan",
    "anna.berg",
    "peter.kranz",
    "office",
    "clara.hoff",
    "postmaster",
    "lukas.brand",
    "backup",
)

_SPRAYING = moment("2026-09-20 03:00"), moment("2026-10-12 20:00")
_SPRAYING_GAP = 8.5 * 3600.0
_SPRAYING_NETWORKS = ("2001:db8:a0", "2001:db8:a1", "2001:db8:a2")

CREDENTIAL_TEST = "198.51.100.5"
_OTHER_GUESSER = "198.51.100.9"
GUESSERS = (_OTHER_GUESSER, CREDENTIAL_TEST)

BURST = moment("2026-10-15 23:47"), moment("2026-10-16 02:50")
_BURST_MESSAGES = 420
# Fourteen addresses in nine countries: taken-over routers and rented lines. None of their networks has failed before.
BOTNET = {
    "2001:db8:a01c::6f": "BR",
    "2001:db8:a07e:12::b3": "BR",
    "2001:db8:a114::2a9": "VN",
    "2001:db8:a1d0:4::51": "VN",
    "2001:db8:a232::c": "IN",
    "2001:db8:a2ee:9::1d": "IN",
    "2001:db8:a308::77": "US",
    "2001:db8:a400:3::e1": "KR",
    "198.51.100.134": "GB",
    "198.51.100.163": "ES",
    "198.51.100.171": "ES",
    "198.51.100.181": "PL",
    "198.51.100.188": "PL",
    "198.51.100.229": "IT",
}


def brute_force(random: Random) -> Iterator[Moment]:
    """A dozen neighbours try names and passwords side by side, three quarters of an hour long."""
    when = _BRUTE_FORCE_START
    for _ in range(_BRUTE_FORCE_ROUNDS):
        when += random.uniform(50, 90)
        yield Moment(when, together([_guess(random, ip) for ip in BRUTE_FORCE_ADDRESSES]))


def spraying(random: Random) -> Iterator[Moment]:
    """One name, one password, one address never seen again: three times a day for three weeks."""
    when, until = _SPRAYING
    while (when := when + random.expovariate(1 / _SPRAYING_GAP)) < until:
        network, host = (
            f"{random.choice(_SPRAYING_NETWORKS)}{2 * random.randrange(128) + 1:02x}",
            random.getrandbits(12),
        )
        ip = f"{network}::{max(host, 2):x}"
        yield Moment(when, fail(random.choice(ACCOUNTS), ip, helo=f"[IPv6:{ip}]", tls=True))


def sprayed(ip: str) -> bool:
    """Whether the spraying came from there; the botnet sits beside it, in other networks."""
    return ip.startswith(_SPRAYING_NETWORKS) and ip not in BOTNET


def break_in(random: Random) -> Iterator[Moment]:
    yield from at("2026-10-13 21:52:10", _guess_annas(tries=2))
    yield from at("2026-10-13 22:13:44", _guess_annas(tries=1))
    # Two passwords of a leaked list fail, the third is hers; nothing is sent.
    yield from at("2026-10-13 22:41:07", test_credentials(ANNA, CREDENTIAL_TEST, wrong=2))
    start, end = BURST
    times = sorted(random.uniform(start, end) for _ in range(_BURST_MESSAGES - 2))
    for when in (start, *times, end):
        yield Moment(when, _spam(random))
    yield from _a_morning_like_any_other()


def _a_morning_like_any_other() -> Iterator[Moment]:
    """Anna knows nothing yet: she looks at her phone at breakfast and writes to a customer from home."""
    home = next(person.home for person in PEOPLE if person.account == ANNA)
    yield from at("2026-10-16 07:04:20", read_mail(ANNA, "2001:db8:32d:81c4::5a0e"))
    yield from at("2026-10-16 08:47:51", submit(ANNA, home, ["dispo@hafenlogistik.example.com"], size=40))
    yield from at("2026-10-16 09:12:05", submit(ANNA, home, ["clara.hoff@example.org"], size=40))
    # Her colleagues pay for the burst: one mail is made to wait, one comes back.
    waits = submit("maria.lindt@example.org", "192.0.2.40", ["karla.voss@bigmail.example.net"], size=40)
    yield from at("2026-10-16 08:22:40", waits)
    comes_back = submit("office@example.org", OFFICE, ["t.brandt@freemail.example.com"], size=40)
    yield from at("2026-10-16 08:58:13", comes_back)


def _guess_annas(tries: int) -> Act:
    return fail(ANNA, _OTHER_GUESSER, tries=tries, method="PLAIN", helo="WIN-8KQ2", tls=True)


def _guess(random: Random, ip: str) -> Act:
    account = f"{random.choice(_GUESSED_NAMES)}@{DOMAIN}"
    if random.random() < 0.1:
        return fail(account, ip, protocol="imap")
    return fail(account, ip, method=random.choice(("LOGIN", "LOGIN", "PLAIN")))


def _spam(random: Random) -> Act:
    recipients = victims(random, random.choice((1, 2, 3, 4, 4, 5, 5, 6, 7, 8)))
    sender = ANNA if random.random() < 0.05 else forged(random)
    helo, port = random.choice((("User", 587), ("localhost", 587), (f"win-{random.randrange(99)}", 465)))
    return submit(ANNA, random.choice(tuple(BOTNET)), recipients, sender=sender, helo=helo, port=port, size=20)
