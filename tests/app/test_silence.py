"""Which findings are silenced, until when, and what is said of it?"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from postwarden.app.silence import unsilenced
from postwarden.model.coverage import Silenced
from postwarden.model.findings import Finding
from postwarden.model.settings import Silence
from postwarden.model.values import Account, Network, Words

UNTIL = date(2026, 11, 20)


def us(*moment: int) -> int:
    return int(datetime(*moment, tzinfo=UTC).timestamp()) * 1_000_000  # type: ignore[arg-type, misc]


def finding(key: str = "anna@example.org", kind: str = "account", detector: str = "new_origin", **more: Any) -> Finding:
    time = us(2026, 11, 19)
    return Finding(
        detector,
        kind,
        key,
        "access",
        **{"time": time, "last_time": time, "points": 35, "text": "", "evidence": (), **more},
    )


def silence(detector: str | None = None, account: str | None = None, network: str | None = None) -> Silence:
    account_read = None if account is None else Account.read(account)
    return Silence(UNTIL, Words("why"), detector, account_read, None if network is None else Network.read(network))


@pytest.mark.parametrize(
    ("asked", "taken"),
    [
        (silence("new_origin"), True),
        (silence("many_origins"), False),
        (silence(account="Anna@example.org"), True),
        (silence(account="@example.org"), True),
        (silence(account="@example.com"), False),
        (silence("new_origin", "anna@example.org"), True),
        (silence("many_origins", "anna@example.org"), False),
        (silence("new_origin", "anna@example.org", "192.0.2.0/24"), True),
        (silence("new_origin", "anna@example.org", "198.51.100.0/24"), False),
        (silence(network="192.0.2.0/23"), True),
    ],
)
def test_everything_that_it_names_must_fit(asked: Silence, taken: bool) -> None:
    found = finding(facts={"ip_net": "192.0.2.0/24"})
    heard, counted = unsilenced([found], [asked], UTC)
    assert heard == ([] if taken else [found])
    assert counted == (
        (Silenced(1, asked.detector, asked.account, asked.network, "2026-11-20", "why"),) if taken else ()
    )


@pytest.mark.parametrize(
    ("found", "network", "taken"),
    [
        (finding("192.0.2.0/24", "ip_net"), "192.0.2.0/24", True),
        (finding("192.0.2.0/24", "ip_net"), "192.0.0.0/16", True),
        (finding("192.0.2.0/24", "ip_net"), "192.0.3.0/24", False),
        (finding("2001:db8:5::/48", "ip_net"), "2001:db8::/32", True),
        (finding(), "192.0.2.0/24", False),
        (finding(facts={"ip_net": None}), "192.0.2.0/24", False),
        (finding("server", "server", facts={"ip_net": 5}), "192.0.2.0/24", False),
    ],
)
def test_networks(found: Finding, network: str, taken: bool) -> None:
    assert unsilenced([found], [silence(network=network)], UTC)[0] == ([] if taken else [found])


def test_an_account_is_not_a_network_of_that_name() -> None:
    found = finding("anna@example.org", "ip_net")
    assert unsilenced([found], [silence(account="anna@example.org")], UTC)[0] == [found]


@pytest.mark.parametrize(
    ("zone", "last", "taken"),
    [
        ("UTC", us(2026, 11, 20, 23, 59, 59), True),
        ("UTC", us(2026, 11, 21), False),
        ("Europe/Berlin", us(2026, 11, 20, 22, 59, 59), True),
        ("Europe/Berlin", us(2026, 11, 20, 23), False),
        ("America/New_York", us(2026, 11, 21, 4, 59), True),
    ],
)
def test_its_last_day_ends_at_midnight_in_the_zone(zone: str, last: int, taken: bool) -> None:
    found = finding(last_time=last)
    assert unsilenced([found], [silence("new_origin")], ZoneInfo(zone))[0] == ([] if taken else [found])


@pytest.mark.parametrize("zone", ["UTC", "Pacific/Kiritimati", "Pacific/Midway"])
@pytest.mark.parametrize(("until", "taken"), [(date.min, False), (date.max, True)])
def test_the_first_and_the_last_day_of_all_are_days(zone: str, until: date, taken: bool) -> None:
    asked = Silence(until, Words("why"), "new_origin")
    assert unsilenced([finding()], [asked], ZoneInfo(zone))[0] == ([] if taken else [finding()])


def test_each_finding_is_counted_once_with_the_first_silence_that_fits() -> None:
    found = [finding(), finding("bob@example.org"), finding(detector="many_origins"), finding(detector="other")]
    asked = [silence("many_origins"), silence(account="anna@example.org"), silence("new_origin"), silence("nothing")]
    heard, counted = unsilenced(found, asked, UTC)
    assert heard == []
    assert [(one.detector, one.account, one.findings) for one in counted] == [
        ("many_origins", None, 1),
        (None, "anna@example.org", 2),
        ("new_origin", None, 1),
    ]


def test_of_accounts_that_were_not_asked_for_nothing_is_counted() -> None:
    found = [finding(), finding("bob@example.org"), finding("192.0.2.0/24", "ip_net"), finding("server", "server")]
    heard, [counted] = unsilenced(found, [silence("new_origin")], UTC, ["Anna@example.org"])
    assert heard == []
    assert counted.findings == 3


def test_without_silences_all_is_heard() -> None:
    assert unsilenced([finding()], (), UTC) == ([finding()], ())
