"""What was done with an account after the first bad moment, by whoever was not its owner?

Networks that the account used before that moment are its owner's and never bad, unless an earlier incident named them.
Of the others those are bad that a finding names, that carried the bad use, or that lie in a country where the account
had never been; not those that three other accounts use. When the log begins with the incident, findings cannot know
which of two places is the owner's: then those that carried the bad use are bad, and named ones only if none did. Mail
whose origin says nothing (webmail, the owner's own computer) counts while the bad use went on, unless bad networks
explain that use already.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import duckdb

from postwarden.model.findings import Blast

QUEUE_IDS, NETWORKS, SENDERS = 1000, 100, 20


@dataclass(frozen=True, slots=True)
class Suspect:
    """An account whose misuse is to be measured."""

    account: str
    first_bad: int
    accused: tuple[str, ...]
    """Networks that access findings of this incident named."""
    burnt: tuple[str, ...]
    """Networks that those of earlier or later bad incidents named."""
    windows: tuple[tuple[int, int], ...]
    """Spans that use findings cover."""


@dataclass(frozen=True, slots=True)
class Deed:
    """One bad mail. Times are µs UTC."""

    time: int
    recipients: int
    end_time: int | None
    """When it left the queue, or was taken out of it."""


_BAD_NETWORKS = """
create or replace temp table bad_networks as
with since as (
    select l.*, s.first_bad
    from logins l join suspects s using (account)
    where not coalesce(l.internal, false) and l.ip_net is not null and ($until is null or l.time < $until)
),
networks as (
    select
        account, ip_net, min(country) as country,
        bool_or(time < first_bad) as before,
        count(*) filter (where time >= first_bad) as logins
    from since
    group by account, ip_net
),
abroad as (
    select n.account, n.ip_net
    from networks n
    where n.country is not null
        and exists (from networks k where k.account = n.account and k.before and k.country is not null)
        and not exists (from networks k where k.account = n.account and k.before and k.country = n.country)
),
-- A network from which the mailbox is read as well is more likely the owner's: he writes while he is being robbed.
carriers as (
    select distinct l.account, l.ip_net
    from since l join windows w on w.account = l.account and l.time between w.begin and w.finish
    where l.protocol = 'smtp' and l.queue_id is not null
        and not exists (
            from since r where r.account = l.account and r.ip_net = l.ip_net and r.protocol in ('imap', 'pop3')
        )
),
shared as (
    select ip_net
    from logins semi join (select distinct ip_net from networks) using (ip_net)
    where account not in (select account from suspects)
    group by ip_net
    having count(distinct account) >= 3
),
weighed as (
    select
        k.account, k.ip_net, k.logins, k.before,
        a.ip_net is not null as named,
        x.ip_net is not null as burnt,
        s.ip_net is not null as shared,
        c.ip_net is not null and not shared as carries,
        b.ip_net is not null and not shared as abroad,
        bool_or(k.before) over (partition by k.account) as has_history,
        bool_or(c.ip_net is not null and s.ip_net is null) over (partition by k.account) as has_carrier
    from networks k
    left join accused a on a.account = k.account and a.ip_net = k.ip_net
    left join burnt x on x.account = k.account and x.ip_net = k.ip_net
    left join carriers c on c.account = k.account and c.ip_net = k.ip_net
    left join abroad b on b.account = k.account and b.ip_net = k.ip_net
    left join shared s on s.ip_net = k.ip_net
)
select account, ip_net, logins
from weighed
where logins > 0
    and (burnt or not before and (carries or abroad or named and (has_history or not has_carrier)))
"""

_BAD_MESSAGES = """
create or replace temp table bad_messages as
with mine as (
    select
        m.time, m.source, m.line, m.account, m.queue_id, m.sender, m.recipients, m.ended, m.end_time,
        b.ip_net is not null as by_bad,
        m.ip is null or coalesce(p.internal, true) as inside,
        exists (
            from windows w where w.account = m.account and m.time between w.begin and w.finish
        ) as during
    from messages m
    join suspects s on s.account = m.account and m.time >= s.first_bad
    left join addresses p on p.ip = m.ip
    left join bad_networks b on b.account = m.account and b.ip_net = p.ip_net
    where $until is null or m.time < $until
),
explained as (
    select
        account,
        bool_or(by_bad) as seen,
        count(*) filter (where during and by_bad) * 2 >= count(*) filter (where during) as enough
    from mine
    group by account
)
select mine.*
from mine join explained using (account)
where by_bad or during and not enough and (inside or not seen)
"""

_SESSIONS = """
select
    l.account, count(*), count(distinct l.ip), list_sort(list_distinct(list(l.country))), max(l.time)
from logins l
join suspects s on s.account = l.account and l.time >= s.first_bad
join bad_networks b on b.account = l.account and b.ip_net = l.ip_net
where $until is null or l.time < $until
group by l.account
"""

_NETWORKS = "select account, list(ip_net order by logins desc, ip_net) from bad_networks group by account"

_MESSAGES = f"""
select
    account, count(*), coalesce(sum(recipients), 0)::bigint,
    count(*) filter (where ended is null),
    list(queue_id order by time, source, line)[:{QUEUE_IDS}],
    list_sort(list_distinct(list(sender)))[:{SENDERS}],
    count(distinct sender), max(time)
