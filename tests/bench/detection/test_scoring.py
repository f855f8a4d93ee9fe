"""Does the score count what it says, and do the simple rules do what their authors say?"""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from scoring import peers, product, rates, tables, truth, watch
from scoring.compare import Outcome, outcomes
from scoring.peers import Login

NOON = datetime(2026, 3, 5, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def attack(kind: str = "hosting_address", *, quiet: bool = False) -> truth.Attack:
    return truth.Attack(kind, quiet, False, NOON, NOON, NOON + 2 * HOUR, 5, 9, 1)


def month(**accounts: truth.Attack | None) -> truth.Truth:
    known = {name: truth.Account(name, ("office_worker",), of) for name, of in accounts.items()}
    return truth.Truth(1, known, ("DE",), ())


def said(**verdicts: tuple[str, datetime]) -> product.Said:
    known = {
        name: product.Verdict(name, verdict, 80, at, at + HOUR, ("x 1: y",)) for name, (verdict, at) in verdicts.items()
    }
    return product.Said(known, 10, 0)


def test_found_missed_and_falsely_accused() -> None:
    known = month(bad=attack(), missed=attack(), good=None, accused=None)
    rows = {
        row.account.name: row
        for row in outcomes(known, said(bad=("compromised", NOON), accused=("suspicious", NOON)), {"rule": {"good"}})
    }
    assert {name: row.verdict for name, row in rows.items()} == {
        "bad": "compromised",
        "missed": "clean",
        "good": "clean",
        "accused": "suspicious",
    }
    assert rows["bad"].enough
    assert not rows["missed"].enough
    assert rows["bad"].late_hours == 0
    assert rows["good"].peers == {"rule"}


def test_an_accusation_about_other_days_is_no_hit() -> None:
    row = next(outcomes(month(bad=attack()), said(bad=("compromised", NOON + 48 * HOUR)), {}))
    assert row.verdict == "clean"
    assert row.at_wrong_time


def test_suspicious_is_enough_for_quiet_kinds_only() -> None:
    known = month(quiet=attack("payment_fraud", quiet=True), loud=attack())
    rows = {
        row.account.name: row
        for row in outcomes(known, said(quiet=("suspicious", NOON), loud=("suspicious", NOON)), {})
    }
    assert rows["quiet"].enough
    assert not rows["loud"].enough


def test_an_account_that_nobody_has_is_a_false_alarm() -> None:
    rows = list(outcomes(month(), said(ghost=("suspicious", NOON)), {}))
    assert [(row.account.honest, row.honest) for row in rows] == [(("no account of this server",), True)]


def test_rates_per_thousand_and_intervals() -> None:
    known = month(**{f"a{n}": None for n in range(8)}, b0=attack(), b1=attack())
    rows = list(outcomes(known, said(a0=("suspicious", NOON), b0=("compromised", NOON)), {}))
    honest = rates.overall(rows)
    assert (honest.months, honest.per_thousand(honest.suspicious)) == (8, 125.0)
    (kind,) = rates.found(rows)
    assert (kind.instances, kind.compromised, kind.suspicious, kind.median_late_hours) == (2, 1, 1, 0)
    low, high = rates.interval(19, 20)
    assert 0.75 < low < 0.77
    assert 0.99 < high < 1
    assert rates.interval(0, 0) == (0, 1)
    assert rates.precision(rows) == 1.0


def test_the_precision_is_that_of_a_real_month() -> None:
    known = month(good=None, accused=None, bad=attack())
    rows = list(outcomes(known, said(accused=("compromised", NOON), bad=("compromised", NOON)), {}))
    assert rates.precision(rows, 0.01) == pytest.approx(0.01 / (0.01 + 0.99 / 2))


def logins(*moments: tuple[float, str, str | None]) -> list[Login]:
    return [Login(at, ip, country, True) for at, ip, country in moments]


def test_the_simple_rules() -> None:
    tour = logins((0, "a", "DE"), (1000, "b", "FR"), (3599, "c", "PL"))
    assert peers.abroad(tour, ["DE"])
    assert not peers.abroad(tour, ["DE", "FR", "PL"])
    assert not peers.abroad(logins((0, "127.0.0.1", None)), ["DE"])
    assert peers.three_countries_an_hour(tour, [])
    assert not peers.three_countries_an_hour(logins((0, "a", "DE"), (1000, "b", "FR"), (3601, "c", "PL")), [])
    many = [(n * 3600.0, "a", code) for n, code in enumerate(("DE", "FR", "PL", "CZ", "AT", "IT"))]
    assert peers.six_countries_a_day(logins(*many), [])
    assert not peers.six_countries_a_day(logins(*many[:5]), [])
    assert peers.three_addresses(logins((0, "a", "DE"), (100, "b", "DE"), (300, "c", "DE")), [])
    assert not peers.three_addresses(logins((0, "a", "DE"), (100, "b", "DE"), (301, "c", "DE")), [])
    assert peers.hundred_an_hour(logins(*[(n * 30.0, "a", "DE") for n in range(101)]), [])
    assert not peers.hundred_an_hour(logins(*[(n * 30.0, "a", "DE") for n in range(100)]), [])


def test_the_truths_of_a_simulated_month_can_be_read_and_judged_by_the_rules(month: Path) -> None:
    known = truth.load(month / "truth.json")
    assert any(account.attack for account in known.accounts.values())
    named = peers.accused(month / "events.csv", month / "places.mmdb", known.home)
    assert set(named) == set(peers.RULES)
    assert any(named.values())
    assert set().union(*named.values()) <= set(known.accounts)


def test_the_table_names_misses_and_false_alarms() -> None:
    known = {
        "bad": truth.Account("bad", ("office_worker",), attack()),
        "good": truth.Account("good", ("traveller",), None),
    }
    rows: list[Outcome] = list(outcomes(truth.Truth(3, known, ("DE",), ()), said(good=("suspicious", NOON)), {}))
    text = tables.markdown(rows, [], "Bench")
    assert "| hosting_address | compromised | 1 | 0 % (0–79) | 0 % (0–79) | – |" in text
    assert "- seed 3, hosting_address, `bad` (office_worker): clean (0); 5 mails to 9 recipients" in text
    assert "- seed 3, suspicious (80), traveller, `good`. Reasons: x 1: y" in text


def test_the_time_to_an_alarm_is_counted_from_the_first_bad_moment(tmp_path: Path) -> None:
    events = ["time,account,what,ip,recipients,by"]
    for minutes, by in ((-50, "owner"), (1, "attacker"), (20, "attacker"), (40, "attacker"), (41, "owner")):
        events.append(f"{(NOON + timedelta(minutes=minutes)).isoformat()},bad,message,192.0.2.1,2,{by}")
    (tmp_path / "events.csv").write_text("\n".join(events) + "\n")
    alarms = [("bad", NOON - 30 * HOUR), ("bad", NOON + HOUR / 2), ("bad", NOON + HOUR), ("good", NOON)]
    known = month(bad=attack(), missed=attack("root_login"), good=None)
    rows = list(watch.alerted(known, alarms, tmp_path / "events.csv"))
    assert rows[0] == watch.Alerted("hosting_address", HOUR / 2, 2, 3)
    assert rows[1] == watch.Alerted("root_login", None, 0, 0)
    text = tables.markdown([], watch.by_kind(rows), "Bench")
    assert "| hosting_address | 1 | 100 % (21–100) | 0.5 | 2 | 67 % |" in text
    assert "| root_login | 1 | 0 % (0–79) | – | – | – |" in text


def test_a_crash_of_the_command_is_no_verdict(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="ended with"):
        product.ask(tmp_path / "no such log", tmp_path / "no such data")


def test_the_report_is_read() -> None:
    entry = {
        "account": "a@example.org",
        "verdict": "suspicious",
        "score": 50,
        "first_bad": "2026-03-05T12:00:00Z",
        "last_bad": None,
        "reasons": [{"detector": "new_origin", "points": 35, "text": "first login ever"}],
    }
    report = json.loads(json.dumps({"coverage": {"lines": 9, "unread": 1, "malformed": 1}, "accounts": [entry]}))
    read = product.read(report)
    assert (read.lines, read.unread) == (9, 2)
    assert read.verdicts["a@example.org"].first_bad == NOON
    assert read.verdicts["a@example.org"].reasons == ("new_origin 35: first login ever",)
