"""Do the queries read nothing but what the model names, and what they have made themselves?"""

from __future__ import annotations

import re
from importlib.resources import files

import pytest

from postwarden.investigate import timeline, trace
from postwarden.model.lists import LISTS
from postwarden.model.queue_ids import ROOTS
from postwarden.model.records import RECORDS
from postwarden.model.tables import TABLES

CONTRACT = (
    {table.name for table in (*TABLES, *LISTS, ROOTS)}
    | {f"records_{kind}" for kind in RECORDS}
    | {"programs", "formats"}  # what the numbers in the records mean
)
IN_PYTHON = {"queried_ips", "trace_steps"}


def queries() -> dict[str, str]:
    folder = files("postwarden.investigate") / "sql"
    told = {file.name: file.read_text("utf-8") for file in folder.iterdir()}
    told |= {"trace.py": trace._MAILS, "timeline.py": timeline._SURROUNDINGS}
    return {name: re.sub(r"--.*", "", text) for name, text in told.items()}


MADE = {name for text in queries().values() for name in re.findall(r"\b(?:table|view|macro) ([a-z_]+)\b", text)}


@pytest.mark.parametrize("name", queries())
def test_queries_read_the_tables_of_the_model(name: str) -> None:
    text = queries()[name]
    own = set(re.findall(r"\b([a-z_]+) as \(", text))
    read = set(re.findall(r"\b(?:from|join) ([a-z_]{2,})\b(?!\()", text))
    assert not read - own - MADE - IN_PYTHON - CONTRACT
