"""Who else knocks at the server? Mail from outside, rejected relays, scanners and other noise of the network."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from lab.acts import arrive, knock, relay_without_login
from lab.clock import moment
from lab.demo.people import CUSTOMERS, PEOPLE
from lab.outside import MAIL_SERVERS
from lab.stage import Act, Moment
from lab.visitors import notice, talk, tls_failed

_BEGIN, _END = moment("2026-09-14 00:20"), moment("2026-10-16 09:30")
_HOUR = 3600.0
_NOISE_EVERY = 2.2 * _HOUR
_MAIL_EVERY = 2.7 * _HOUR
_REJECTS_EVERY = 5.0 * _HOUR
_WEB = "GET / HTTP/1.1"


def visitors(random: Random) -> Iterator[Moment]:
    for when in _arrivals(random, _MAIL_EVERY):
        yield Moment(when, _deliver(random))
    for when in _arrivals(random, _REJECTS_EVERY):
        rejected = random.choice((_unknown_user, _unknown_user, _relay_test, _bare_helo))
        yield Moment(when, rejected(random, _stranger(random)))
    for when in _arrivals(random, _NOISE_EVERY):
        yield Moment(when, _noise(random, _stranger(random)))


def _arrivals(random: Random, mean_gap: float) -> Iterator[float]:
    when = _BEGIN
    while (when := when + random.expovariate(1 / mean_gap)) < _END:
        yield when


def _stranger(random: Random) -> str:
    """Scanners sit everywhere; a rented server in Ashburn comes back every day."""
    if random.random() < 0.3:
        return f"198.51.100.{random.randrange(24, 28)}"
    return f"203.0.113.{random.randrange(1, 190)}"


def _deliver(random: Random) -> Act:
    customer, size = random.choice(CUSTOMERS), random.randrange(3, 300)
    name, ip = MAIL_SERVERS[customer.partition("@")[2]]
    return arrive(customer, [random.choice(PEOPLE).account], ip, helo=name, tls=True, size=size)


def _unknown_user(random: Random, ip: str) -> Act:
    target = random.choice(("sales", "webmaster", "anna", "bewerbung", "k.schmidt", "admin"))
    helo = f"host{random.randrange(90)}.example.com"
    return arrive("offer@shop.example.com", [f"{target}@example.org"], ip, helo=helo)


def _relay_test(random: Random, ip: str) -> Act:
    target = ["relay.test@bigmail.example.net"]
    if random.random() < 0.5:
        return relay_without_login(ip, target)
    return arrive("test@example.com", target, ip, helo="mail.example.com", polite=False)


def _bare_helo(random: Random, ip: str) -> Act:
    helo = random.choice(("User", "ylmf-pc", "WIN-8KQ2"))
    return arrive("info@bank.example.net", ["office@example.org"], ip, helo=helo, polite=False)


def _noise(random: Random, ip: str) -> Act:
    """Nearly half of them say nothing at all; one speaks plain SMTP where TLS is due."""
    no_tls = tls_failed("0A00010B:SSL routines::wrong version number")
    kinds = (
        *(knock(ip, port=random.choice((25, 25, 587))) for _ in range(3)),
        talk(ip, "EHLO masscan", leave="QUIT", port=random.choice((25, 587))),
        talk(ip, _WEB, leave="wait", cut=None, sees=[notice("smtpd/non-smtp-command", _WEB)]),
        talk(ip, leave="EHLO scanner", port=465, after="CONNECT", sees=no_tls),
        talk(ip, "EHLO User", "AUTH LOGIN"),
    )
    return random.choice(kinds)
