"""What had an account done before, and how far is its incident like that? Facts that may speak for the owner."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import duckdb

from postwarden.judge.judgement import AccountJudgement

_ASKED = """
with asked as (
    select
        unnest($accounts::varchar[]) as account,
        unnest($begins::bigint[]) as begin,
        unnest($ends::bigint[]) as finish
),
mine as (
    select l.*, l.time < a.begin as before, a.begin
    from logins l join asked a using (account)
    where $until is null or l.time < $until
)
"""
_NAMED = f"""
{_ASKED},
named as (
    select unnest($whose::varchar[]) as account, unnest($networks::varchar[]) as ip_net
),
countries as (select distinct account, country from mine where before and country is not null),
providers as (select distinct account, asn from mine where before and asn is not null)
select
    m.account, m.ip_net, min(m.country), min(m.as_name),
    count(*) filter (where m.before), min(m.time) filter (where m.before),
    bool_or(c.country is not null), bool_or(p.asn is not null)
from mine m
join named n on n.account = m.account and n.ip_net = m.ip_net
left join countries c on c.account = m.account and c.country = m.country
left join providers p on p.account = m.account and p.asn = m.asn
group by m.account, m.ip_net
order by m.account, m.ip_net
"""
_LOGINS = f"""
{_ASKED}
select
    account, count(*) filter (where before), count(distinct time // $day) filter (where before),
    count(distinct time // $day) filter (where before and time % $day // $hour = begin % $day // $hour)
from mine
group by account
"""
_MAILS = """
with asked as (
    select
        unnest($accounts::varchar[]) as account,
        unnest($begins::bigint[]) as begin,
        unnest($ends::bigint[]) as finish
),
days as (
    select m.account, m.time // $day < a.begin // $day as before, sum(m.recipients)::bigint as recipients
    from messages m join asked a on a.account = m.account and m.time <= a.finish
    where $until is null or m.time < $until
    group by m.account, before, m.time // $day
)
select
    account, count(*) filter (where before), coalesce(max(recipients) filter (where before), 0),
    coalesce(max(recipients) filter (where not before), 0)
from days
group by account
"""
DAY, HOUR = 86_400_000_000, 3_600_000_000


@dataclass(frozen=True, slots=True)
class NamedNetwork:
    """A network that findings name. What was known is what was known before the incident began."""

    network: str
    country: str | None
    provider: str | None
    logins_before: int
    first_before: int | None
    country_known: bool
    provider_known: bool


@dataclass(frozen=True, slots=True)
class Traces:
    """An account before its incident, and beside it."""

    named: tuple[NamedNetwork, ...] = ()
    logins: int = 0
    login_days: int = 0
    same_hour_days: int = 0
    """Days on which it logged in at the hour (UTC) at which the incident begins."""
    mail_days: int = 0
    most_before: int = 0
    """Recipients of its busiest day before."""
    most_during: int = 0
    """Those of the busiest day of the incident."""


def traces(
    connection: duckdb.DuckDBPyConnection, judged: Sequence[AccountJudgement], until: int | None
) -> dict[str, Traces]:
    """Per account."""
    if not judged:
        return {}
    pairs = [(j.account, network) for j in judged for network in sorted({*j.named, *j.bad_networks})]
    values: dict[str, Any] = {
        "accounts": [j.account for j in judged],
        "begins": [j.begin for j in judged],
        "ends": [max((reason.last for reason in j.reasons), default=j.begin) for j in judged],
        "until": until,
    }
    told = {"whose": [account for account, _ in pairs], "networks": [network for _, network in pairs]}
    named: dict[str, list[NamedNetwork]] = defaultdict(list)
    for account, *row in connection.execute(_NAMED, values | told).fetchall():
        named[account].append(NamedNetwork(*row))
    asked = values | {"day": DAY}
    mails = {row[0]: row[1:] for row in connection.execute(_MAILS, asked).fetchall()}
    logins = {row[0]: row[1:] for row in connection.execute(_LOGINS, asked | {"hour": HOUR}).fetchall()}
    return {
        j.account: Traces(tuple(named[j.account]), *logins.get(j.account, (0, 0, 0)), *mails.get(j.account, (0, 0, 0)))
        for j in judged
    }
