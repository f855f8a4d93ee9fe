"""What did an account live through, and what surrounds each of its logins?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb

from postwarden.investigate.asked import found, prepare, set_variable, sql
from postwarden.model.findings import Line
from postwarden.model.narrowing import EARLIEST, LATEST, Asked

NEEDS = frozenset({"connect"})
"""Kinds of records that are needed besides those of which tables are made."""

_SURROUNDINGS = """
select t.source, t.line, s.source as at_source, s.line as at_line
from trace_steps s join login_runs t using (n)
order by s.n, s.time, s.source, s.line
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """Facts that belong together, and the line with which they begin."""

    facts: dict[str, Any]
    at: Line


def timeline(
    connection: duckdb.DuckDBPyConnection, account: str, asked: Asked, since: int | None, until: int | None
) -> tuple[Sequence[Entry], int, int]:
    """What happened between these moments; and how many entries more there are before and after them."""
    prepare(connection, asked)
    set_variable(connection, "account", account)
    set_variable(connection, "from_abroad", False)
    connection.execute(sql("logins"))
    connection.execute(sql("timeline"))
    begin, end = EARLIEST if since is None else since, LATEST if until is None else until
    rows = found(connection, sql("timeline_entries"), {"since": begin, "until": end})
    query = "select count(*) filter (finish < ?), count(*) filter (begin >= ?) from timeline_entries"
    before, after = connection.execute(query, [begin, end]).fetchone() or (0, 0)
    return [Entry(row, Line(row.pop("source"), row.pop("line"))) for row in rows], before, after


def surroundings(connection: duckdb.DuckDBPyConnection) -> Mapping[Line, Sequence[Line]]:
    """First line of each run of logins → all lines of its first mail and of the session that it came in."""
    connection.execute(sql("trace_ids"))
    connection.execute(f"create or replace temp table trace_steps as {sql('trace_steps')}")
    lines: dict[Line, list[Line]] = defaultdict(list)
    for row in found(connection, _SURROUNDINGS):
        lines[Line(row["source"], row["line"])].append(Line(row["at_source"], row["at_line"]))
    return lines
