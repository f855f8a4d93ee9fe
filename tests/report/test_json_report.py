"""Is the JSON what the schema and the design say, and does nothing get lost in it?"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import msgspec
import pytest

from postwarden.model.findings import Report
from postwarden.report import json_report
from postwarden.report.neutral import visible
from report import sample

COMMITTED = Path(__file__).parents[2] / "docs" / "reference" / "check.schema.json"
REPORTS = {"incident": sample.incident(), "quiet": sample.quiet(), "blind": sample.blind()}


def decoded(report: Report) -> dict[str, Any]:
    plain: dict[str, Any] = json.loads(json_report.encode(report))
    return plain


@pytest.mark.parametrize("name", REPORTS)
def test_reports_obey_the_schema(name: str) -> None:
    jsonschema.validate(decoded(REPORTS[name]), json_report.schema(), cls=jsonschema.Draft202012Validator)


def test_the_schema_is_a_schema_and_refuses_other_things() -> None:
    schema = json_report.schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    broken = decoded(sample.incident())
    del broken["coverage"]["sources"]
    with pytest.raises(jsonschema.ValidationError, match="sources"):
        jsonschema.validate(broken, schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(decoded(replace(sample.quiet(), version=2)), schema)


def test_the_committed_schema_is_up_to_date() -> None:
    fresh = json_report.schema()
    assert json.loads(COMMITTED.read_text(encoding="utf-8")) == fresh, "run: make docs"


def test_remarks_of_the_model_describe_the_fields() -> None:
    parts = json_report.schema()["$defs"]
    assert "ATT&CK" in parts["Reason"]["properties"]["attack"]["description"]
    assert list(parts["Window"]["properties"]) == ["from", "to"]


def test_the_names_of_the_design_are_there() -> None:
    report = decoded(sample.incident())
    assert list(report)[:3] == ["version", "window", "verdict"]
    assert report["version"] == 1
    assert report["window"]["from"] == "2026-10-15T04:25:00Z"
    account = report["accounts"][1]
    assert {"account", "verdict", "score", "first_bad", "last_bad", "reasons", "blast"} <= set(account)
    assert {"detector", "axis", "points", "text", "evidence"} <= set(account["reasons"][0])
    assert {"source", "line", "text"} <= set(account["reasons"][0]["evidence"][0])
    assert {"network", "failures", "accounts", "reasons"} <= set(report["attackers"][0])


def test_nothing_is_lost() -> None:
    report = sample.incident()
    plain = decoded(report)
    plain["window"]["from_"] = plain["window"].pop("from")
    assert msgspec.convert(plain, Report) == report


def test_the_same_report_gives_the_same_bytes() -> None:
    assert json_report.encode(sample.incident()) == json_report.encode(sample.incident())


def test_printed_on_a_terminal_it_is_harmless() -> None:
    text = json_report.encode(sample.incident()).decode()
    assert visible(text.replace("\n", "")) == text.replace("\n", "")
    assert "\\u001b" in text


def test_bytes_that_were_no_utf8_are_shown() -> None:
    report = replace(sample.quiet(), timezone="a\udce9b")
    assert decoded(report)["timezone"] == r"a\xe9b"
