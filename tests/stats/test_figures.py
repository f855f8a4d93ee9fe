"""Is each thing counted once, in its time, and only where it was asked for?"""

from __future__ import annotations

from dataclasses import fields
from importlib.resources import files
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import pytest

from pipeline import Spot, tables_from_lines
from postwarden.model.statistics import Figures
from postwarden.stats.figures import Question, count, row_classes
from stats.counting import figures_of_lines

LOG = Path(__file__).with_name("day.log").read_text(encoding="utf-8")


def at(clock: str) -> int:
    hours, minutes = map(int, clock.split(":"))
    return (1_795_046_400 + hours * 3600 + minutes * 60) * 1_000_000  # 2026-11-19


@pytest.fixture
def ask(tmp_path: Path) -> Any:
    return lambda **asked: figures_of_lines(LOG, tmp_path, **asked)


def test_everything_is_counted_once(ask: Any) -> None:
    told = ask().totals
    assert (told.received, told.bytes_received, told.senders, told.sending_domains) == (3, 4200, 3, 3)
    assert (told.delivered, told.bytes_delivered, told.recipients, told.recipient_domains) == (2, 3500, 2, 2)
    assert (told.deferred, told.deferrals, told.bounced, told.rejected, told.rejected_percent) == (1, 1, 1, 1, 33)
    assert (told.connections, told.connecting_hosts, told.connection_seconds) == (3, 3, 7)
    assert (told.logins, told.accounts, told.failures, told.failing_addresses, told.queued) == (1, 1, 1, 1, 1)


def test_each_list_says_who_and_how_much(ask: Any) -> None:
    told = ask()
    assert [(row.sender, row.bytes) for row in told.senders_by_size] == [
        ("anna@example.org", 3000), ("www-data@mx.example.org", 700), ("news@example.com", 500),
    ]  # fmt: skip
    assert [row.recipient for row in told.recipients_by_size] == ["Office@example.com", "anna@example.org"]
    assert [(row.domain, row.bounced, row.deferrals) for row in told.refusers] == [("example.net", 1, 1)]
    assert [row.reason for row in told.deferrals] == ["4.7.0 Greylisted"]
    assert [row.reason for row in told.bounces] == ["5.1.1 User unknown"]
    assert [(row.reason, row.peer) for row in told.rejected_peers] == [("Relay access denied", "203.0.113.9")]
    assert [(row.account, row.logins, row.failures, row.recipients) for row in told.accounts] == [
        ("anna@example.org", 1, 1, 2)
    ]
    assert [(row.name, row.logged_in) for row in told.failed_names] == [("anna@example.org", True)]
    assert [row.text for row in told.remarks] == ["hostname mismatch", "SASL PLAIN authentication failed"]


def test_encryption_is_told_by_way_and_protocol(ask: Any) -> None:
    assert [(row.direction, row.protocol, row.sessions) for row in ask().tls] == [
        ("in", "none", 2), ("in", "TLSv1.3", 1), ("out", "TLSv1.2", 1),
    ]  # fmt: skip


def test_how_mail_left_is_not_told_where_nothing_is_logged(tmp_path: Path) -> None:
    silent = "".join(line for line in LOG.splitlines(keepends=True) if "established" not in line)
    assert [(row.direction, row.protocol) for row in figures_of_lines(silent, tmp_path).tls] == [
        ("in", "none"), ("in", "unnamed"),
    ]  # fmt: skip


def test_delays_are_those_of_deliveries(ask: Any) -> None:
    assert [(row.destination, row.deliveries, row.p50, row.longest) for row in ask().delays] == [
        ("elsewhere", 1, 2.0, 2.0), ("here", 1, 0.2, 0.2),
    ]  # fmt: skip


def test_the_queue_is_that_of_the_end(ask: Any) -> None:
    assert [(row.age, row.messages) for row in ask().queue_ages] == [("4 to 24 hours", 1)]
    early = ask(until=at("9:00"), ended=at("9:00"))
    assert [(row.age, row.oldest_s) for row in early.queue_ages] == [("under 1 hour", 3598)]
    assert [(row.account, row.sender) for row in early.queued_senders] == [("anna@example.org", "anna@example.org")]


def test_each_thing_counts_at_its_own_moment(ask: Any) -> None:
    told = ask(since=at("9:00"), until=at("11:00")).totals
    assert (told.received, told.delivered, told.deferrals, told.bounced, told.rejected) == (1, 1, 0, 1, 0)
    assert (told.logins, told.failures, told.connections) == (0, 0, 1)


