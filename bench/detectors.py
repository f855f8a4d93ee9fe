"""How long do all detectors take on the tables of a large site, and how much memory?

    python bench/detectors.py --logins 10000000 --deliveries 30000000

The tables are made by the database itself, without a log: 50,000 accounts with homes, telephones and journeys, their
mail to people whom they know and to strangers, mail from outside, mailbox sessions, and failed logins from 20,000
addresses. Prints a Markdown table. Making the tables is not measured.
"""

from __future__ import annotations

import argparse
import resource
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from postwarden.detect import engine
from postwarden.detect.engine import Cost
from postwarden.judge.judge import judge
from postwarden.model.tables import TABLES
from postwarden.store.workspace import open_workspace

ACCOUNTS = 50_000
BEGIN = 1_790_000_000_000_000  # µs UTC
DAYS = 30

# Reproducible numbers: a hash of the row's number and of what is drawn.
_MACROS = """
create temp macro drawn(i, what, n) as (hash(i, what) % n::ubigint)::bigint;
create temp macro moment_of(i, rows) as {begin} + (i * ({days} * 86400000000 // rows))::bigint;
create temp macro owner_of(i) as drawn(i, 'who', {accounts});
create temp macro account_of(i) as format('user{{}}@d{{}}.example.org', owner_of(i), owner_of(i) % 900);
-- Most logins come from home, some from a telephone whose network changes, a few from anywhere.
create temp macro ip_of(i) as case
    when drawn(i, 'place', 1000) < 600 then format('2001:db8:{{:x}}::7', owner_of(i))
    when drawn(i, 'place', 1000) < 999 then
        format('2001:db8:{{:x}}:{{:x}}::8', 61440 + owner_of(i) % 4000, drawn(i, 'cell', 30))
    else format('198.18.{{}}.{{}}', drawn(i, 'far', 200), drawn(i, 'far', 250))
end;
create temp macro person_of(i) as if(
    drawn(i, 'stranger', 100) < 4,
    format('stranger{{}}@example.net', drawn(i, 'whom', 50000000)),
    format('friend{{}}@example.com', owner_of(i) * 20 + drawn(i, 'friend', 20))
);
create temp macro network_of(ip) as if(
    contains(ip, ':'),
    array_to_string(string_split(ip, ':')[:3], ':') || '::/48',
    array_to_string(string_split(ip, '.')[:3], '.') || '.0/24'
);
"""
_PLACE = """
    network_of(ip) as ip_net, if(contains(ip, ':'), 'DE', chr(65 + (hash(ip) % 20)::integer) || 'X') as country,
    'Somewhere' as place, if(contains(ip, ':'), 52.5, (hash(ip) % 60)::double) as lat,
    if(contains(ip, ':'), 13.4, (hash(ip) % 170)::double) as lon, 50.0 as radius_km,
    64496 + (hash(ip, 'as') % 40)::bigint as asn, 'Net' as as_name, false as internal
"""
_LOGINS = """
insert into logins by name
select *, {place} from (
    select
        moment_of(i, {rows}) as time, 0 as source, i::integer as line, 0 as host, account_of(i) as account,
        ip_of(i) as ip, 'PLAIN' as method, if(i % 10 < 3, 'smtp', 'imap') as protocol,
        if(i % 10 < 3, 'postfix/submission/smtpd', 'imap-login') as service,
        if(i % 10 < 3, format('{{:X}}', i), null) as queue_id
    from range({low}, {high}) t(i)
)
"""
_MESSAGES = """
insert into messages by name
select
    time, source, line, host, queue_id, account, ip, service, 'login' as origin, account as sender,
    2000 + drawn(line, 'size', 90000) as size, 1 + drawn(line, 'nrcpt', 8) as recipients, time as told_time,
    'removed' as ended, time + 2000000 as end_time
from logins where queue_id is not null and line >= {low} and line < {high}
"""
_DELIVERIES = """
insert into deliveries by name
select
    moment_of(i, {rows}) as time, 0 as source, ({shift} + i)::integer as line, 0 as host,
    format('{{:X}}', i // 5) as queue_id, if(i % 2 = 0, account_of(i), null) as account,
    format('{{:X}}', i // 5) as message, if(i % 2 = 0, account_of(i), person_of(i)) as sender,
    if(i % 2 = 0, person_of(i), account_of(i)) as recipient, false as rewritten,
    'mx.example.net[198.51.100.25]:25' as relay, 1.5 as delay,
    if(drawn(i, 'lost', 100) < 1, '5.1.1', '2.0.0') as dsn, if(drawn(i, 'lost', 100) < 1, 'bounced', 'sent') as status,
    if(drawn(i, 'lost', 100) < 1, '550 5.1.1 User unknown', '250 2.0.0 Ok: queued') as reason
from range({low}, {high}) t(i)
"""
_FAILURES = """
insert into failures by name
select *, {place} from (
    select
        moment_of(i, {rows}) as time, 0 as source, ({shift} + i)::integer as line, 0 as host,
        if(i % 3 = 0, account_of(i), format('guess{{}}@example.org', drawn(i, 'guess', 5000))) as account,
        format('203.0.{{}}.{{}}', drawn(i, 'bot', 80), drawn(i, 'bot', 250)) as ip, 'LOGIN' as method,
        'smtp' as protocol, 'postfix/smtpd' as service, 1 as attempts, 'credentials' as cause,
        'authentication failure' as reason
    from range({low}, {high}) t(i)
)
"""
_SESSIONS = """
insert into mailbox_sessions by name
select
    time + 600000000 as time, source, ({shift} + line)::integer as line, host, account, ip, 'imap' as protocol,
    's' as session, 20000 + drawn(line, 'bytes', 900000) as bytes_out, 0 as deleted, 0 as expunged,
    drawn(line, 'read', 9) as body_count, drawn(line, 'body', 800000) as body_bytes
from logins where protocol = 'imap' and line >= {low} and line < {high}
"""
_ADDRESSES = """
insert into addresses by name select ip, {place} from (select ip from logins union select ip from failures)
"""
_AT_ONCE = 2_000_000  # rows


