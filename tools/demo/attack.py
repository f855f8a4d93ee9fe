"""What do the attackers do? A brute force and a spraying that fail, and the break-in at Anna's account."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from functools import partial
from random import Random

from demo.clients import Smtp
from demo.clock import moment
from demo.outside import OutsideWorld
from demo.people import ANNA, NEWSLETTER, OFFICE, PASSWORDS, PEOPLE, SCANNER
from demo.play import Moment, Stage

BRUTE_FORCE_START = moment("2026-09-30 02:10")
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

SPRAYING = moment("2026-09-20 03:00"), moment("2026-10-12 20:00")
_SPRAYING_GAP = 8.5 * 3600.0

CREDENTIAL_TEST = "198.51.100.5"
_GUESSES = (("2026-10-13 21:52:10", "198.51.100.9", 2), ("2026-10-13 22:13:44", "198.51.100.9", 1))
GUESSERS = {CREDENTIAL_TEST, *(ip for _, ip, _ in _GUESSES)}
CREDENTIALS_TESTED = moment("2026-10-13 22:41:07")

BURST = moment("2026-10-15 23:47"), moment("2026-10-16 02:50")
BURST_MESSAGES = 420
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
_FORGED_DOMAINS = (
    "parcel.example.com",
    "bank.example.net",
    "invoice.example.com",
    "shop.example.net",
    "tax-office.example.net",
)
_FORGED_NAMES = (
    "service",
    "noreply",
    "kundendienst",
    "support",
    "billing",
    "info",
    "security",
    "delivery",
    "rechnung",
    "konto",
    "team",
    "alert",
)
_SURNAMES = ("meier", "lopez", "smith", "rossi", "nowak", "dupont", "jansen")
_VICTIM_DOMAINS = ("bigmail.example.net", "freemail.example.com", "webpost.example.net", "elsewhere.example.net")
_VICTIM_SHARES = (40, 25, 20, 15)


def brute_force(random: Random) -> Iterator[Moment]:
    """A dozen neighbours try names and passwords side by side, three quarters of an hour long."""
    when = BRUTE_FORCE_START
    for _ in range(_BRUTE_FORCE_ROUNDS):
        when += random.uniform(50, 90)
        yield Moment(when, _guess_side_by_side)


def spraying(random: Random) -> Iterator[Moment]:
    """One name, one password, one address never seen again: three times a day for three weeks."""
    when, until = SPRAYING
    while (when := when + random.expovariate(1 / _SPRAYING_GAP)) < until:
        home = random.choice(("2001:db8:a0{:02x}::{:x}", "2001:db8:a1{:02x}::{:x}", "2001:db8:a2{:02x}::{:x}"))
        ip = home.format(2 * random.randrange(128) + 1, random.randrange(2, 4096))
        account = random.choice((*(person.account for person in PEOPLE), NEWSLETTER, SCANNER))
        yield Moment(when, partial(_spray, account, ip))


def break_in(random: Random, outside: OutsideWorld) -> Iterator[Moment]:
    for tried, ip, tries in _GUESSES:
        yield Moment(moment(tried), partial(_guess_anna, ip, tries))
    yield Moment(CREDENTIALS_TESTED, _test_credentials)
    start, end = BURST
    times = sorted(random.uniform(start, end) for _ in range(BURST_MESSAGES - 2))
    yield Moment(start - 1, partial(_burst, outside, True))
    for when in (start, *times, end):
        yield Moment(when, partial(_spam, random.choice(tuple(BOTNET))))
    yield Moment(end + 120, partial(_burst, outside, False))
    yield from _a_morning_like_any_other()


def _a_morning_like_any_other() -> Iterator[Moment]:
    """Anna knows nothing yet: she looks at her phone at breakfast and writes to a customer from home."""
    home = next(person.home for person in PEOPLE if person.account == ANNA)
    yield Moment(moment("2026-10-16 07:04:20"), partial(_look, "2001:db8:32d:81c4::5a0e"))
    yield Moment(moment("2026-10-16 08:47:51"), partial(_write, ANNA, home, "dispo@hafenlogistik.example.com"))
    yield Moment(moment("2026-10-16 09:12:05"), partial(_write, ANNA, home, "clara.hoff@example.org"))
    # Her colleagues pay for the burst: one mail is made to wait, one comes back.
    yield Moment(
        moment("2026-10-16 08:22:40"),
        partial(_write, "maria.lindt@example.org", "192.0.2.40", "karla.voss@bigmail.example.net"),
    )
    yield Moment(
        moment("2026-10-16 08:58:13"), partial(_write, "office@example.org", OFFICE, "t.brandt71@freemail.example.com")
    )


async def _look(ip: str, stage: Stage) -> None:
    await stage.look(ANNA, ip)


async def _write(account: str, ip: str, recipient: str, stage: Stage) -> None:
    await stage.submit(account, ip, [recipient], size=40)


async def _guess_side_by_side(stage: Stage) -> None:
    tries = (_guess(stage, ip, f"{stage.random.choice(_GUESSED_NAMES)}@example.org") for ip in BRUTE_FORCE_ADDRESSES)
    await asyncio.gather(*tries)


async def _guess(stage: Stage, ip: str, account: str) -> None:
    stage.ledger.guesses[account] += 1
    if stage.random.random() < 0.1:
        await stage.fail_imap(account, ip)
    else:
        await stage.fail_smtp(account, ip, method=stage.random.choice(("LOGIN", "LOGIN", "PLAIN")))


async def _spray(account: str, ip: str, stage: Stage) -> None:
    await stage.fail_smtp(account, ip, helo=f"[IPv6:{ip}]", tls=True)
    stage.ledger.sprayed[ip] += 1


async def _guess_anna(ip: str, tries: int, stage: Stage) -> None:
    await stage.fail_smtp(ANNA, ip, tries=tries, method="PLAIN", helo="WIN-8KQ2", tls=True)


async def _test_credentials(_stage: Stage) -> None:
    """Two passwords of a leaked list fail, the third is hers; nothing is sent."""
    async with await Smtp.open(CREDENTIAL_TEST, 587) as client:
        await client.greet("WIN-8KQ2", tls=True)
        for password in ("anna1990", "Anna-2019!", PASSWORDS[ANNA]):
            await client.log_in(ANNA, password)
        await client.quit()


async def _burst(outside: OutsideWorld, goes_on: bool, stage: Stage) -> None:
    outside.burst = goes_on
    stage.ledger.refused |= outside.refused


async def _spam(ip: str, stage: Stage) -> None:
    random, ledger = stage.random, stage.ledger
    recipients = [_victim(random) for _ in range(random.choice((1, 2, 3, 4, 4, 5, 5, 6, 7, 8)))]
    forged = f"{random.choice(_FORGED_NAMES)}@{random.choice(_FORGED_DOMAINS)}"
    sender = ANNA if random.random() < 0.05 else forged
    helo, port = random.choice((("User", 587), ("localhost", 587), (f"win-{random.randrange(99)}", 465)))
    await stage.submit(ANNA, ip, recipients, sender=sender, helo=helo, port=port, size=20)
    ledger.spam_messages[ip] += 1
    ledger.spam_senders.add(sender)
    ledger.spam_recipients += recipients


def _victim(random: Random) -> str:
    name = f"{random.choice('abcdefghijklmnoprstw')}.{random.choice(_SURNAMES)}{random.randrange(1000)}"
    return f"{name}@{random.choices(_VICTIM_DOMAINS, _VICTIM_SHARES)[0]}"
