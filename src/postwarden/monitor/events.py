"""Which events do the records of a block hold that a window is judged by?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, MutableMapping, Sequence
from typing import Any

import nanoarrow

from postwarden.model.memory import Open
from postwarden.model.monitoring import Event
from postwarden.model.records import RECORDS, ROW

KINDS = frozenset({"accepted", "active", "reject", "sasl_failure", "dovecot_login", "dovecot_failure"})
"""Records that are needed."""
OPEN = 3_600_000_000  # µs until a mail that was begun and never queued is forgotten
_MOST_OPEN = 50_000
_UNFINISHED = ("abort", "temp-fail", "policy")  # in names of formats: nobody's password was refused


def events(tables: Mapping[str, Any], mails: MutableMapping[str, Open], formats: Sequence[str]) -> Iterator[Event]:
    """In no order. `mails` are those begun in earlier blocks, by queue id: a mail counts when its recipients are told.

    `formats` are the names of all formats, by number.
    """
    for time, queue_id, ip, account in _rows(tables, "accepted", "time", "queue_id", "ip", "account"):
        if account:
            mails[queue_id] = Open(account.lower(), time)
            yield Event(time, "login", account.lower(), ip)
    for time, queue_id, sender, count in _rows(tables, "active", "time", "queue_id", "sender", "recipients"):
        if mail := mails.pop(queue_id, None):
            yield Event(time, "message", mail.account, count=count or 0, sender=(sender or "").lower())
    for time, ip, account in _rows(tables, "reject", "time", "ip", "account"):
        if account:
            yield Event(time, "refused", account.lower(), ip)
    for time, ip, account in _rows(tables, "dovecot_login", "time", "ip", "account"):
        if account:
            yield Event(time, "login", account.lower(), ip)
    yield from _failures(tables, "sasl_failure", formats)
    yield from _failures(tables, "dovecot_failure", formats)


def forget(mails: MutableMapping[str, Open], before: int) -> None:
    """Mails that were begun, and given up long ago; the oldest ones where there are very many."""
    for queue_id in [name for name, mail in mails.items() if mail.time < before - OPEN]:
        del mails[queue_id]
    for queue_id in list(mails)[: max(0, len(mails) - _MOST_OPEN)]:
        del mails[queue_id]


def _failures(tables: Mapping[str, Any], table: str, formats: Sequence[str]) -> Iterator[Event]:
    counted = "attempts" if "attempts" in RECORDS[table] else "pid"  # any column of numbers
    for time, ip, account, number, form in _rows(tables, table, "time", "ip", "account", counted, "format"):
        if not any(word in formats[form] for word in _UNFINISHED):
            attempts = max(number or 1, 1) if counted == "attempts" else 1
            yield Event(time, "failure", (account or "").lower() or None, ip, attempts)


def _rows(tables: Mapping[str, Any], table: str, *columns: str) -> Iterator[tuple[Any, ...]]:
    if table not in tables:
        return iter(())
    names = [name for name, _ in ROW] + list(RECORDS[table])
    array = nanoarrow.Array(tables[table])
    return zip(*(array.child(names.index(column)).to_pylist() for column in columns), strict=True)
