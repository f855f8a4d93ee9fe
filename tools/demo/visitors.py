"""Who else knocks at the server? Mail from outside, rejected relays, scanners and other noise of the network."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from random import Random

from demo.clients import Smtp
from demo.clock import moment
from demo.ordinary import END
from demo.outside import MAIL_SERVERS
from demo.people import CUSTOMERS, PEOPLE
from demo.play import Moment, Stage

_BEGIN = moment("2026-09-14 00:20")
_HOUR = 3600.0
_NOISE_EVERY = 2.2 * _HOUR
_MAIL_EVERY = 2.7 * _HOUR
_REJECTS_EVERY = 5.0 * _HOUR


def visitors(random: Random) -> Iterator[Moment]:
    for when in _arrivals(random, _MAIL_EVERY):
        yield Moment(when, _deliver)
    for when in _arrivals(random, _REJECTS_EVERY):
        yield Moment(
            when, partial(random.choice((_unknown_user, _unknown_user, _relay_test, _bare_helo)), _stranger(random))
        )
    for when in _arrivals(random, _NOISE_EVERY):
        noise = random.choice((_silent, _silent, _silent, _hello_only, _web_request, _wrong_port, _auth_on_port_25))
        yield Moment(when, partial(noise, _stranger(random)))


def _arrivals(random: Random, mean_gap: float) -> Iterator[float]:
    when = _BEGIN
    while (when := when + random.expovariate(1 / mean_gap)) < END:
        yield when


def _stranger(random: Random) -> str:
    """Scanners sit everywhere; a rented server in Ashburn comes back every day."""
    if random.random() < 0.3:
        return f"198.51.100.{random.randrange(24, 28)}"
    return f"203.0.113.{random.randrange(1, 190)}"


async def _deliver(stage: Stage) -> None:
    customer = stage.random.choice(CUSTOMERS)
    name, ip = MAIL_SERVERS[customer.partition("@")[2]]
    target = stage.random.choice(PEOPLE).account
    async with await Smtp.open(ip, 25) as client:
        await client.greet(name, tls=True)
        await client.send(customer, [target], stage.text(customer, "Invented", stage.random.randrange(3, 300)))
        await client.quit()


async def _unknown_user(ip: str, stage: Stage) -> None:
    target = stage.random.choice(("sales", "webmaster", "anna", "bewerbung", "k.schmidt", "admin"))
    async with await Smtp.open(ip, 25) as client:
        await client.greet(f"host{stage.random.randrange(90)}.example.com", tls=False)
        await client.send("offer@shop.example.com", [f"{target}@example.org"], "")
        await client.quit()


async def _relay_test(ip: str, stage: Stage) -> None:
    async with await Smtp.open(ip, 25) as client:
        await client.greet("mail.example.com", tls=False)
        await client.send("test@example.com", ["relay.test@bigmail.example.net"], "")
        if stage.random.random() < 0.5:
            await client.quit()


async def _bare_helo(ip: str, stage: Stage) -> None:
    async with await Smtp.open(ip, 25) as client:
        await client.greet(stage.random.choice(("User", "ylmf-pc", "WIN-8KQ2")), tls=False)
        await client.send("info@bank.example.net", ["office@example.org"], "")


async def _silent(ip: str, stage: Stage) -> None:
    port = stage.random.choice((25, 25, 587))
    async with await Smtp.open(ip, port) as client:
        await client.reply()


async def _hello_only(ip: str, stage: Stage) -> None:
    async with await Smtp.open(ip, stage.random.choice((25, 587))) as client:
        await client.greet("masscan", tls=False)
        await client.quit()


async def _web_request(ip: str, _stage: Stage) -> None:
    async with await Smtp.open(ip, 25) as client:
        await client.reply()
        await client.ask("GET / HTTP/1.1")
        await client.to_the_end()


async def _wrong_port(ip: str, _stage: Stage) -> None:
    """Speaks plain SMTP where TLS is due."""
    async with await Smtp.open(ip, 465, tls=False) as client:
        await client.say("EHLO scanner")
        await client.to_the_end()


async def _auth_on_port_25(ip: str, _stage: Stage) -> None:
    async with await Smtp.open(ip, 25) as client:
        await client.greet("User", tls=False)
        await client.ask("AUTH LOGIN")
