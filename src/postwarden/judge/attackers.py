"""Which networks tried to get in, how hard, and which of them are somebody's own?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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

_COUNTRIES = """
select ip_net, min(country)
from addresses semi join (select unnest($networks::varchar[]) as ip_net) using (ip_net)
group by ip_net
"""


def attackers(
    connection: duckdb.DuckDBPyConnection,
    findings: Mapping[str, Sequence[Finding]],
    owners: Mapping[str, Sequence[str]],
    since: int | None,
    until: int | None,
) -> tuple[AttackerJudgement, ...]:
    """The networks that findings name, busiest first. `owners`: who logs in from them as himself."""
    if not findings:
        return ()
    values = {"networks": sorted(findings)}
    counts = {r[0]: r[1:] for r in connection.execute(_COUNTS, values | {"since": since, "until": until}).fetchall()}
    countries = dict(connection.execute(_COUNTRIES, values).fetchall())
    judged = [
        _attacker(network, mine, counts.get(network, (0, 0, 0, countries.get(network), None, None)), owners)
        for network, mine in findings.items()
    ]
    return tuple(sorted(judged, key=lambda a: (-a.failures, -a.points, a.network)))


def _attacker(
    network: str, findings: Sequence[Finding], counted: tuple[Any, ...], owners: Mapping[str, Sequence[str]]
) -> AttackerJudgement:
    ordered = sorted(findings, key=lambda f: (-f.points, f.detector, f.time))
    failures, accounts, addresses, country, first, last = counted
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
        owners=tuple(owners.get(network, ())[:OWNERS]),
    )
