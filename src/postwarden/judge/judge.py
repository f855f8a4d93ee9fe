"""What is the verdict on each account, network and on the server, given the findings?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import duckdb

from postwarden.judge.attackers import attackers
from postwarden.judge.blast import Deed, Suspect, bad_mails, blasts
from postwarden.judge.incident import Incident, incidents
from postwarden.judge.judgement import AccountJudgement, IncidentSpan, JudgedReason, Judgement, ServerJudgement
from postwarden.judge.owners import Guilt, own_networks, owners
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
    chosen = _chosen(accounts)
    cases = _cases(findings, accounts, lambda mine: first_logins(connection, mine))
    done = blasts(connection, _suspects(cases), until)
    judged = _ordered(_account(case, done.get(case.account)) for case in cases)
    guilt = _guilt(cases, judged)
    own = own_networks(connection, [case.account for case in cases], guilt, until)
    tried = _by_key(findings, "ip_net", None)
    spoken = {network for j in judged for network in (*j.bad_networks, *j.named)} | tried.keys()
    users = owners(connection, spoken, guilt, until)
    told = {case.account for case in cases}
    return Judgement(
        accounts=tuple(replace(one, own=own.get(one.account, ())) for one in judged),
        quiet=tuple(account for account in _seen(connection, since, until, chosen) if account not in told),
        attackers=attackers(connection, tried, users, since, until),
        server=tuple(ServerJudgement(f.detector, f.points, f.text, f.evidence) for f in findings if f.kind == "server"),
        owners=users,
    )


def verdicts(
    findings: Sequence[Finding], logins: Mapping[str, int], accounts: Collection[str] | None = None
) -> tuple[AccountJudgement, ...]:
    """What `judge` says of the accounts, without what was done with them: far cheaper. `logins`: the first of each."""
    return _ordered(_account(case, None) for case in _cases(findings, accounts, lambda _: logins))


def deeds(
    connection: duckdb.DuckDBPyConnection,
    findings: Sequence[Finding],
    *,
    until: int | None = None,
    accounts: Collection[str] | None = None,
) -> dict[str, tuple[Deed, ...]]:
    """The single mails that `judge` counts as bad, by account, oldest first."""
    cases = _cases(findings, accounts, lambda mine: first_logins(connection, mine))
    return bad_mails(connection, _suspects(cases), until)


@dataclass(frozen=True, slots=True)
class _Case:
    """All incidents of an account, and the one that it is judged by."""

    account: str
    incidents: Sequence[Incident]
    worst: Incident


def _cases(
    findings: Sequence[Finding],
    accounts: Collection[str] | None,
    logins: Callable[[Collection[str]], Mapping[str, int]],
) -> list[_Case]:
    by_account = _by_key(findings, "account", _chosen(accounts))
    seen = logins(by_account)
    found = {account: incidents(mine, seen.get(account, mine[0].time)) for account, mine in by_account.items()}
    return [_Case(account, mine, max(mine, key=lambda incident: incident.rank)) for account, mine in found.items()]


def _chosen(accounts: Collection[str] | None) -> Collection[str] | None:
    return None if accounts is None else {account.casefold() for account in accounts}


def _ordered(judged: Iterable[AccountJudgement]) -> tuple[AccountJudgement, ...]:
    return tuple(sorted(judged, key=lambda j: (_ORDER[j.verdict], -j.score, j.account)))


def _by_key(findings: Sequence[Finding], kind: str, chosen: Collection[str] | None) -> dict[str, list[Finding]]:
    grouped: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        if finding.kind == kind and (chosen is None or finding.key in chosen):
            grouped[finding.key].append(finding)
    return dict(grouped)


def _suspects(cases: Iterable[_Case]) -> list[Suspect]:
    return [_suspect(case) for case in cases if case.worst.ruling.verdict != Verdict.CLEAN]


def _suspect(case: _Case) -> Suspect:
    """What the blast query must know: since when, which networks were named, when the bad use happened."""
    worst = case.worst
    guilty = [one for one in case.incidents if one is not worst and one.ruling.verdict != Verdict.CLEAN]
    burnt = {network for one in guilty for network in one.accused}
    return Suspect(case.account, worst.begin, tuple(sorted(worst.accused)), tuple(sorted(burnt)), worst.windows)


def _guilt(cases: Iterable[_Case], judged: Iterable[AccountJudgement]) -> Guilt:
    spoken = {case.account: [one for one in case.incidents if one.ruling.verdict != Verdict.CLEAN] for case in cases}
    return Guilt(
        begins={account: min(one.begin for one in told) for account, told in spoken.items() if told},
        bad={(one.account, network) for one in judged for network in one.bad_networks},
    )


def _account(case: _Case, done: tuple[Blast, tuple[str, ...], int] | None) -> AccountJudgement:
    incident = case.worst
    ruling = incident.ruling
    blast, networks, last = done or (Blast(), (), 0)
    clean = ruling.verdict == Verdict.CLEAN
    return AccountJudgement(
        account=case.account,
        verdict=ruling.verdict,
        score=ruling.score,
        first_bad=None if clean else incident.begin,
        last_bad=None if clean else max(incident.end, last),
        reasons=_reasons(incident.findings),
        blast=blast,
        incidents=tuple(
            IncidentSpan(one.ruling.verdict, one.ruling.score, one.begin, one.end) for one in case.incidents
        ),
        bad_networks=networks,
        windows=incident.windows,
        weighing=ruling.weighing,
        named=tuple(sorted({str(net) for f in incident.findings if (net := f.facts.get("ip_net"))})),
        begin=incident.begin,
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
        exact=best.points,
        witness=best.witness or best.detector,
    )


def first_logins(connection: duckdb.DuckDBPyConnection, accounts: Collection[str]) -> dict[str, int]:
    """When each of these accounts logged in for the first time."""
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
