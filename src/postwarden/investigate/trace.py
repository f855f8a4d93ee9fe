"""What happened to a mail, from the session it came in to its removal from the queue?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import Any

import duckdb

from postwarden.investigate.asked import addresses_in, found, prepare, set_variable, sql
from postwarden.model.findings import Line
from postwarden.model.narrowing import Asked, listed

NEEDS = frozenset({"connect"})
"""Kinds of records that are needed besides those of which tables are made."""

_WAYS = {1: "queue id", 2: "Message-ID", 3: "address", 4: "client"}

_MAILS = """
select
    t.n, t.queue_id, list_sort(list(distinct i.queue_id)) as queue_ids, t.message_id, t.origin, t.account, t.ip,
    t.sender, t.size, t.recipients, stamped(t.time) as first, t.ended, t.how
from traced t join ids i using (n) group by all order by t.n
"""


@dataclass(frozen=True, slots=True)
class Told:
    """A row of facts, and the log line that it was read from."""

    facts: dict[str, Any]
    at: Line


@dataclass(frozen=True, slots=True)
class Story:
    """One mail and what happened to it."""

    facts: dict[str, Any]
    steps: Sequence[Told]


@dataclass(frozen=True, slots=True)
class Traced:
    """The latest mails that are meant, the oldest first."""

    understood_as: str
    stories: Sequence[Story]
    left_out: int
    refusals: Sequence[Told]


def trace(connection: duckdb.DuckDBPyConnection, query: str, asked: Asked, most: int | None = None) -> Traced:
    """Expects the tables of the model, `roots` among them, and the records that they were made of."""
    prepare(connection, asked)
    network = _network(query)
    set_variable(connection, "query", query)
    set_variable(connection, "most", 1 << 62 if most is None else most)
    set_variable(connection, "by_network", network is not None)
    connection.execute(*listed("queried_ips", addresses_in(connection, [network] if network else [])))
    connection.execute(sql("trace_mails"))
    connection.execute(sql("trace_ids"))
    mails = found(connection, _MAILS)
    steps: dict[int, list[Told]] = defaultdict(list)
    for row in found(connection, sql("trace_steps")):
        steps[row.pop("n")].append(_told(row))
    stories = [Story(mail, steps[mail.pop("n")]) for mail in mails]
    way = _WAYS[mails[0]["how"]] if mails else ""
    for mail in mails:
        del mail["how"]
    (total,) = connection.execute("select count(*) from asked_for").fetchone() or (0,)
    seen = {step.at for story in stories for step in story.steps}
    refusals = [_told(row) for row in reversed(found(connection, sql("trace_refusals")))]
    return Traced(way, stories, total - len(stories), [one for one in refusals if one.at not in seen])


def _told(row: dict[str, Any]) -> Told:
    return Told(row, Line(row.pop("source"), row.pop("line")))


def _network(query: str) -> IPv4Network | IPv6Network | None:
    try:
        return ip_network(query.strip("[]"), strict=False)
    except ValueError:
        return None
