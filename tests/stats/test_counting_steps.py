"""Are figures the same when two connections count, and does each table wait for those that it is made of?"""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path

import pytest

from pipeline import tables_from_files
from postwarden.stats.figures import TABLES, Question, count, row_classes, steps

SQL = files("postwarden.stats") / "sql"
DEMO = Path(str(files("postwarden.app") / "demo" / "mail.log"))


def read_by(path: str) -> set[str]:
    """Which of TABLES the text of a query speaks of, in whatever place."""
    text = re.sub(r"--.*", "", (SQL / path).read_text("utf-8"))
    return {name for name in TABLES if re.search(rf"\b(from|join)[\s(]+(from\s+)?{name}\b", text)}


@pytest.mark.parametrize("table", TABLES)
def test_a_table_waits_for_those_it_is_made_of(table: str) -> None:
    assert read_by(f"tables/{table}.sql") - {table} == set(TABLES[table])


@pytest.mark.parametrize("name", ["totals", *row_classes()])
def test_a_list_waits_for_what_it_is_counted_from(name: str) -> None:
    assert set(steps()[name]) == read_by(f"{name}.sql")


def test_the_totals_need_nearly_all() -> None:
    assert set(TABLES) - set(steps()["totals"]) == {"quarters", "refusals_told"}


def test_one_connection_counts_as_two(tmp_path: Path) -> None:
    tables = tables_from_files([DEMO], tmp_path)
    assert tables.second is not None
    question = Question(zone="UTC", ended=1 << 60)
    assert count(tables.connection, question) == count(tables.connection, question, tables.second)
