"""Do the tables that are read from the demo incident say what happened, row by row, no more and no less?"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from lab.agreement import disagreements
from lab.clock import ZONE
from lab.demo.summary import NOT_KEPT, summary
from lab.truth import Truth
from pipeline import tables_from_files
from postwarden.app.pipeline import Tables
from stories.test_demo_log import FILES, LOGS, TRUTH


@pytest.fixture(scope="module")
def truth() -> Truth:
    return Truth.read(Path(__file__).parent / "demo_rows.json.gz")


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Tables:
    return tables_from_files([LOGS / name for name in FILES], tmp_path_factory.mktemp("demo"), zone=ZONE)


def test_every_row_is_true_and_nothing_is_missing(truth: Truth, tables: Tables) -> None:
    assert not disagreements(truth, tables.connection, without=NOT_KEPT)


def test_no_line_is_unread_or_of_others(tables: Tables) -> None:
    for source in tables.sources:
        assert (source.counts.unread, source.counts.malformed, source.counts.other) == (0, 0, 0)


def test_the_numbers_are_those_of_the_rows(truth: Truth) -> None:
    assert json.loads(json.dumps(summary(truth, FILES))) == TRUTH
