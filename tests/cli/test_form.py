"""Does a result leave in the form that was asked for?"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from postwarden.cli.form import hand_over_as
from postwarden.model.plain_words import Counts, PlainWords

NOTHING = PlainWords(1, 25, Counts(0, 0, 25), 0, (), (), 0)


def drawn(told: PlainWords, *, width: int | None, colour: bool | None) -> str:
    return f"{told.lines} {width} {colour}\n"


def test_a_file_knows_no_terminal(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    hand_over_as("table", NOTHING, tmp_path / "told", drawn)
    assert (tmp_path / "told").read_text() == "25 80 False\n"
    hand_over_as("table", NOTHING, None, drawn)
    assert capfd.readouterr().out == "25 None None\n"


def test_every_result_has_json(tmp_path: Path) -> None:
    hand_over_as("json", NOTHING, tmp_path / "told", drawn)
    assert json.loads((tmp_path / "told").read_bytes())["lines"] == 25


def test_other_forms_are_those_of_the_command(tmp_path: Path) -> None:
    hand_over_as("csv", NOTHING, tmp_path / "told", drawn, csv=lambda told: f"lines,{told.lines}\n")
    assert (tmp_path / "told").read_text() == "lines,25\n"
