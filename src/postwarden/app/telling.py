"""How does a judgement become the report? Times as text, line numbers as raw lines, and what could not be seen."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import astuple, replace
from datetime import tzinfo
from functools import partial

from postwarden.app.asked import CheckOptions
from postwarden.app.coverage import LeftOut, coverage, span, stamp
from postwarden.app.explaining import explanation
from postwarden.app.pipeline import Tables, machine_zone
from postwarden.app.raw_lines import RawLines
from postwarden.app.sparing import Sparing
from postwarden.detect.window import before
from postwarden.enrich.places import Places
from postwarden.judge.judgement import AccountJudgement, AttackerJudgement, JudgedReason, Judgement
from postwarden.judge.moments import JudgedMoment, moments
from postwarden.judge.owners import OwnNetwork
from postwarden.judge.traces import Traces, traces
from postwarden.model.coverage import Coverage
from postwarden.model.explanation import Explanation
from postwarden.model.findings import (
    AccountVerdict,
    Attacker,
    Blast,
    Exit,
    Line,
    Moment,
    OwnerNetwork,
    Reason,
    Report,
    ServerFinding,
    Spared,
    Verdict,
    Window,
)

VERSION = 1
EXITS = {
    Verdict.COMPROMISED: Exit.COMPROMISED,
    Verdict.SUSPICIOUS: Exit.SUSPICIOUS,
    Verdict.CLEAN: Exit.CLEAN,
    Verdict.UNKNOWN: Exit.UNKNOWN,
}


def told(
    tables: Tables,
    judgement: Judgement,
    places: Places,
    left_out: LeftOut,
    asked: CheckOptions,
    *,
    seen: bool,
    weights: Mapping[str, float],
) -> Report:
    """The report. `seen` says whether the logs show anything by which an account could be judged.

    `weights` are those of the detectors that were asked.
    """
    bad = [account for account in judgement.accounts if account.verdict != Verdict.CLEAN]
    everyone = asked.everyone or bool(asked.explain and asked.accounts)
    listed = judgement.accounts if everyone else bad
    evidence = RawLines(tables, _lines(judgement, listed))
    sparing = Sparing(tables.connection, asked.settings, places, judgement.owners)
    explain = partial(
        explanation,
        weights=weights,
        settings=asked.settings,
        silenced=left_out.silenced,
        colleagues=judgement.owners,
    )
    accounts = _accounts(tables, listed, evidence, sparing, asked, explain)
    if everyone:
        accounts += [_quiet(name) for name in judgement.quiet]
    covered = coverage(tables, places, left_out, asked)
    verdict = _overall(accounts, judgement, covered, seen=seen)
    return Report(
        version=VERSION,
        window=window(tables, asked),
        verdict=verdict,
        exit=int(EXITS[verdict]),
        coverage=covered,
        accounts=tuple(accounts),
        clean_accounts=len(judgement.accounts) - len(bad) + len(judgement.quiet),
        attackers=tuple(_attacker(attacker, evidence, sparing) for attacker in judgement.attackers),
        server=tuple(ServerFinding(s.detector, s.text, evidence.of(s.evidence)) for s in judgement.server),
        timezone=zone_name(asked.zone),
    )


def _lines(judgement: Judgement, listed: Iterable[AccountJudgement]) -> Iterable[Line]:
    for account in listed:
        for reason in account.reasons:
            yield from reason.evidence
    for attacker in judgement.attackers:
        yield from attacker.evidence
    for finding in judgement.server:
        yield from finding.evidence


def _accounts(
    tables: Tables,
    listed: Sequence[AccountJudgement],
    evidence: RawLines,
    sparing: Sparing,
    asked: CheckOptions,
    explain: Callable[[AccountJudgement, Traces], Explanation],
) -> list[AccountVerdict]:
    """The verdicts with their evidence and timelines; explained where that is asked for."""
    with before(tables.connection, asked.until):
        drawn = moments(tables.connection, listed, since=asked.since, until=asked.until)
        before_it = traces(tables.connection, listed if asked.explain else (), asked.until)
    accounts = [_account(account, evidence, drawn.get(account.account, ()), sparing) for account in listed]
    if not asked.explain:
        return accounts
    explained = (explain(account, before_it[account.account]) for account in listed)
    return [replace(one, explanation=why) for one, why in zip(accounts, explained, strict=True)]


def _account(
    judged: AccountJudgement, evidence: RawLines, drawn: Iterable[JudgedMoment], sparing: Sparing
) -> AccountVerdict:
    spared = ((network, sparing.why(network, judged.account)) for network in judged.blast.networks)
    return AccountVerdict(
        account=judged.account,
        verdict=judged.verdict,
        score=judged.score,
        first_bad=None if judged.first_bad is None else stamp(judged.first_bad),
        last_bad=None if judged.last_bad is None else stamp(judged.last_bad),
        reasons=tuple(_reason(reason, evidence) for reason in judged.reasons),
        blast=judged.blast,
        moments=tuple(Moment(stamp(m.time), *astuple(m)[1:]) for m in drawn),
        owner=tuple(map(_own, judged.own)),
        spared=tuple(Spared(network, why) for network, why in spared if why),
    )


def _own(own: OwnNetwork) -> OwnerNetwork:
    return OwnerNetwork(
        network=own.network,
        country=own.country,
        provider=own.provider,
        logins=own.logins,
        addresses=own.addresses,
        days=own.days,
        first=stamp(own.first),
        last=stamp(own.last),
    )


def _quiet(name: str) -> AccountVerdict:
    return AccountVerdict(name, Verdict.CLEAN, 0, None, None, (), Blast())


def _reason(reason: JudgedReason, evidence: RawLines) -> Reason:
    return Reason(
        detector=reason.detector,
        axis=reason.axis,
        attack=reason.attack,
        points=reason.points,
        count=reason.count,
        text=reason.text,
        first=stamp(reason.first),
        last=stamp(reason.last),
        evidence=evidence.of(reason.evidence),
    )


def _attacker(attacker: AttackerJudgement, evidence: RawLines, sparing: Sparing) -> Attacker:
    return Attacker(
        network=attacker.network,
        failures=attacker.failures,
        accounts=attacker.accounts,
        addresses=attacker.addresses,
        country=attacker.country,
        first=stamp(attacker.first),
        last=stamp(attacker.last),
        reasons=attacker.reasons,
        evidence=evidence.of(attacker.evidence),
        owners=attacker.owners,
        spared=sparing.why(attacker.network),
    )


def _overall(accounts: Sequence[AccountVerdict], judgement: Judgement, covered: Coverage, *, seen: bool) -> Verdict:
    """The worst verdict; something wrong with the server itself is never clean."""
    found = {account.verdict for account in accounts}
    for verdict in (Verdict.COMPROMISED, Verdict.SUSPICIOUS):
        if verdict in found:
            return verdict
    if judgement.server:
        return Verdict.SUSPICIOUS
    return calm(covered, seen=seen)


def calm(covered: Coverage, *, seen: bool) -> Verdict:
    """What is said where nothing was found: clean only when everything could be read and logins were to be seen."""
    whole = all(source.error is None for source in covered.sources) and not covered.blind and not covered.unseen
    return Verdict.CLEAN if seen and whole else Verdict.UNKNOWN


def window(tables: Tables, asked: CheckOptions) -> Window:
    """The time asked for, as far as the logs reach; where they do not reach it at all, what was asked for."""
    seen = span(tables.sources)
    if seen is None:
        return Window(None, None)
    first, last = seen
    begin = first if asked.since is None else max(first, asked.since)
    end = last if asked.until is None else min(last, asked.until)
    if begin <= end:
        return Window(stamp(begin), stamp(end))
    bounds = [bound for bound in (asked.since, asked.until) if bound is not None]
    return Window(stamp(bounds[0]), stamp(bounds[-1]))


def zone_name(told: tzinfo | None) -> str:
    """Zone in which times are shown."""
    zone = told or machine_zone()
    return getattr(zone, "key", None) or str(zone)
