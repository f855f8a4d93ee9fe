"""What does the server say to clients that do something too often: connect, speak TLS, log in, send mail?"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from lab.acts import arrive, at, fail, submit
from lab.scenario import Scenario
from lab.setup import Setup, people
from lab.stage import Act, Moment
from lab.visitors import crowd, most_often, start_tls_once_more, talk

ANNA, CLARA = "anna.berg@example.org", "clara.hoff@example.org"
_SPAMMER, _LISTS, _GUESSER, _NERVOUS = "203.0.113.5", "203.0.113.6", "203.0.113.7", "203.0.113.8"
_DESK, _CROWD = "192.0.2.19", "2001:db8:a::5"
_MOST = {
    "connection rate 4": _SPAMMER,
    "connection count 1": _SPAMMER,
    "message rate 4": _SPAMMER,
    "recipient rate 6": _LISTS,
    "auth rate 5": _GUESSER,
    "newtls rate 3": _DESK,
}


def moments() -> Iterator[Moment]:
    """Each limit once, and one that is kept."""
    return chain(
        at("2026-10-13 08:00", *[_mail(_SPAMMER, ANNA) for _ in range(4)]),
        at("2026-10-13 08:05", _mail(_LISTS, ANNA, CLARA, *[f"{name}@example.org" for name in "abcd"])),
        at("2026-10-13 08:10", fail(ANNA, _GUESSER, tries=4), fail(ANNA, _GUESSER, method="PLAIN", tries=1)),
        at("2026-10-13 08:15", *[submit(ANNA, _DESK, [CLARA]) for _ in range(2)], start_tls_once_more(_DESK)),
        at("2026-10-13 08:20", most_often(_MOST), *[talk(_NERVOUS, leave="QUIT") for _ in range(7)]),
        at("2026-10-13 08:25", crowd(_CROWD, 5)),
        at("2026-10-13 08:30", *[talk(_NERVOUS, leave="QUIT") for _ in range(6)]),
    )


def _mail(ip: str, *recipients: str) -> Act:
    return arrive("a@example.com", recipients, ip, helo="mail.example.com")


SCENARIO = Scenario(
    Setup(
        people("anna.berg", "clara.hoff"),
        begins="2026-10-13 07:55",
        main={
            "smtpd_client_connection_rate_limit": "6",
            "smtpd_client_connection_count_limit": "3",
            "smtpd_client_message_rate_limit": "3",
            "smtpd_client_recipient_rate_limit": "5",
            "smtpd_client_new_tls_session_rate_limit": "2",
            "smtpd_client_auth_rate_limit": "4",
            "anvil_status_update_time": "1100s",
        },
    ),
    moments,
)
