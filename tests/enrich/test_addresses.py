"""Do the tables get the places of their addresses?"""

from __future__ import annotations

from collections import Counter

import duckdb
import pytest

from postwarden.enrich.addresses import PLACED, enrich
from postwarden.enrich.databases import DOCUMENTATION
from postwarden.enrich.networks import OwnNetworks
from postwarden.enrich.places import Location, Places
from postwarden.model.tables import PLACE, TABLES

COLUMNS = {table.name: [(column.name, column.type) for column in table.columns] for table in TABLES}
ADDED = {column.name for column in PLACE}

LOGINS = [  # time, source, line, ip
    (30, 1, 3, "192.0.2.1"),
    (10, 1, 1, "203.0.113.17"),
    (20, 1, 2, "10.0.0.1"),
    (20, 1, 1, None),
    (20, 0, 9, "198.51.100.250"),
]


@pytest.fixture
def connection() -> duckdb.DuckDBPyConnection:
    """The tables as the stage before leaves them."""
    made = duckdb.connect(config={"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"})
    for name in PLACED:
        given = ", ".join(f"{column} {kind}" for column, kind in COLUMNS[name] if column not in ADDED)
        made.execute(f"create table {name} ({given})")
    for name in ("messages", "deliveries"):
        made.execute(f"create table {name} ({', '.join(f'{column} {kind}' for column, kind in COLUMNS[name])})")
    for row in LOGINS:
        made.execute("insert into logins (time, source, line, ip, account) values (?, ?, ?, ?, 'ann')", row)
    made.execute("insert into failures (time, source, line, ip) values (1, 0, 1, 'unknown'), (2, 0, 2, '192.0.2.1')")
    made.execute("insert into silent_logins (time, source, line, ip) values (1, 0, 1, '2001:db8:a200::1')")
    return made


def places() -> Places:
    return Places([DOCUMENTATION], OwnNetworks(), shipped=False)


def test_the_tables_have_the_columns_of_the_contract(connection: duckdb.DuckDBPyConnection) -> None:
    enrich(connection, places())
    for name in ("addresses", *PLACED):
        described = connection.execute(f"describe {name}").fetchall()
        assert [(column, kind) for column, kind, *_ in described] == COLUMNS[name]


def test_rows_are_kept_in_order_and_placed(connection: duckdb.DuckDBPyConnection) -> None:
    enrich(connection, places())
    rows = connection.execute("select time, source, line, account, ip_net, internal, place, asn from logins").fetchall()
    assert rows == [
        (10, 1, 1, "ann", "203.0.113.0/24", False, "São Paulo, Brazil", 65537),
        (20, 0, 9, "ann", "198.51.100.0/24", False, None, None),
        (20, 1, 1, "ann", None, False, None, None),
        (20, 1, 2, "ann", "10.0.0.0/24", True, None, None),
        (30, 1, 3, "ann", "192.0.2.0/24", False, "Hamburg, Germany", 64496),
    ]
    assert connection.execute("select lat, lon, radius_km, as_name, country from silent_logins").fetchall() == [
        (19.1, 72.9, 20.0, "Konkan Invented Broadband", "IN")
    ]
    assert connection.execute("select ip, ip_net, internal, place from failures").fetchall() == [
        ("unknown", None, False, None),
        ("192.0.2.1", "192.0.2.0/24", False, "Hamburg, Germany"),
    ]


def test_only_outside_addresses_without_a_country_are_counted(connection: duckdb.DuckDBPyConnection) -> None:
    assert enrich(connection, places()) == 1
    assert enrich(connection, Places(shipped=False)) == 4


@pytest.mark.parametrize(
    ("change", "placed"),
    [
        ("", True),
        ("update deliveries set rewritten = true", False),
        ("update deliveries set account = 'ann'", False),
        ("update deliveries set relay = 'mail.example.com[private/dovecot-lmtp]'", False),
        ("update messages set origin = 'local'", False),
    ],
)
def test_clients_whose_mail_left_without_a_login_are_placed(
    connection: duckdb.DuckDBPyConnection, change: str, placed: bool
) -> None:
    connection.execute("insert into messages (host, queue_id, ip, origin) values (0, 'A1', '203.0.113.99', 'network')")
    relay = "mx.example.net[192.0.2.25]:25"
    connection.execute("insert into deliveries (host, message, relay, rewritten) values (0, 'A1', ?, false)", [relay])
    connection.execute(change or "select 1")
    enrich(connection, places())
    found = connection.execute("select internal from addresses where ip = '203.0.113.99'").fetchall()
    assert found == ([(False,)] if placed else [])


def test_each_distinct_address_is_in_the_table_once(connection: duckdb.DuckDBPyConnection) -> None:
    enrich(connection, places())
    assert connection.execute("select ip from addresses").fetchall() == [
        ("10.0.0.1",),
        ("192.0.2.1",),
        ("198.51.100.250",),
        ("2001:db8:a200::1",),
        ("203.0.113.17",),
        ("unknown",),
    ]


def test_each_distinct_address_is_looked_up_once(
    connection: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: Counter[str] = Counter()
    resolve = Places.resolve

    def counted(self: Places, ip: str) -> tuple[str | None, bool, Location]:
        asked[ip] += 1
        return resolve(self, ip)

    monkeypatch.setattr(Places, "resolve", counted)
    enrich(connection, places())
    assert set(asked.values()) == {1}
    assert len(asked) == 6


def test_it_works_where_files_and_variables_are_out_of_reach(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute("set enable_external_access = false")
    assert enrich(connection, places()) == 1


def test_empty_tables_stay_empty(connection: duckdb.DuckDBPyConnection) -> None:
    for name in PLACED:
        connection.execute(f"delete from {name}")
    assert enrich(connection, places()) == 0
    for name in ("addresses", *PLACED):
        assert connection.execute(f"select count(*) from {name}").fetchall() == [(0,)]


def test_nothing_is_left_behind(connection: duckdb.DuckDBPyConnection) -> None:
    before = connection.execute("show tables").fetchall()
    enrich(connection, places())
    assert connection.execute("show tables").fetchall() == sorted([("addresses",), *before])
