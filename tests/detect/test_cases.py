"""Does each detector find what its cases tell, and prove it by the right log lines?"""

from __future__ import annotations

from pathlib import Path

import pytest

from detect.case_file import Case, read_case
from detect.shipped import NAMES, shipped
from pipeline import tables_from_lines
from postwarden.detect import engine
from postwarden.model.findings import Finding
from postwarden.model.settings import DEFAULTS, Settings

CASES = sorted(Path(__file__).parent.glob("*/*.toml"))
CONFIGURED = [path for path in CASES if "[config]" in path.read_text(encoding="utf-8")]


def find(case: Case, folder: Path, settings: Settings | None = None) -> list[Finding]:
    told = case.settings if settings is None else settings
    tables = tables_from_lines([line.encode() for line in case.lines], folder, case.places, settings=told)
    assert not any(source.counts.unread for source in tables.sources), "a case's lines must be read"
    return engine.run(tables.connection, [shipped(case.detector)])


@pytest.mark.parametrize("path", CASES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_case(path: Path, tmp_path: Path) -> None:
    case = read_case(path)
    found = find(case, tmp_path)
    told = [(f.key, f.text) for f in found]
    assert {f.key for f in found} == {wanted["key"] for wanted in case.findings}, (case.why, told)
    for wanted in case.findings:
        mine = [f for f in found if f.key == wanted["key"]]
        assert len(mine) == wanted.get("count", 1), (case.why, told)
        assert wanted.get("tells", "") in mine[0].text
        assert [line.line for line in mine[0].evidence] == wanted["lines"], (case.why, told)
        for number, shows in zip(wanted["lines"], wanted["shows"], strict=True):
            assert shows in case.lines[number - 1]
        least, most = wanted.get("strength", [0, 1])
        weight = shipped(case.detector).card.weight
        assert least - 0.01 <= mine[0].points / (100 * weight) <= most + 0.01


@pytest.mark.parametrize("path", CONFIGURED, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_what_is_told_makes_the_difference(path: Path, tmp_path: Path) -> None:
    case = read_case(path)
    told, untold = find(case, tmp_path), find(case, tmp_path, DEFAULTS)
    assert [(f.key, f.points, f.text) for f in told] != [(f.key, f.points, f.text) for f in untold]


def test_names_of_cases_are_sentences_of_a_kind() -> None:
    assert [path.name for path in CASES if not path.stem.startswith(("hit_", "miss_", "edge_"))] == []
    for path in CASES:
        if path.stem.startswith(("hit_", "miss_")):
            assert bool(read_case(path).findings) == path.stem.startswith("hit_"), path


@pytest.mark.parametrize("detector", NAMES)
def test_every_detector_has_a_hit_and_a_miss(detector: str) -> None:
    kinds = {path.stem.split("_")[0] for path in CASES if path.parent.name == detector}
    assert {"hit", "miss"} <= kinds
