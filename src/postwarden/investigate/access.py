"""Who logged in, and who failed to: one line for each run of the same, or grouped?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import duckdb

from postwarden.investigate.asked import found, prepare, set_variable, sql
from postwarden.model.access import (
    FailureGroup,
    FailureRun,
    FailureTotals,
    LoginGroup,
    LoginRun,
    LoginTotals,
)
from postwarden.model.narrowing import Asked

NEEDS = frozenset({"connect"})
"""Kinds of records that are needed besides those of which tables are made."""

Totals = TypeVar("Totals")
Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Grouping:
    """How rows are put together, and how many are told."""

    by: str | None = None
    """account, ip, network, country, as, day or hour; None: a list."""
    zone: str = "UTC"
    """Whose days and hours are told."""
    top: int | None = None
    """None: all."""


@dataclass(frozen=True, slots=True)
class Found(Generic[Totals, Row]):
    """What was found: of a list the latest rows, of groups the first."""

    totals: Totals
    rows: tuple[Row, ...]
    left_out: int


def logins(
    connection: duckdb.DuckDBPyConnection, asked: Asked, grouping: Grouping, *, foreign: bool = False
) -> Found[LoginTotals, LoginRun | LoginGroup]:
    """Successful logins. Expects the tables of the model."""
    set_variable(connection, "from_abroad", foreign)
    totals, rows, more = _ask(connection, asked, grouping, "login")
    kind: type[Any] = LoginGroup if grouping.by else LoginRun
    return Found(LoginTotals(**totals), tuple(kind(**_frozen(row)) for row in rows), more)


def failures(
    connection: duckdb.DuckDBPyConnection, asked: Asked, grouping: Grouping, *, everything: bool = False
) -> Found[FailureTotals, FailureRun | FailureGroup]:
    """Failed logins. Expects the tables of the model."""
    set_variable(connection, "everything", everything)
    totals, rows, more = _ask(connection, asked, grouping, "failure")
    kind: type[Any] = FailureGroup if grouping.by else FailureRun
    return Found(FailureTotals(**totals), tuple(kind(**_frozen(row)) for row in rows), more)


def _ask(
    connection: duckdb.DuckDBPyConnection, asked: Asked, grouping: Grouping, what: str
) -> tuple[dict[str, Any], Sequence[dict[str, Any]], int]:
    prepare(connection, asked)
    set_variable(connection, "grouped_by", grouping.by)
    set_variable(connection, "zone", grouping.zone)
    connection.execute(sql("grouping"))
    connection.execute(sql(f"{what}s"))
    (totals,) = found(connection, sql(f"{what}_totals"))
    rows = found(connection, sql(f"{what}_{'groups' if grouping.by else 'runs'}"))
    top = len(rows) if grouping.top is None or grouping.by in ("day", "hour") else grouping.top
    shown = rows[:top] if grouping.by else rows[max(len(rows) - top, 0) :]
    return totals, shown, len(rows) - len(shown)


def _frozen(row: dict[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in row.items()}
