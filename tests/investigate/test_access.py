"""Do raw lines become the right runs and groups of logins and failures?"""

from __future__ import annotations

from ipaddress import ip_network
from pathlib import Path
from typing import Any

import pytest

from pipeline import Spot, tables_from_lines
from postwarden.investigate.access import Found, Grouping, failures, logins
from postwarden.model.narrowing import Asked

BERLIN, LAGOS = Spot("DE", "Berlin", 52.5, 13.4), Spot("NG", "Lagos", 6.5, 3.4, asn=64500, as_name="Lagoon Net")
PLACES = {"192.0.2.0/25": BERLIN, "203.0.113.0/24": LAGOS}
DAY = 1_795_046_400_000_000  # 2026-11-19
HOUR = 3_600_000_000


def at(clock: str, text: str, day: int = 19) -> bytes:
    return f"2026-11-{day}T{clock}+00:00 mx {text}".encode()


def mail(clock: str, queue_id: str, ip: str, account: str, sender: str, recipient: str, day: int = 19) -> list[bytes]:
    return [
        at(
            f"{clock}:01",
            f"postfix/submission/smtpd[1]: {queue_id}: client=unknown[{ip}], sasl_method=PLAIN, "
            f"sasl_username={account}",
            day,
        ),
        at(f"{clock}:02", f"postfix/qmgr[2]: {queue_id}: from=<{sender}>, size=900, nrcpt=2 (queue active)", day),
        at(
            f"{clock}:03",
            f"postfix/smtp[3]: {queue_id}: to=<{recipient}>, relay=mx.example.net[198.51.100.9]:25, delay=1, "
            "delays=0/0/0/1, dsn=2.0.0, status=sent (250 ok)",
            day,
        ),
        at(f"{clock}:04", f"postfix/qmgr[2]: {queue_id}: removed", day),
    ]


def failed(clock: str, ip: str, account: str, day: int = 19) -> bytes:
    return at(
        clock,
        f"postfix/submission/smtpd[1]: warning: unknown[{ip}]: SASL PLAIN authentication failed: x, "
        f"sasl_username={account}",
        day,
    )


def silent(clock: str, ip: str, counters: str = "ehlo=1 auth=1 quit=1 commands=3") -> list[bytes]:
    return [
        at(f"{clock}:00", f"postfix/submission/smtpd[1]: connect from unknown[{ip}]"),
        at(f"{clock}:09", f"postfix/submission/smtpd[1]: disconnect from unknown[{ip}] {counters}"),
    ]


LOG = [
    *mail("08:00", "AAAAAAA1", "192.0.2.7", "anna@example.org", "anna@example.org", "shop@example.net"),
    *mail("09:30", "AAAAAAA2", "192.0.2.7", "Anna@example.org", "anna@example.org", "shop@example.net"),
    *mail("10:00", "AAAAAAA3", "192.0.2.8", "ben@example.com", "ben@example.com", "anna@example.org"),
    failed("11:00:00", "203.0.113.9", "anna@example.org"),
    failed("11:00:05", "203.0.113.9", "root@example.org"),
    failed("13:00:00", "203.0.113.9", "anna@example.org"),
    failed("13:00:00", "203.0.113.10", "anna@example.org"),
    *silent("13:01", "203.0.113.9"),
    *mail("14:00", "AAAAAAA4", "203.0.113.9", "anna@example.org", "bank@example.com", "x@example.com"),
    *mail("07:00", "AAAAAAA5", "192.0.2.7", "anna@example.org", "anna@example.org", "shop@example.net", 20),
]


@pytest.fixture
def came(tmp_path: Path) -> Any:
    def ask(by: str | None = None, *, top: int | None = None, foreign: bool = False, **asked: Any) -> Found[Any, Any]:
        tables = tables_from_lines(LOG, tmp_path, PLACES)
        return logins(tables.connection, Asked(**asked), Grouping(by, "UTC", top), foreign=foreign)

    return ask


