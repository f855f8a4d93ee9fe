"""Can the report be read on any terminal: verdict first, in the width, without control characters?"""

from __future__ import annotations

import re
import subprocess
import unicodedata
from dataclasses import replace

import pytest
from rich.cells import cell_len

from postwarden.model.findings import AccountVerdict, Blast, Report, Verdict
from postwarden.report import layout, terminal
from postwarden.report.steps import Command, account_steps
from report import sample

REPORTS = {"incident": sample.incident(), "quiet": sample.quiet(), "blind": sample.blind()}
SGR = re.compile(r"\x1b\[[0-9;]*m")


def plain(report: Report, width: int = 80, **options: bool) -> str:
    return terminal.render(report, width=width, colour=False, **options)


@pytest.mark.parametrize("name", REPORTS)
@pytest.mark.parametrize("explain", [False, True])
@pytest.mark.parametrize("width", [80, 100, 120])
def test_no_line_is_wider_than_the_terminal(name: str, explain: bool, width: int) -> None:
    widest = max(plain(REPORTS[name], width, explain=explain).split("\n"), key=cell_len)
    assert cell_len(widest) <= width, widest


@pytest.mark.parametrize("colour", [False, True])
def test_no_control_character_gets_through(colour: bool) -> None:
    shown = SGR.sub("", terminal.render(sample.incident(), width=80, colour=colour, explain=True))
    left = {c for c in shown if c != "\n" and unicodedata.category(c) in {"Cc", "Cf", "Cs", "Zl", "Zp"}}
    assert left == set()


def test_the_verdict_is_the_first_line_and_again_the_last() -> None:
    lines = plain(sample.incident()).strip().split("\n")
    assert lines[0] == "1 account COMPROMISED, 1 suspicious, 1 problem of the server itself"
    assert lines[-1] == lines[0]


def test_sections_come_in_the_order_of_need() -> None:
    shown = plain(sample.incident())
    order = ["COMPROMISED  97", "COMPROMISED  anna", "Why", "What to do now", "SUSPICIOUS  $", "networks tried", "seen"]
    places = [shown.index(words) for words in order]
    assert places == sorted(places)


def test_reasons_are_in_order_of_weight_with_their_lines() -> None:
    shown = plain(sample.incident())
    assert re.findall(r"^ \+(\d+) ", shown, re.M) == ["40", "32", "25", "38"]
    assert "mail.log:4711  Nov 14 03:12:09 mx" in shown
    assert "mail.log:4717" not in shown
    assert "mail.log:4717" in plain(sample.incident(), explain=True)


def test_explain_tells_where_points_come_from() -> None:
    assert "T1586.002" not in plain(sample.incident())
    explained = plain(sample.incident(), explain=True)
    assert "T1586.002" in explained
    assert "Points add up to the score" in explained


@pytest.mark.parametrize("width", [60, 80, 120])
def test_shown_commands_are_the_commands_once_pasted(width: int) -> None:
    shown = plain(sample.incident(), width)
    pasted = re.sub(r" \\\n\s+", " ", shown)
    for account in sample.incident().accounts:
        for step in account_steps(account):
            for command in step.commands:
                assert f"\n       {command}\n" in pasted


def test_folding_keeps_the_words() -> None:
    command = Command.of("printf", *(f"word {number}" for number in range(30))).into(Command.of("cat", "x" * 90))
    folded = layout.folded(command, 40)
    assert all(len(line) <= 40 for line in folded if "xxx" not in line)
    printed = subprocess.run(["bash", "-c", "\n".join(["cat() { printf '%s;' $#; }", *folded])], capture_output=True)
    assert printed.stdout == b"1;"
    assert re.sub(r" \\\n +", " ", "\n".join(folded)) == str(command)


def test_colour_is_asked_for_or_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    report = sample.incident()
    assert "\x1b" not in terminal.render(report, width=80)
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b[" in terminal.render(report, width=80)
    assert "\x1b" not in terminal.render(report, width=80, colour=False)
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b" not in terminal.render(report, width=80)
    assert "\x1b[" in terminal.render(report, width=80, colour=True)


def test_colour_adds_no_meaning() -> None:
    coloured = SGR.sub("", terminal.render(sample.incident(), width=80, colour=True))
    assert coloured.split() == plain(sample.incident()).split()


def test_a_pipe_gets_eighty_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    assert terminal.terminal_width() == 80


def test_many_accounts_are_all_listed_and_the_worst_detailed() -> None:
    accounts = tuple(
        AccountVerdict(f"user{n:03d}@example.org", Verdict.SUSPICIOUS, n, None, None, (), Blast()) for n in range(60)
    )
    shown = plain(replace(sample.incident(), accounts=accounts))
    assert all(f"user{n:03d}@example.org" in shown for n in range(60))
    assert shown.count("score ") == layout.DETAILED
    assert "Details of 40 more" in shown


def test_clean_accounts_are_named_when_they_are_listed() -> None:
    clean = AccountVerdict("calm@example.org", Verdict.CLEAN, 0, None, None, (), Blast())
    assert "Nothing found in\n  calm@example.org" in plain(replace(sample.quiet(), accounts=(clean,)))


def test_a_network_that_somebody_uses_is_not_to_be_banned() -> None:
    attackers = sample.incident().attackers
    used = replace(attackers[0], spared=("carl@example.org comes from there", "a list names it"))
    shown = plain(replace(sample.incident(), attackers=(used, *attackers[1:])), 120)
    assert shown.count("do not ban") == 1
    assert f"{used.network}: do not ban: carl@example.org comes from there; a list names it" in shown
