"""Do statistics fit a terminal, a spreadsheet and their schema, whatever strangers wrote into the log?"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any

import jsonschema
import pytest

from postwarden.model.counted import AccountFigures, Bounce, Deferral, RecipientFigures, Remark, SenderFigures, TlsShare
from postwarden.model.coverage import Coverage
from postwarden.model.findings import Window
from postwarden.model.statistics import DayTraffic, Figures, HourTraffic, Statistics, Totals
from postwarden.report.amounts import amount_of_bytes, amount_of_time, country
from postwarden.report.json_report import encode, schema
from postwarden.report.stats_csv import encode_csv
from postwarden.report.stats_lists import LISTS
from postwarden.report.terminal import render_statistics

HOSTILE = "=cmd|' /C calc'!A0\x1b[2J\u202e<script>,\"\n@example.com"
NONE = Coverage(10, 9, 1, 0, 0, 0, 1, 1, 1, 1, 1.0, 0, (), (), ("a warning \x1b[1m",))


def figures(**lists: Any) -> Figures:
    """Figures that are empty but for these lists."""
    empty: Mapping[str, Any] = {field.name: () for field in fields(Figures) if field.name not in ("totals", "left_out")}
    totals = Totals(**{field.name: 1 for field in fields(Totals)})
    return Figures(**{"totals": totals, **empty, **lists})


def statistics(**lists: Any) -> Statistics:
    window = Window("2026-11-19T08:00:00Z", "2026-11-19T23:59:59Z")
    return Statistics(1, window, 0, figures(**lists), NONE, "UTC")


FULL = statistics(
    per_day=(DayTraffic("2026-11-19", 1_234_567, 2_345_678, 3_456_789, 456_789, 567_890, 678_901, 789_012),),
    per_hour=(HourTraffic(7, 0, 0, 0, 0, 0, 0, 0), HourTraffic(8, 1, 2, 3, 4, 5, 6, 7)),
    senders_by_count=(SenderFigures(HOSTILE, 3, 10**15), SenderFigures("a" * 300 + "@example.org", 2, 5)),
    recipients_by_count=(RecipientFigures("b@example.org", 1, 0),),
    accounts=(AccountFigures("anna@example.org", 10**6, 10**6, 10**6, 100, 10**6, 10**7, 5),),
    deferrals=(Deferral("postfix/smtp", f"{HOSTILE} {'long ' * 60}", 7),),
    bounces=(Bounce("mx.example.com[198.51.100.25]:25", "5.1.1 User unknown", 3),),
    remarks=(Remark("warning", "postfix/submission/smtpd", "TLS " * 60, 42),),
    tls=(TlsShare("in", "TLSv1.3", 3, 75.0), TlsShare("in", "none", 1, 25.0)),
    left_out={"senders_by_count": 1234},
)


@pytest.mark.parametrize("width", [60, 80, 120])
@pytest.mark.parametrize("detail", [False, True])
def test_every_line_fits_and_nothing_is_obeyed(width: int, detail: bool) -> None:
    told = render_statistics(FULL, width=width, colour=False, detail=detail)
    assert [line for line in told.split("\n") if len(line) > width] == []
    assert not {"\x1b", "\u202e", "\r"} & set(told)
    assert "\\x1b[2J" in told.replace("\n", "").replace(" ", "")


def test_numbers_are_never_cut() -> None:
    told = render_statistics(FULL, width=80, colour=False)
    assert "2026-11-19   1234567    2345678   3456789   456789    567890  678901  789012" in told
    assert "08:00" in told
    assert "07:00" not in told


def test_reasons_are_cut_unless_details_are_wanted() -> None:
    short = render_statistics(FULL, width=80, colour=False)
    assert short.count("TLS ") < 30
    assert "…" in short
    assert render_statistics(FULL, width=80, colour=False, detail=True).count("TLS") >= 60
    assert "mx.example.com  5.1.1" in short


def test_long_names_fill_no_screen_unless_details_are_wanted() -> None:
    assert 100 < render_statistics(FULL, width=80, colour=False).count("aa") * 2 < 140
    assert render_statistics(FULL, width=80, colour=False, detail=True).count("a") > 300


def test_only_the_lists_that_were_asked_for_are_shown() -> None:
    told = render_statistics(FULL, width=80, colour=False, only=("bounces", "countries"))
    assert "Why mail bounced" in told
    assert "Countries of logins\n  none" in told
    assert "received" not in told
    assert "Senders" not in told


def test_what_is_cut_is_said() -> None:
    assert "and 1,234 more: --top 0 lists all" in render_statistics(FULL, width=80, colour=False)


def test_what_was_not_understood_is_said() -> None:
    told = render_statistics(FULL, width=80, colour=False)
    assert "9 of 10 lines read, 1.0 days, 1 line of the mail server not understood\n! a warning" in told


def test_each_list_has_its_place_on_the_terminal() -> None:
    assert {listed.name for listed in LISTS} == {f.name for f in fields(Figures)} - {"totals", "left_out"}


def test_csv_is_read_back_and_runs_no_formula() -> None:
    rows = list(csv.reader(io.StringIO(encode_csv(FULL.figures))))
    assert ["list", "sender", "messages", "bytes"] in rows
    (row,) = (row for row in rows if row[:1] == ["senders_by_count"] and row[2] == "3")
    assert row[1].startswith("'=cmd")
    assert not {"\x1b", "\n", "\u202e"} & set(row[1])
    assert not any(cell[:1] in ("=", "+", "-", "@") for row in rows for cell in row)


def test_csv_of_one_list_has_one_header() -> None:
    rows = list(csv.reader(io.StringIO(encode_csv(FULL.figures, ["bounces"]))))
    assert rows == [
        ["list", "relay", "reason", "bounced"],
        ["bounces", "mx.example.com[198.51.100.25]:25", "5.1.1 User unknown", "3"],
    ]


def test_json_obeys_its_schema() -> None:
    plain = json.loads(encode(FULL))
    jsonschema.Draft202012Validator.check_schema(schema(Statistics))
    jsonschema.validate(plain, schema(Statistics), cls=jsonschema.Draft202012Validator)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(json.loads(encode(replace(FULL, version=2))), schema(Statistics))


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        (amount_of_bytes(999), "999 B"),
        (amount_of_bytes(1000), "1.0 KiB"),
        (amount_of_bytes(10**12), "931.3 GiB"),
        (amount_of_time(0.3), "0.30 s"),
        (amount_of_time(59.6), "60 s"),
        (amount_of_time(90), "1.5 min"),
        (amount_of_time(86_400 * 5), "5.0 d"),
        (country("DE"), "Germany"),
        (country("internal"), "own networks"),
        (country(None), "(not placed)"),
    ],
)
def test_amounts(told: str, expected: str) -> None:
    assert told == expected
