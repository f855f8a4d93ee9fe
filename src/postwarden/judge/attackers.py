"""Which networks tried to get in, how hard, and which of them are somebody's own?"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import duckdb

from postwarden.judge.judgement import AttackerJudgement
from postwarden.model.findings import Finding, Line

EVIDENCE, OWNERS = 5, 5

_COUNTS = """
select
    ip_net, sum(greatest(coalesce(attempts, 1), 1))::bigint, count(distinct account), count(distinct ip),
    min(country), min(time), max(time)
from failures semi join (select unnest($networks::varchar[]) as ip_net) using (ip_net)
where ($since is null or time >= $since) and ($until is null or time < $until)
group by ip_net
"""

_USERS = """
select ip_net, list(account order by account), min(country)
from (
    select ip_net, account, min(country) as country
    from logins semi join (select unnest($networks::varchar[]) as ip_net) using (ip_net)
    where account is not null and ($until is null or time < $until)
    group by ip_net, account
)
group by ip_net
"""


def attackers(
    connection: duckdb.DuckDBPyConnection,
    findings: Mapping[str, Sequence[Finding]],
    bad: Collection[tuple[str, str]],
    since: int | None,
    until: int | None,
) -> tuple[AttackerJudgement, ...]:
    """The networks that findings name, busiest first. `bad`: (account, network) pairs that are not the owner's."""
    if not findings:
        return ()
    values = {"networks": sorted(findings), "until": until}
    counts = {r[0]: r[1:] for r in connection.execute(_COUNTS, values | {"since": since}).fetchall()}
    users = {r[0]: r[1:] for r in connection.execute(_USERS, values).fetchall()}
    judged = [
        _attacker(network, mine, counts.get(network), users.get(network, ((), None)), bad)
        for network, mine in findings.items()
    ]
    return tuple(sorted(judged, key=lambda a: (-a.failures, -a.points, a.network)))


def _attacker(
    network: str,
    findings: Sequence[Finding],
    counted: tuple[Any, ...] | None,
    users: tuple[Any, ...],
    bad: Collection[tuple[str, str]],
) -> AttackerJudgement:
    ordered = sorted(findings, key=lambda f: (-f.points, f.detector, f.time))
    failures, accounts, addresses, country, first, last = counted or (0, 0, 0, users[1], None, None)
    lines: dict[Line, None] = {line: None for finding in ordered for line in finding.evidence}
    return AttackerJudgement(
        network=network,
        failures=failures,
        accounts=accounts,
        addresses=addresses,
        country=country,
        first=min(f.time for f in findings) if first is None else first,
        last=max(f.last_time for f in findings) if last is None else last,
        points=ordered[0].points,
        reasons=tuple(dict.fromkeys(f.text for f in ordered)),
        evidence=tuple(sorted(list(lines)[:EVIDENCE])),
        owners=tuple(account for account in users[0] if (account, network) not in bad)[:OWNERS],
    )