@pytest.fixture
def refused(tmp_path: Path) -> Any:
    def ask(by: str | None = None, *, top: int | None = None, **asked: Any) -> Found[Any, Any]:
        tables = tables_from_lines(LOG, tmp_path, PLACES)
        return failures(tables.connection, Asked(**asked), Grouping(by, "UTC", top))

    return ask


def test_logins_of_one_account_from_one_address_are_one_run_until_they_pause(came: Any) -> None:
    runs = [(run.first[8:16], run.last[8:16], run.account, run.ip, run.logins, run.mails) for run in came().rows]
    assert runs == [
        ("19T08:00", "19T09:30", "anna@example.org", "192.0.2.7", 2, 2),
        ("19T10:00", "19T10:00", "ben@example.com", "192.0.2.8", 1, 1),
        ("19T13:01", "19T13:01", None, "203.0.113.9", 1, 0),
        ("19T14:00", "19T14:00", "anna@example.org", "203.0.113.9", 1, 1),
        ("20T07:00", "20T07:00", "anna@example.org", "192.0.2.7", 1, 1),
    ]


def test_a_run_says_whence_how_and_where_it_is_logged(came: Any, tmp_path: Path) -> None:
    run = came().rows[3]
    assert (run.network, run.country, run.place) == ("203.0.113.0/24", "NG", "Lagos, Nigeria")
    assert (run.provider, run.protocols, run.methods) == ("AS64500 Lagoon Net", ("smtp",), ("PLAIN",))
    assert (run.recipients, run.abroad, run.silent) == (2, True, False)
    assert (run.source, run.line) == (str(tmp_path / "mail.log"), LOG.index(next(x for x in LOG if b"AAA4" in x)) + 1)


def test_totals_count_everything_that_was_asked_for(came: Any) -> None:
    told = came(top=1)
    assert (told.totals.logins, told.totals.silent, told.totals.accounts) == (6, 1, 2)
    assert (told.totals.addresses, told.totals.countries, told.totals.mails) == (3, 2, 5)
    assert [run.first[:13] for run in told.rows] == ["2026-11-20T07"]  # the latest
    assert told.left_out == 4


def test_home_is_where_an_account_is_on_most_days(came: Any) -> None:
    assert [run.ip for run in came(foreign=True).rows] == ["203.0.113.9", "203.0.113.9"]


@pytest.mark.parametrize(
    ("by", "groups"),
    [
        ("account", [("anna@example.org", 4), ("ben@example.com", 1), (None, 1)]),
        ("ip", [("192.0.2.7", 3), ("203.0.113.9", 2), ("192.0.2.8", 1)]),
        ("network", [("192.0.2.0/24", 4), ("203.0.113.0/24", 2)]),
        ("country", [("DE", 4), ("NG", 2)]),
        ("as", [("AS64496 Example Net", 4), ("AS64500 Lagoon Net", 2)]),
        ("day", [("2026-11-19", 5), ("2026-11-20", 1)]),
        ("hour", [("07:00", 1), ("08:00", 1), ("09:00", 1), ("10:00", 1), ("13:00", 1), ("14:00", 1)]),
    ],
)
def test_groups(came: Any, by: str, groups: list[tuple[str | None, int]]) -> None:
    assert [(row.key, row.logins) for row in came(by).rows] == groups


def test_a_group_names_a_country_only_where_all_are_of_one(came: Any) -> None:
    anna, ben, _ = came("account").rows
    assert (anna.country, anna.countries, anna.addresses) == (None, 2, 2)
    assert (ben.country, ben.countries, ben.provider) == ("DE", 1, "AS64496 Example Net")


