"""Do the administrator's lists reach the detectors, resolved to the accounts and addresses of the logs?"""

from __future__ import annotations

from typing import Any

import pytest

from detect.tables import AWAY, BEGIN, WEBMAIL, empty_tables, insert, login
from postwarden.app.configuration import settings_of
from postwarden.app.lists import fill_lists
from postwarden.model.lists import LISTS
from postwarden.model.settings import DEFAULTS

SCANNER = {"ip": "192.168.7.5", "ip_net": "192.168.7.0/24", "internal": True}


def filled(table: str, **told: Any) -> list[tuple[Any, ...]]:
    """The rows of one list, in order."""
    settings, flaws = settings_of(told)
    assert flaws == []
    connection = empty_tables()
    insert(connection, "logins", [login(BEGIN), login(BEGIN, "bob@example.com", AWAY), login(BEGIN, "carol", WEBMAIL)])
    insert(connection, "logins", [login(BEGIN, "scan@example.org", SCANNER)])
    insert(
        connection, "messages", [{"time": BEGIN, "account": "news@lists.example.org"}, {"time": BEGIN, "account": ""}]
    )
    fill_lists(connection, settings)
    left = connection.execute("select count(*) from duckdb_tables() where temporary").fetchone()
    assert left == (0,)
    rows: list[tuple[Any, ...]] = connection.execute(f"from {table} order by all").fetchall()
    return rows


@pytest.mark.parametrize("table", LISTS, ids=lambda table: table.name)
def test_all_are_there_and_empty_where_nothing_was_told(table: Any) -> None:
    connection = empty_tables()
    fill_lists(connection, DEFAULTS)
    columns = connection.execute(f"from {table.name}").description
    assert columns is not None
    assert [(name, str(kind)) for name, kind, *_ in columns] == [(c.name, c.type) for c in table.columns]
    assert connection.execute(f"select count(*) from {table.name}").fetchone() == (0,)


def test_home_countries_are_those_of_all_of_the_domain_and_of_the_account() -> None:
    homes = {"@example.org": ["AT"], "Anna@Example.org": ["US", "DE"], "nobody@example.org": ["FR"]}
    assert filled("home_countries", home_countries=["DE"], home_countries_of=homes) == [
        ("anna@example.org", "AT"),
        ("anna@example.org", "DE"),
        ("anna@example.org", "US"),
        ("bob@example.com", "DE"),
        ("carol", "DE"),
        ("news@lists.example.org", "DE"),
        ("scan@example.org", "AT"),
        ("scan@example.org", "DE"),
    ]


def test_networks_become_addresses() -> None:
    told = ["203.0.113.0/28", "203.0.113.0/24", "198.51.100.0/24"]
    assert filled("trusted_networks", trusted_networks=told, trusted_as=[64496, 64501]) == [
        ("198.51.100.0/24", None),
        ("203.0.113.0/28", "203.0.113.9"),
        ("AS64496", "192.0.2.7"),
    ]
    assert filled("mail_fetchers", mail_fetchers=["AS64496"]) == [("AS64496", "192.0.2.7")]


def test_devices_have_the_addresses_that_lie_in_their_own_networks() -> None:
    devices = {"scan@example.org": ["192.168.0.0/16", "192.168.7.0/24"], "@example.com": ["192.0.2.0/24"]}
    assert filled("device_networks", devices=devices) == [
        ("bob@example.com", "192.0.2.0/24", "192.0.2.7"),
        ("scan@example.org", "192.168.7.0/24", "192.168.7.5"),
    ]


def test_what_is_told_twice_is_there_once() -> None:
    devices = {"anna@example.org": ["198.51.100.0/24"], "@example.org": ["198.51.100.0/24", "192.0.2.0/24"]}
    assert filled("device_networks", devices=devices) == [
        ("anna@example.org", "192.0.2.0/24", "192.0.2.7"),
        ("anna@example.org", "198.51.100.0/24", None),
        ("scan@example.org", "192.0.2.0/24", "192.0.2.7"),
        ("scan@example.org", "198.51.100.0/24", None),
    ]
    twice = ["198.51.100.0/24", "198.51.100.7/24", "192.0.2.7"]
    assert filled("trusted_networks", trusted_networks=twice) == [
        ("192.0.2.7/32", "192.0.2.7"),
        ("198.51.100.0/24", None),
    ]


def test_the_narrower_word_about_a_bulk_sender_counts() -> None:
    told = {"@lists.example.org": "unlimited", "news@lists.example.org": 500, "@example.org": 20, "dave": 1}
    assert filled("bulk_senders", bulk_senders=told) == [
        ("anna@example.org", 20),
        ("news@lists.example.org", 500),
        ("scan@example.org", 20),
    ]
    assert filled("bulk_senders", bulk_senders={"@lists.example.org": "unlimited"}) == [
        ("news@lists.example.org", None)
    ]


def test_shared_mailboxes_and_senders_are_there_once() -> None:
    shared = ["anna@example.org", "@example.org", "carol"]
    assert filled("shared_mailboxes", shared_mailboxes=shared) == [
        ("anna@example.org",),
        ("carol",),
        ("scan@example.org",),
    ]
    told = {
        "anna@example.org": ["Boss@Example.net", "*"],
        "@example.org": ["boss@example.net"],
        "carol": ["@example.net"],
    }
    assert filled("send_as", send_as=told) == [
        ("anna@example.org", "*"),
        ("anna@example.org", "boss@example.net"),
        ("carol", "@example.net"),
        ("scan@example.org", "boss@example.net"),
    ]


def test_names_of_the_system_need_not_be_seen() -> None:
    assert filled("system_accounts", system_accounts=["Backup", "nagios", "backup"]) == [("backup",), ("nagios",)]
