"""Does `postwarden check --demo` tell what really happened on the demo server? Against the truth kept by the play."""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import maxminddb
import pytest

from cli.console import run

ROOT = Path(__file__).parents[2]
TRUTH: dict[str, Any] = json.loads((ROOT / "tests/stories/demo_truth.json").read_text())
PLACES = ROOT / "src/postwarden/enrich/data/documentation.mmdb"
BREAK_IN = TRUTH["compromised"]
ANNA = BREAK_IN["account"]

Json = dict[str, Any]


@cache
def printed(*arguments: str) -> bytes:
    done = run("check", "--demo", *arguments)
    assert (done.returncode, done.stderr) == (2, b"")
    return bytes(done.stdout)


@pytest.fixture(scope="module")
def report() -> Json:
    decoded: Json = json.loads(printed("--format", "json", "--all"))
    return decoded


@pytest.fixture(scope="module")
def anna(report: Json) -> Json:
    (account,) = (account for account in report["accounts"] if account["account"] == ANNA)
    assert isinstance(account, dict)
    return account


def second(moment: str) -> datetime:
    return datetime.fromisoformat(moment).replace(microsecond=0)


def every_evidence(part: Any) -> Iterator[Json]:
    """All evidence of a report, wherever it stands."""
    if isinstance(part, dict):
        yield from part.get("evidence", ())
        for value in part.values():
            yield from every_evidence(value)
    elif isinstance(part, list):
        for value in part:
            yield from every_evidence(value)


@cache
def raw_lines(path: str) -> list[str]:
    raw = Path(path).read_bytes()
    return (gzip.decompress(raw) if path.endswith(".gz") else raw).decode("ascii").split("\n")


def test_one_account_was_broken_into_and_nobody_else_is_accused(report: Json) -> None:
    verdicts = {account["account"]: account["verdict"] for account in report["accounts"]}
    assert verdicts == dict.fromkeys(TRUTH["accounts"], "clean") | {ANNA: "compromised"}
    assert (report["verdict"], report["exit"], report["clean_accounts"]) == ("compromised", 2, 11)
    assert report["server"] == []


def test_it_began_when_the_play_says(anna: Json) -> None:
    assert datetime.fromisoformat(anna["first_bad"]) == second(BREAK_IN["first_bad"])
    assert datetime.fromisoformat(anna["last_bad"]) >= second(BREAK_IN["last_message"])


def test_the_damage_is_what_the_play_counted(anna: Json) -> None:
    blast = anna["blast"]
    assert blast["messages"] == blast["sessions"] == BREAK_IN["messages"]
    assert blast["recipients"] == BREAK_IN["recipients"]
    assert blast["addresses"] == len(BREAK_IN["messages_by_address"])
    assert blast["countries"] == BREAK_IN["countries"]
    assert blast["sender_count"] == BREAK_IN["senders"]
    assert blast["queued"] == len(BREAK_IN["still_queued"])
    assert sorted(blast["queued_ids"]) == sorted(BREAK_IN["still_queued"])
    assert set(blast["queued_ids"]) <= set(blast["queue_ids"])
    assert not set(BREAK_IN["still_queued_of_others"]) & set(blast["queue_ids"])
    assert blast["delivered"] + blast["bounced"] + blast["deferred"] == blast["recipients"]
    assert blast["bounced"] >= BREAK_IN["refused_recipients"]


def test_the_attackers_are_those_of_the_play(report: Json) -> None:
    force = TRUTH["brute_force"]
    (network,) = report["attackers"]
    assert (network["network"], network["failures"]) == (force["network"], force["failures"])
    assert (network["accounts"], network["addresses"]) == (len(force["accounts"]), len(force["addresses"]))


def test_what_is_thinned_for_drawing_still_counts_each_login(anna: Json) -> None:
    bad = [moment for moment in anna["moments"] if moment["bad"]]
    assert len(bad) <= 250
    assert sum(moment["logins"] for moment in bad) == anna["blast"]["sessions"] == 420
    drawn = Counter[str]()
    for moment in bad:
        drawn[moment["country"]] += moment["logins"]
    happened = Counter[str]()
    with maxminddb.open_database(PLACES) as places:
        for ip, messages in BREAK_IN["messages_by_address"].items():
            happened[places.get(ip)["country"]["iso_code"]] += messages
    assert drawn == happened


def test_bad_moments_are_those_of_the_intruder(anna: Json) -> None:
    intruders = {*BREAK_IN["messages_by_address"], BREAK_IN["credential_test_address"]}
    assert {moment["ip"] for moment in anna["moments"] if moment["bad"]} <= intruders
    assert not {moment["ip"] for moment in anna["moments"] if not moment["bad"]} & intruders


def test_evidence_is_the_very_line_of_the_file(report: Json) -> None:
    shown = list(every_evidence(report))
    assert len(shown) > 20
    assert {Path(one["source"]).name for one in shown} == set(TRUTH["lines"])
    for one in shown:
        assert raw_lines(one["source"])[one["line"] - 1] == one["text"]


def test_evidence_of_the_account_is_about_the_account(anna: Json) -> None:
    spam = {
        found[1]
        for line in raw_lines(anna["reasons"][0]["evidence"][0]["source"])
        if (found := re.search(rf": ([0-9A-F]+): client=\S+, sasl_method=PLAIN, sasl_username={ANNA}$", line))
    }
    for one in every_evidence(anna):
        found = re.search(r": ([0-9A-F]{6,}): ", one["text"])
        assert (found and found[1] in spam) or ANNA in one["text"] or BREAK_IN["credential_test_address"] in one["text"]


def test_every_line_was_read(report: Json) -> None:
    coverage = report["coverage"]
    assert coverage["lines"] == coverage["read"] == sum(TRUTH["lines"].values())
    assert {Path(s["path"]).name: s["lines"] for s in coverage["sources"]} == TRUTH["lines"]
    assert coverage["warnings"] == []


def test_the_report_obeys_its_schema(report: Json) -> None:
    schema = json.loads((ROOT / "docs/reference/check.schema.json").read_text())
    jsonschema.validate(report, schema, cls=jsonschema.Draft202012Validator)


def test_the_terminal_says_it_first() -> None:
    first, second_line, third, *_ = printed().decode().splitlines()
    assert first == "1 account COMPROMISED"
    assert second_line.endswith("12 accounts")
    assert third.startswith("Strangers are using the accounts marked COMPROMISED: act now")


def test_the_page_is_whole() -> None:
    page = printed("--format", "html").decode()
    assert page.startswith("<!doctype html>")
    assert page.rstrip().endswith("</html>")
    assert ANNA in page
    assert re.findall(r"""(?:src|href)=["'](?!#|data:)[^"']+""", page) == [], "the page needs something else"


@pytest.mark.parametrize("threads", ["1", "2", "4"])
def test_any_number_of_threads_says_the_same(threads: str) -> None:
    once = printed("--format", "json", "--all")
    assert run("check", "--demo", "--format", "json", "--all", "--threads", threads).stdout == once


def test_little_memory_says_the_same() -> None:
    once = json.loads(printed("--format", "json", "--all"))
    assert json.loads(run("check", "--demo", "--format", "json", "--all", "--memory", "64MiB").stdout) == once


def test_other_hash_seeds_say_the_same() -> None:
    again = run("check", "--demo", "--format", "json", "--all", env={"PYTHONHASHSEED": "7"})
    assert again.stdout == printed("--format", "json", "--all")
