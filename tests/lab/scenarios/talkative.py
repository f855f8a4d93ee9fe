"""What else do servers say that were told to say more? `smtpd -v`, `smtpd_tls_loglevel = 2`, `auth_debug`."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from lab.acts import arrive, at, fail, knock, log_in, read_mail, submit
from lab.scenario import Scenario
from lab.setup import Setup, people
from lab.stage import Act, Moment

ANNA, CLARA = "anna.berg@example.org", "clara.hoff@example.org"
_DESK, _AWAY, _BOT = "192.0.2.19", "2001:db8:32d:81c4::5a0e", "203.0.113.9"
_CUSTOMER = "dispo@hafenlogistik.example.com"


def _mails() -> Iterator[Act]:
    for port in (587, 465, 1465):
        yield submit(ANNA, _DESK, [_CUSTOMER, CLARA, "nobody@example.org"], port=port)
        yield submit(CLARA, _AWAY, [_CUSTOMER], port=port, method="LOGIN")
    yield arrive("l@thames.example.net", [ANNA], "198.51.100.130", helo="mx.thames.example.net", tls=True)
    yield arrive("a@example.com", ["nobody@example.org"], _BOT, helo="mail.example.com")


def _guesses() -> Iterator[Act]:
    for port in (587, 465):
        yield fail(ANNA, _BOT, port=port, tls=True)
        yield fail("nobody", _BOT, port=port, method="PLAIN", tls=True)
    yield fail(ANNA, _BOT, protocol="imap", tries=2)
    yield fail("nobody", _BOT, protocol="pop3")
    yield log_in(ANNA, _DESK)
    yield read_mail(CLARA, _AWAY, protocol="pop3")
    yield knock(_BOT, port=587)


def moments() -> Iterator[Moment]:
    """An ordinary hour."""
    return chain(at("2026-10-13 08:00", *_mails()), at("2026-10-13 08:30", *_guesses()))


SCENARIO = Scenario(
    Setup(
        people("anna.berg", "clara.hoff"),
        begins="2026-10-13 07:55",
        main={"smtpd_tls_loglevel": "2"},
        auth_verbose=True,
        auth_debug=True,
        verbose="postfix/submission",
    ),
    moments,
)