from bad_messages
group by account
"""

_DEEDS = """
select account, time, coalesce(recipients, 0), end_time from bad_messages order by account, time, source, line
"""

# A content filter gives a mail another queue id: it waits under the one of its last delivery attempt.
_QUEUED = f"""
with waiting as (
    select m.account, m.time, m.source, m.line, coalesce(arg_max(d.queue_id, d.time), m.queue_id) as queue_id
    from bad_messages m
    left join deliveries d
        on d.message = m.queue_id and d.account = m.account and d.time >= m.time and ($until is null or d.time < $until)
    where m.ended is null
    group by m.account, m.time, m.source, m.line, m.queue_id
)
select account, list(queue_id order by time, source, line)[:{QUEUE_IDS}]
from waiting
group by account
"""

_FATES = """
with last_word as (
    select m.account, arg_max(d.status, (d.time::hugeint << 64) + (d.source::hugeint << 32) + d.line) as status
    from deliveries d
    join bad_messages m
        on m.queue_id = d.message and m.account = d.account
        and d.time >= m.time and (m.end_time is null or d.time <= m.end_time)
    where $until is null or d.time < $until
    group by m.account, m.queue_id, m.source, m.line, d.recipient
)
select
    account, count(*) filter (where status = 'sent'), count(*) filter (where status = 'bounced'),
    count(*) filter (where status = 'deferred')
from last_word
group by account
"""


def blasts(
    connection: duckdb.DuckDBPyConnection, suspects: Sequence[Suspect], until: int | None
) -> dict[str, tuple[Blast, tuple[str, ...], int]]:
    """Per account: its blast, all its bad networks (busiest first) and the last bad activity, µs UTC."""
    if not suspects:
        return {}
    with _given(connection, suspects):
        bounds = {"until": until}
        connection.execute(_BAD_NETWORKS, bounds)
        connection.execute(_BAD_MESSAGES, bounds)
        sessions = _rows(connection, _SESSIONS, bounds)
        networks = _rows(connection, _NETWORKS, {})
        messages = _rows(connection, _MESSAGES, {})
        fates = _rows(connection, _FATES, bounds)
        queued = _rows(connection, _QUEUED, bounds)
    return {
        s.account: _blast(
            sessions.get(s.account),
            networks.get(s.account),
            messages.get(s.account),
            fates.get(s.account),
            queued.get(s.account, ((),))[0],
        )
        for s in suspects
    }


def bad_mails(
    connection: duckdb.DuckDBPyConnection, suspects: Sequence[Suspect], until: int | None
) -> dict[str, tuple[Deed, ...]]:
    """Per account: the mails that its blast counts, oldest first."""
    found: dict[str, list[Deed]] = {suspect.account: [] for suspect in suspects}
    if suspects:
        with _given(connection, suspects):
            connection.execute(_BAD_NETWORKS, {"until": until})
            connection.execute(_BAD_MESSAGES, {"until": until})
            for account, *deed in connection.execute(_DEEDS).fetchall():
                found[account].append(Deed(*deed))
    return {account: tuple(mine) for account, mine in found.items()}


@contextmanager
def _given(connection: duckdb.DuckDBPyConnection, suspects: Sequence[Suspect]) -> Iterator[None]:
    """The suspects as temporary tables."""
    tables: dict[str, tuple[str, list[tuple[Any, ...]]]] = {
        "suspects": ("account, first_bad", [(s.account, s.first_bad) for s in suspects]),
        "accused": ("account, ip_net", [(s.account, network) for s in suspects for network in s.accused]),
        "burnt": ("account, ip_net", [(s.account, network) for s in suspects for network in s.burnt]),
        "windows": ("account, begin, finish", [(s.account, *window) for s in suspects for window in s.windows]),
    }
    types = {"first_bad": "bigint", "begin": "bigint", "finish": "bigint"}
    try:
        for name, (columns, rows) in tables.items():
            names = columns.split(", ")
            lists = {column: [row[n] for row in rows] for n, column in enumerate(names)}
            select = ", ".join(f"unnest(${column}::{types.get(column, 'varchar')}[]) as {column}" for column in names)
            connection.execute(f"create or replace temp table {name} as select {select}", lists)
        yield
    finally:
        for name in (*tables, "bad_networks", "bad_messages"):
            connection.execute(f"drop table if exists temp.main.{name}")


def _rows(connection: duckdb.DuckDBPyConnection, sql: str, values: dict[str, Any]) -> dict[str, tuple[Any, ...]]:
    return {row[0]: row[1:] for row in connection.execute(sql, values).fetchall()}


def _blast(
    sessions: tuple[Any, ...] | None,
    networks: tuple[Any, ...] | None,
    messages: tuple[Any, ...] | None,
    fates: tuple[Any, ...] | None,
    queued_ids: Sequence[str],
) -> tuple[Blast, tuple[str, ...], int]:
    logins, addresses, countries, last_login = sessions or (0, 0, (), 0)
    sent, recipients, queued, queue_ids, senders, sender_count, last_message = messages or (0, 0, 0, (), (), 0, 0)
    delivered, bounced, deferred = fates or (0, 0, 0)
    origins: tuple[str, ...] = tuple(networks[0]) if networks else ()
    blast = Blast(
        addresses=addresses,
        countries=tuple(country for country in countries if country),
        sessions=logins,
        messages=sent,
        recipients=recipients,
        delivered=delivered,
        bounced=bounced,
        deferred=deferred,
        queued=queued,
        queue_ids=tuple(queue_ids),
        queued_ids=tuple(queued_ids),
        networks=origins[:NETWORKS],
        senders=tuple(sender for sender in senders if sender is not None),
        sender_count=sender_count,
    )
    return blast, origins, max(last_login, last_message)