def test_days_and_hours_are_those_of_the_zone(ask: Any) -> None:
    kolkata = ask(zone="Asia/Kolkata")
    assert [row.hour for row in kolkata.per_hour if row.received] == [13, 15, 17]
    assert [row.date for row in kolkata.per_day] == ["2026-11-19"]
    assert [row.date for row in ask(zone="Pacific/Auckland").per_day] == ["2026-11-19", "2026-11-20"]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"accounts": ["ANNA@example.org"]}, (1, 1, 1, 0, 1, 1, 0)),
        ({"accounts": ["@example.org"]}, (1, 1, 1, 0, 1, 1, 0)),
        ({"accounts": ["nobody"]}, (0, 0, 0, 0, 0, 0, 0)),
        ({"senders": ["news@example.com"]}, (1, 1, 0, 0, 0, 0, 0)),
        ({"senders": ["@example.com"]}, (1, 1, 0, 1, 0, 0, 0)),
        ({"recipients": ["office@example.com"]}, (1, 1, 0, 0, 0, 0, 0)),
        ({"recipients": ["@example.net"]}, (1, 0, 1, 1, 0, 0, 0)),
        ({"networks": [ip_network("192.0.2.0/24")]}, (1, 1, 1, 0, 1, 1, 1)),
        ({"networks": [ip_network("203.0.113.9")]}, (0, 0, 0, 1, 0, 0, 1)),
        ({"senders": ["news@example.com"], "accounts": ["anna@example.org"]}, (0, 0, 0, 0, 0, 0, 0)),
        ({"accounts": ["nobody", "anna@example.org"]}, (1, 1, 1, 0, 1, 1, 0)),
    ],
    ids=str,
)
def test_only_what_was_asked_for_is_counted(ask: Any, asked: dict[str, Any], expected: tuple[int, ...]) -> None:
    told = ask(**asked).totals
    found = (
        told.received, told.delivered, told.bounced, told.rejected, told.logins, told.failures, told.connections,
    )  # fmt: skip
    assert found == expected


def test_top_cuts_lists_and_says_how_many_are_left_out(ask: Any) -> None:
    told = ask(top=1)
    assert [row.sender for row in told.senders_by_count] == ["anna@example.org"]
    assert told.left_out["senders_by_count"] == 2
    assert "rejections" not in told.left_out
    assert len(told.per_hour) == 24


def test_countries_are_named_and_own_networks_apart(tmp_path: Path) -> None:
    inside = LOG.replace("203.0.113.9", "10.0.0.9").replace("192.0.2.7", "10.0.0.7")
    for text, expected in ((LOG, "DE"), (inside, "internal")):
        tables = tables_from_lines(
            [line.encode() for line in text.splitlines()], tmp_path, {"192.0.2.0/24": Spot("DE", "Berlin", 52.5, 13.4)}
        )
        told = count(tables.connection, Question(zone="UTC", ended=at("24:00")))
        assert [(row.country, row.logins, row.failures) for row in told.countries] == [(expected, 1, 1)]


def test_an_empty_log_has_figures_too(tmp_path: Path) -> None:
    told = figures_of_lines("", tmp_path)
    assert told.totals.received == told.totals.rejected_percent == 0
    assert [name for name in row_classes() if name != "per_hour" and getattr(told, name)] == []


def test_words_of_strangers_stay_text(tmp_path: Path) -> None:
    evil = "'; drop table mails; --\x1b[2J"
    told = figures_of_lines(LOG.replace("news@example.com", f"{evil}@example.com"), tmp_path, senders=[evil])
    assert told.totals.received == 0
    every = figures_of_lines(LOG.replace("news@example.com", f"{evil}@example.com"), tmp_path)
    assert f"{evil}@example.com" in [row.sender for row in every.senders_by_count]


def test_each_list_has_a_query_and_each_query_a_list() -> None:
    queries = {
        file.name.removesuffix(".sql") for file in (files("postwarden.stats") / "sql").iterdir() if file.is_file()
    }
    assert queries - {"prepare"} == {field.name for field in fields(Figures)} - {"left_out"}


def test_the_same_log_gives_the_same_figures_with_any_number_of_threads(tmp_path: Path) -> None:
    raw = [line.encode() for line in LOG.splitlines()]
    told = [
        count(tables_from_lines(raw, tmp_path, threads=threads).connection, Question(zone="UTC", ended=at("24:00")))
        for threads in (1, 2)
    ]
    assert told[0] == told[1]


def test_sessions_are_not_joined_row_by_row(tmp_path: Path) -> None:
    """A million lines would take half a minute."""
    tables = tables_from_lines([line.encode() for line in LOG.splitlines()], tmp_path)
    plan = tables.connection.execute("explain from connections").fetchall()[0][1].lower()
    assert "nested loop" not in plan
    assert "asof" in plan.replace(" ", "")
