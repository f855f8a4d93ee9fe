"""Does a new detector pass its own cases from the first moment on?"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from detect.case_file import read_case
from pipeline import tables_from_lines
from postwarden.detect import detector, engine

TOOL = Path(__file__).parents[2] / "tools/new_detector.py"


def new_detector(root: Path, name: str) -> subprocess.CompletedProcess[str]:
    (root / "src/postwarden/detect").mkdir(parents=True, exist_ok=True)
    return subprocess.run(
        [sys.executable, str(TOOL), name, "--root", str(root)], capture_output=True, text=True, check=False
    )


def test_its_cases_pass(tmp_path: Path) -> None:
    assert new_detector(tmp_path, "night_owls").returncode == 0
    made = detector.read(tmp_path / "src/postwarden/detect/night_owls.sql")
    cases = sorted((tmp_path / "tests/detect/night_owls").glob("*.toml"))
    assert [path.name.split("_")[0] for path in cases] == ["hit", "miss"]
    for path in cases:
        case = read_case(path)
        tables = tables_from_lines([line.encode() for line in case.lines], tmp_path, case.places)
        found = engine.run(tables.connection, [made])
        assert [f.key for f in found] == [wanted["key"] for wanted in case.findings]
        for finding, wanted in zip(found, case.findings, strict=True):
            assert [line.line for line in finding.evidence] == wanted["lines"]
            assert wanted["tells"] in finding.text


@pytest.mark.parametrize("name", ["", "Night", "../owl", "night-owls", "1st"])
def test_names_that_cannot_be_used_are_refused(tmp_path: Path, name: str) -> None:
    done = new_detector(tmp_path, name)
    assert done.returncode == 1
    assert "named like unknown_recipients" in done.stderr


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    new_detector(tmp_path, "night_owls")
    query = tmp_path / "src/postwarden/detect/night_owls.sql"
    query.write_text("mine")
    assert new_detector(tmp_path, "night_owls").returncode == 1
    assert query.read_text() == "mine"
