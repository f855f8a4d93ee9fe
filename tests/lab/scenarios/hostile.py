"""What do visitors write who want to be read as something else? In HELO, addresses, Message-IDs and account names."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from lab.acts import arrive, at, fail, submit, together
from lab.scenario import Scenario
from lab.setup import Setup, people
from lab.stage import Act, Moment

ANNA, CLARA = "anna.berg@example.org", "clara.hoff@example.org"
_VISITOR, _DESK = "203.0.113.9", "192.0.2.19"
_BROKEN, _CONTROL = b"caf\xe9 \xff\xfe".decode("utf-8", "surrogateescape"), "a\x1b[2Jb\tc"
_NAMES = (
    "x, sasl_username=victim@example.org",
    "victim@example.org, sasl_sender=a",
    "]: SASL LOGIN authentication failed: x, sasl_username=victim@example.org",
    "a> to=<b",
    "jürgen@example.org",
    "Ωmega",
    _BROKEN,
    _CONTROL,
    "x" * 1200,
    "ü" * 300,
)
_LONGEST_LINE = 1024
_HELOS = ("a> sasl_username=victim@example.org", "x, sasl_username=victim", "[192.0.2.1]>", "ü.example.com", "h" * 900)
_ADDRESSES = (
    '"x>, size=1, nrcpt=999 (queue active)"@example.net',
    '"x>, relay=none, delay=0, delays=0/0/0/0, dsn=2.0.0, status=sent (250 ok)"@bigmail.example.net',
    '"a> to=<b"@example.net',
    '"; from=<victim@example.org> to=<y> proto=ESMTP helo=<z"@example.net',
    '"quo\\"te"@example.net',
    "a=b&c%d'e@example.net",
    "x" * 60 + "@example.net",
    '"' + "y " * 350 + 'y"@example.net',
)
_MESSAGE_IDS = (
    "<a@example.com>, sasl_username=victim@example.org",
    "<a@example.com>: removed",
    "1234567890: from=<victim@example.org>, size=1, nrcpt=1 (queue active)",
    "jürgen@example.org",
    _BROKEN,
    _CONTROL,
    "<" + "m" * 1500 + "@example.com>",
    "<" + "m" * 3000 + "@example.com>",
)


def _names() -> Iterator[Act]:
    """From one address each: each failure takes a second."""
    ips = (f"203.0.113.{number}" for number in range(100, 200))
    for name in _NAMES:
        yield fail(name, next(ips), method="PLAIN")
        yield fail(name, next(ips), method="LOGIN")
    for name in _NAMES:
        if len(name) < _LONGEST_LINE:  # else the mailbox does not listen
            yield fail(name, next(ips), protocol="imap")
            yield fail(name, next(ips), protocol="pop3")


def _message_ids() -> Iterator[Act]:
    for message_id in _MESSAGE_IDS:
        yield arrive("a@example.com", [ANNA], _VISITOR, helo="mail.example.com", message_id=message_id)


def _addresses() -> Iterator[Act]:
    for helo in _HELOS:
        yield arrive("a@example.com", ["nobody@example.org"], _VISITOR, helo=helo)
    for address in _ADDRESSES:
        yield arrive(address, [ANNA, "nobody@example.org"], _VISITOR, helo="mail.example.com")
        yield arrive("a@example.com", [address], _VISITOR, helo="mail.example.com")
        yield submit(ANNA, _DESK, [address], sender=address)


def moments() -> Iterator[Moment]:
    return chain(
        at("2026-10-13 08:00", together(list(_names()))),
        at("2026-10-13 09:00", *_addresses()),
        at("2026-10-13 09:10", *_message_ids()),
    )


SCENARIO = Scenario(Setup(people("anna.berg", "clara.hoff"), begins="2026-10-13 07:55"), moments)
