"""Where and when did accounts log in, thinned for drawing?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import duckdb

from postwarden.judge.judgement import AccountJudgement

_MOMENTS = """
with asked as (
    select unnest($accounts::varchar[]) as account, unnest($first_bad::bigint[]) as first_bad
),
networks as (
    select unnest($named::varchar[]) as account, unnest($networks::varchar[]) as ip_net
),
windows as (
    select unnest($deeds::varchar[]) as account, unnest($begins::bigint[]) as begin, unnest($ends::bigint[]) as finish
),
marked as (
    select
        l.account, l.time, l.source, l.line, l.ip, l.country, l.place, l.lat, l.lon, l.protocol,
        coalesce(l.time >= k.first_bad, false) and (
            n.ip_net is not null
            or coalesce(l.internal, true) and exists (
                from windows w where w.account = l.account and l.time between w.begin and w.finish
            )
        ) as bad
    from logins l
    join asked k using (account)
    left join networks n on n.account = l.account and n.ip_net = l.ip_net
    where ($since is null or l.time >= $since) and ($until is null or l.time < $until)
),
-- The first login of each slice stands for the others, all of one place, or of one country where the places are too
-- many; slices are so long that all fit.
counted as (
    select
        *,
        count(*) over (partition by account, bad) as logins,
        count(distinct place) over (partition by account, bad) + 1 as places,
        if(places <= $half // 2, place, null) as spot
    from marked
),
sliced as (
    select
        *,
        (row_number() over (partition by account, bad, country, spot order by time, source, line) - 1)
            // if(logins <= $half, 1, ceil(logins / greatest($half - places, $half / 2))::bigint) as slice
    from counted
),
sent as (
    select s.*, m.queue_id is not null as message, coalesce(m.recipients, 0) as recipients
    from sliced s
    left join messages m on m.source = s.source and m.line = s.line and m.account = s.account
)
select
    account,
    unnest(arg_min(
        {'time': time, 'source': source, 'line': line, 'ip': ip, 'country': country, 'place': place, 'lat': lat,
         'lon': lon, 'protocol': protocol},
        (time::hugeint << 64) + (source::hugeint << 32) + line
    )),
    count(*) filter (where message) as messages, sum(recipients)::bigint as recipients, bad, count(*) as logins
from sent
group by account, bad, country, spot, slice
"""


@dataclass(frozen=True, slots=True)
class JudgedMoment:
    """One login that stands for `logins` from its place, and the `messages` sent with them. Time is µs UTC."""

    time: int
    ip: str | None
    country: str | None
    place: str | None
    lat: float | None
    lon: float | None
    protocol: str
    messages: int
    recipients: int
    bad: bool
    logins: int


def moments(
    connection: duckdb.DuckDBPyConnection,
    judged: Sequence[AccountJudgement],
    *,
    since: int | None = None,
    until: int | None = None,
    limit: int = 500,
) -> dict[str, tuple[JudgedMoment, ...]]:
    """Each account's logins, at most `limit`: good and bad ones are thinned apart, so neither hides the other."""
    if not judged:
        return {}
    networks = [(j.account, network) for j in judged for network in j.bad_networks]
    windows = [(j.account, *window) for j in judged for window in j.windows]
    rows = connection.execute(
        _MOMENTS,
        {
            "accounts": [j.account for j in judged],
            "first_bad": [j.first_bad for j in judged],
            "named": [account for account, _ in networks],
            "networks": [network for _, network in networks],
            "deeds": [account for account, _, _ in windows],
            "begins": [begin for _, begin, _ in windows],
            "ends": [end for _, _, end in windows],
            "since": since,
            "until": until,
            "half": limit // 2,
        },
    ).fetchall()
    drawn: dict[str, list[JudgedMoment]] = defaultdict(list)
    for account, time, _source, _line, *rest in sorted(rows, key=lambda row: row[:4]):
        drawn[account].append(JudgedMoment(time, *rest))
    return {account: tuple(mine) for account, mine in drawn.items()}