def fill(connection: duckdb.DuckDBPyConnection, logins: int, deliveries: int) -> None:
    """All tables; those that nothing is inserted into are empty."""
    for table in TABLES:
        connection.execute(f"create table {table.name} ({table.definition})")
    connection.execute(_MACROS.format(begin=BEGIN, days=DAYS, accounts=ACCOUNTS))
    failures = logins // 2
    for statement, rows, shift in (
        (_LOGINS, logins, 0),
        (_MESSAGES, logins, 0),
        (_SESSIONS, logins, logins),
        (_DELIVERIES, deliveries, 2 * logins),
        (_FAILURES, failures, 2 * logins + deliveries),
    ):
        for low, high in _steps(rows):
            asked = statement.format(rows=rows, low=low, high=high, shift=shift, place=_PLACE)
            connection.execute(asked)
    connection.execute(_ADDRESSES.format(place=_PLACE))


def _steps(rows: int) -> Iterator[tuple[int, int]]:
    for low in range(0, rows, _AT_ONCE):
        yield low, min(rows, low + _AT_ONCE)


def main() -> None:
    """Make the tables, ask all detectors, print what each took."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--logins", type=int, default=10_000_000)
    parser.add_argument("--deliveries", type=int, default=30_000_000)
    parser.add_argument("--memory", default="1280MiB")
    given = parser.parse_args()
    with TemporaryDirectory(prefix="detectors-bench-") as scratch:
        connection = open_workspace(Path(scratch), memory=given.memory, threads=2)
        fill(connection, given.logins, given.deliveries)
        made = _peak()
        costs: list[Cost] = []
        began = time.perf_counter()
        findings = engine.run(connection, engine.load(), profile=costs.append)
        asked = time.perf_counter()
        accounts = len(judge(connection, findings).accounts)
        judged = time.perf_counter()
    print(f"{given.logins:,} logins, {given.deliveries:,} deliveries, {given.logins // 2:,} failures\n")
    print("| what | findings | wall s |\n|---|---:|---:|")
    for cost in sorted(costs, key=lambda one: -one.seconds):
        print(f"| {cost.name} | {'' if cost.findings is None else cost.findings} | {cost.seconds:.2f} |")
    print(f"| **all detectors** | {len(findings)} | {asked - began:.1f} |")
    print(f"| judging {accounts} accounts | | {judged - asked:.1f} |")
    print(f"\nAt most {_peak():,} MiB were resident, {made:,} MiB after the tables had been made.")


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


if __name__ == "__main__":
    main()
