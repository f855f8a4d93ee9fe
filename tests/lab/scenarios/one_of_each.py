"""What does each verb of the scenario language leave in the log? Every one of them once, on an ordinary morning."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from lab.acts import (
    arrive,
    at,
    change_filter,
    fail,
    inject_locally,
    knock,
    log_in,
    pose_as,
    read_mail,
    relay_without_login,
    spray,
    submit,
    test_credentials,
)
from lab.administrator import flush_queue
from lab.scenario import Scenario
from lab.setup import Setup, people
from lab.stage import Moment

ANNA, CLARA = "anna.berg@example.org", "clara.hoff@example.org"
_HOME, _AWAY = "192.0.2.19", "2001:db8:32d:81c4::5a0e"
_CUSTOMER = "dispo@hafenlogistik.example.com"


def moments() -> Iterator[Moment]:
    """An hour and a half."""
    return chain(
        at("2026-10-13 08:00", submit(ANNA, _HOME, [_CUSTOMER, CLARA]), read_mail(CLARA, "192.0.2.22")),
        at("2026-10-13 08:10", submit(ANNA, _AWAY, ["unknown.x@bigmail.example.net"], port=465)),
        at("2026-10-13 08:20", submit(ANNA, _AWAY, ["busy.y@bigmail.example.net"], port=1465, method="LOGIN")),
        at("2026-10-13 08:50", flush_queue()),
        at("2026-10-13 09:00", fail(ANNA, "203.0.113.9", tries=2), fail(ANNA, "203.0.113.9", protocol="imap", tries=2)),
        at("2026-10-13 09:01", fail(ANNA, "203.0.113.9", protocol="pop3"), fail("nobody", "203.0.113.9", port=465)),
        at("2026-10-13 09:02", spray([ANNA, CLARA], ["203.0.113.20", "2001:db8:a01c::6f"])),
        at("2026-10-13 09:03", test_credentials(ANNA, "198.51.100.5", wrong=2)),
        at("2026-10-13 09:10", relay_without_login("203.0.113.10", ["x@bigmail.example.net"])),
        at("2026-10-13 09:11", arrive("l@thames.example.net", [ANNA], "198.51.100.130", helo="mx.thames.example.net")),
        at("2026-10-13 09:12", arrive("", [CLARA, "nobody@example.org"], "203.0.113.11", helo="mail.example.com")),
        at("2026-10-13 09:13", arrive("a@thames.example.net", [ANNA], "198.51.100.130", helo="mx", port=1025)),
        at("2026-10-13 09:20", log_in(ANNA, _HOME), log_in(ANNA, _HOME, protocol="pop3")),
        at("2026-10-13 09:21", read_mail(ANNA, _AWAY, everything=True, delete=True)),
        at("2026-10-13 09:22", change_filter(ANNA, _HOME, "keep;\r\n")),
        at("2026-10-13 09:23", pose_as(ANNA, "2001:db8:7::1", "p1.dsl.example.net", [_CUSTOMER])),
        at("2026-10-13 09:24", inject_locally("www-data", [_CUSTOMER, "unknown.j@bigmail.example.net"])),
        at("2026-10-13 09:25", knock("203.0.113.77"), knock("203.0.113.77", port=1025)),
    )


SCENARIO = Scenario(Setup(people("anna.berg", "clara.hoff"), begins="2026-10-13 07:55"), moments)
