"""Does each step of linking name the steps whose tables it reads, so that two may be done at once?"""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path

import pytest

from pipeline import rows, tables_from_files
from postwarden.link.linking import STEPS, link
from postwarden.model.tables import TABLES

SQL = files("postwarden.link") / "sql"
DEMO = Path(str(files("postwarden.app") / "demo" / "mail.log"))
_MADE = re.compile(r"create or replace (?:table|view|macro) (\w+)")
_COMMENT = re.compile(r"--.*")
_READ = re.compile(
    r"(?:from|join|into|alter table|with_turn\()\s*\(?'?(?:from\s+)?(\w+)|\b(with_turn|line_order|process)\("
)


def text_of(step: str) -> str:
    return _COMMENT.sub("", (SQL / f"{step}.sql").read_text("utf-8"))


def before(step: str) -> set[str]:
    """The step itself, and all that are done when it begins."""
    return {step}.union(*(before(needed) for needed in STEPS[step]))


MADE = {name: step for step in STEPS for name in _MADE.findall(text_of(step))}


def test_every_file_is_a_step() -> None:
    assert {f"{step}.sql" for step in STEPS} == {file.name for file in SQL.iterdir()}


@pytest.mark.parametrize("step", STEPS)
def test_what_a_step_reads_was_made_before(step: str) -> None:
    read = {name for pair in _READ.findall(text_of(step)) for name in pair if name in MADE}
    late = {name for name in read if MADE[name] not in before(step)}
    assert not late


def test_nothing_is_left_to_one_connection_alone() -> None:
    assert not [step for step in STEPS if "or replace temp" in text_of(step)]


def test_one_connection_makes_the_same_tables_as_two(tmp_path: Path) -> None:
    tables = tables_from_files([DEMO], tmp_path)
    assert tables.second is not None
    made = [name for name in ("messages", "deliveries", "rejections", "notices") if name in {t.name for t in TABLES}]
    two = {name: rows(tables.connection, f"from {name} order by all") for name in made}
    link(tables.connection)
    assert {name: rows(tables.connection, f"from {name} order by all") for name in made} == two
    assert all(two.values())
