"""What is the verdict on each account, network and on the server, given the findings?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence

import duckdb

from postwarden.judge.attackers import attackers
from postwarden.judge.blast import Suspect, blasts
from postwarden.judge.incident import Incident, incidents
from postwarden.judge.judgement import AccountJudgement, IncidentSpan, JudgedReason, Judgement, ServerJudgement
from postwarden.model.findings import Blast, Finding, Line, Verdict

EVIDENCE = 5
_ORDER = {Verdict.COMPROMISED: 0, Verdict.SUSPICIOUS: 1, Verdict.UNKNOWN: 2, Verdict.CLEAN: 3}


def visible(connection: duckdb.DuckDBPyConnection, until: int | None = None) -> bool:
    """Whether the log shows anything by which an account could be judged. If not, the verdict is `unknown`."""
    before = "$until is null or time < $until"
    return any(
        connection.execute(f"select 1 from {table} where {shows} and ({before}) limit 1", {"until": until}).fetchone()
        for table, shows in (
            ("logins", "account is not null"),
            ("failures", "true"),
            ("messages", "account is not null"),
            ("silent_logins", "true"),
        )
    )


def judge(
    connection: duckdb.DuckDBPyConnection,
    findings: Sequence[Finding],
    *,
    since: int | None = None,
    until: int | None = None,
    accounts: Collection[str] | None = None,
) -> Judgement:
    """Verdicts from the findings and the tables. `accounts` narrows the verdicts to these login names.

    The history before `since` still tells which networks are the owner's.
    """
    chosen = None if accounts is None else {account.casefold() for account in accounts}
    by_account = _by_key(findings, "account", chosen)
    seen = _first_logins(connection, by_account)
    found = {account: incidents(mine, seen.get(account, mine[0].time)) for account, mine in by_account.items()}
    worst = {account: max(mine, key=lambda incident: incident.rank) for account, mine in found.items()}
    suspects = [
        _suspect(account, incident, found[account])
        for account, incident in worst.items()
        if incident.ruling.verdict != Verdict.CLEAN
    ]
    done = blasts(connection, suspects, until)
    judged = [_account(account, worst[account], found[account], done.get(account)) for account in sorted(worst)]
    judged.sort(key=lambda j: (_ORDER[j.verdict], -j.score, j.account))
    bad = {(j.account, network) for j in judged for network in j.bad_networks}
    return Judgement(
        accounts=tuple(judged),
        quiet=tuple(account for account in _seen(connection, since, until, chosen) if account not in worst),
        attackers=attackers(connection, _by_key(findings, "ip_net", None), bad, since, until),
        server=tuple(ServerJudgement(f.detector, f.points, f.text, f.evidence) for f in findings if f.kind == "server"),
    )


def _by_key(findings: Sequence[Finding], kind: str, chosen: Collection[str] | None) -> dict[str, list[Finding]]:
    grouped: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        if finding.kind == kind and (chosen is None or finding.key in chosen):
            grouped[finding.key].append(finding)
    return dict(grouped)


def _suspect(account: str, incident: Incident, others: Sequence[Incident]) -> Suspect:
    """What the blast query must know: since when, which networks were named, when the bad use happened."""
    guilty = [one for one in others if one is not incident and one.ruling.verdict != Verdict.CLEAN]
    burnt = {network for one in guilty for network in one.accused}
    return Suspect(account, incident.begin, tuple(sorted(incident.accused)), tuple(sorted(burnt)), incident.windows)


def _account(
    account: str, incident: Incident, all_incidents: Sequence[Incident], done: tuple[Blast, tuple[str, ...], int] | None
) -> AccountJudgement:
    ruling = incident.ruling
    blast, networks, last = done or (Blast(), (), 0)
    clean = ruling.verdict == Verdict.CLEAN
    return AccountJudgement(
        account=account,
        verdict=ruling.verdict,
        score=ruling.score,
        first_bad=None if clean else incident.begin,
        last_bad=None if clean else max(incident.end, last),
        reasons=_reasons(incident.findings),
        blast=blast,
        incidents=tuple(IncidentSpan(i.ruling.verdict, i.ruling.score, i.begin, i.end) for i in all_incidents),
        bad_networks=networks,
        windows=incident.windows,
    )


def _reasons(findings: Sequence[Finding]) -> tuple[JudgedReason, ...]:
    """One reason per detector, the heaviest first."""
    grouped: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        grouped[finding.detector].append(finding)
    reasons = [_reason(grouped[detector]) for detector in sorted(grouped)]
    return tuple(sorted(reasons, key=lambda reason: (-reason.points, reason.detector)))


def _reason(findings: Sequence[Finding]) -> JudgedReason:
    """Told by the strongest; far weaker ones of the same detector are no part of the sentence."""
    best = max(findings, key=lambda f: (f.points, -f.time))
    findings = [f for f in findings if 2 * f.points >= best.points]
    lines: dict[Line, None] = dict.fromkeys(best.evidence)
    for finding in findings:
        lines.update(dict.fromkeys(finding.evidence))
    return JudgedReason(
        detector=best.detector,
        axis=best.axis,
        attack=best.attack,
        points=round(best.points),
        count=len(findings),
        text=best.text,
        first=min(f.time for f in findings),
        last=max(f.last_time for f in findings),
        evidence=tuple(sorted(list(lines)[:EVIDENCE])),
    )


def _first_logins(connection: duckdb.DuckDBPyConnection, accounts: Collection[str]) -> dict[str, int]:
    rows = connection.execute(
        """
        select account, min(time)
        from logins semi join (select unnest(?::varchar[]) as account) using (account)
        group by account
        """,
        [sorted(accounts)],
    )
    return dict(rows.fetchall())


def _seen(
    connection: duckdb.DuckDBPyConnection, since: int | None, until: int | None, chosen: Collection[str] | None
) -> list[str]:
    """Accounts that logged in or sent in the window."""
    rows = connection.execute(
        """
        select distinct account
        from (
            select account, time from logins
            union all
            select account, time from messages
        )
        where account <> '' and ($since is null or time >= $since) and ($until is null or time < $until)
        order by account
        """,
        {"since": since, "until": until},
    ).fetchall()
    return [row[0] for row in rows if chosen is None or row[0] in chosen]
