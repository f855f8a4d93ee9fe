"""Where and when did an account log in, thinned for drawing?"""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from postwarden.judge.judgement import AccountJudgement

_MOMENTS = """
with marked as (
    select
        l.time, l.source, l.line, l.ip, l.country, l.place, l.lat, l.lon, l.protocol,
        l.time >= coalesce($first_bad, 9223372036854775807) and (
            coalesce(list_contains($networks::varchar[], l.ip_net), false)
            or coalesce(l.internal, true) and len(list_filter($windows::bigint[][],
                lambda span: l.time between span[1] and span[2])) > 0
        ) as bad
    from logins l
    where l.account = $account and ($since is null or l.time >= $since) and ($until is null or l.time < $until)
),
-- The first login of each slice stands for the others; slices are so long that all fit.
sliced as (
    select
        *,
        (row_number() over (partition by bad order by time, source, line) - 1)
            * least(count(*) over (partition by bad), $half) // count(*) over (partition by bad) as slice
    from marked
),
sent as (
    select s.*, m.queue_id is not null as message, coalesce(m.recipients, 0) as recipients
    from sliced s
    left join messages m on m.source = s.source and m.line = s.line and m.account = $account
)
select
    unnest(arg_min(
        {'time': time, 'ip': ip, 'country': country, 'place': place, 'lat': lat, 'lon': lon, 'protocol': protocol,
         'source': source, 'line': line},
        (time::hugeint << 64) + (source::hugeint << 32) + line
    )),
    count(*) filter (where message) as messages, sum(recipients)::bigint as recipients, bad
from sent
group by bad, slice
"""


@dataclass(frozen=True, slots=True)
class JudgedMoment:
    """One login that stands for the `messages` sent with it and its neighbours. Time is µs UTC."""

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


def moments(
    connection: duckdb.DuckDBPyConnection,
    judged: AccountJudgement,
    *,
    since: int | None = None,
    until: int | None = None,
    limit: int = 500,
) -> tuple[JudgedMoment, ...]:
    """The account's logins, at most `limit`: good and bad ones are thinned apart, so neither hides the other."""
    rows = connection.execute(
        _MOMENTS,
        {
            "account": judged.account,
            "first_bad": judged.first_bad,
            "networks": list(judged.bad_networks),
            "windows": [list(window) for window in judged.windows],
            "since": since,
            "until": until,
            "half": limit // 2,
        },
    ).fetchall()
    # time, ip, country, place, lat, lon, protocol, source, line, messages, recipients, bad
    ordered = sorted(rows, key=lambda row: (row[0], row[7], row[8]))
    return tuple(JudgedMoment(*row[:7], *row[9:]) for row in ordered)