@pytest.mark.parametrize(
    ("asked", "logged_in"),
    [
        ({"accounts": ["ANNA@example.org"]}, 4),
        ({"accounts": ["@example.com"]}, 1),
        ({"networks": [ip_network("192.0.2.8/32")]}, 1),
        ({"senders": ["bank@example.com"]}, 1),
        ({"recipients": ["@example.net"]}, 3),
        ({"since": DAY + 10 * HOUR, "until": DAY + 14 * HOUR}, 2),
        ({"accounts": ["nobody@example.org"]}, 0),
    ],
    ids=str,
)
def test_what_is_asked_for(came: Any, asked: dict[str, Any], logged_in: int) -> None:
    assert came(**asked).totals.logins == logged_in


def test_failures_of_one_address_are_one_run_until_it_pauses(refused: Any) -> None:
    runs = [(run.first[11:16], run.ip, run.failures, run.names, run.came_in_as) for run in refused().rows]
    both = ("anna@example.org", "root@example.org")
    assert runs == [
        ("11:00", "203.0.113.9", 2, both, ("anna@example.org",)),
        ("13:00", "203.0.113.9", 1, both[:1], ("anna@example.org",)),
        ("13:00", "203.0.113.10", 1, both[:1], ()),
    ]


def test_who_failed_first_and_came_in_later(refused: Any) -> None:
    assert refused().totals.succeeded == 1
    by_name = {row.key: row.succeeded for row in refused("account").rows}
    assert by_name == {"anna@example.org": 1, "root@example.org": 0}  # from the same address, but to another account
    assert refused(until=DAY + 12 * HOUR).totals.succeeded == 0  # not yet


def test_who_came_in_before_he_failed_is_no_success(tmp_path: Path) -> None:
    log = [*mail("08:00", "AAAAAAA1", "192.0.2.7", "anna@example.org", "", ""), failed("09:00:00", "192.0.2.7", "anna")]
    told: Any = failures(tables_from_lines(log, tmp_path).connection, Asked(), Grouping())
    assert (told.totals.failures, told.totals.succeeded, told.rows[0].came_in) == (1, 0, False)


def test_aborted_attempts_and_outages_are_counted_apart(tmp_path: Path) -> None:
    log = [
        failed("09:00:00", "203.0.113.9", "anna"),
        at("09:01:00", "postfix/smtpd[1]: warning: unknown[203.0.113.9]: SASL LOGIN authentication failed: "
           "Connection lost to authentication server"),
        at("09:02:00", "postfix/smtpd[1]: warning: unknown[203.0.113.9]: SASL LOGIN authentication failed: "
           "Invalid authentication mechanism"),
    ]  # fmt: skip
    connection = tables_from_lines(log, tmp_path).connection
    told: Any = failures(connection, Asked(), Grouping())
    everything: Any = failures(connection, Asked(), Grouping(), everything=True)
    assert (told.totals.failures, told.totals.outages, told.totals.aborted) == (1, 1, 1)
    assert (everything.totals.failures, everything.rows[0].causes) == (3, ("aborted", "credentials", "server"))


def test_a_refused_sender_is_one_login_and_not_a_silent_one_besides(tmp_path: Path) -> None:
    log = [
        at("09:00:00", "postfix/submission/smtpd[1]: connect from unknown[203.0.113.9]"),
        at("09:00:01", "postfix/submission/smtpd[1]: NOQUEUE: client=unknown[203.0.113.9], sasl_method=PLAIN, "
           "sasl_username=anna@example.org"),
        at("09:00:09", "postfix/submission/smtpd[1]: disconnect from unknown[203.0.113.9] ehlo=1 auth=1 mail=1 "
           "rcpt=0/1 quit=1 commands=4/5"),
    ]  # fmt: skip
    told: Any = logins(tables_from_lines(log, tmp_path).connection, Asked(), Grouping())
    assert [(run.account, run.logins, run.silent) for run in told.rows] == [("anna@example.org", 1, False)]


def test_an_empty_log_has_none(tmp_path: Path) -> None:
    connection = tables_from_lines([], tmp_path).connection
    for by in (None, "account", "day"):
        assert logins(connection, Asked(), Grouping(by)).rows == ()
        assert failures(connection, Asked(), Grouping(by)).rows == ()
