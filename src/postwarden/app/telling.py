"""How does a judgement become the report? Times as text, line numbers as raw lines, and what could not be seen."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, tzinfo
from typing import Protocol

from postwarden.app.coverage import coverage
from postwarden.app.pipeline import Tables, machine_zone
from postwarden.enrich.places import Places
from postwarden.judge.judgement import AccountJudgement, AttackerJudgement, JudgedReason, Judgement
from postwarden.judge.moments import moments
from postwarden.model.findings import (
    AccountVerdict,
    Attacker,
    Blast,
    Coverage,
    Evidence,
    Exit,
    Line,
    Moment,
    Reason,
    Report,
    ServerFinding,
    Verdict,
    Window,
)
from postwarden.parse.redact import redact

VERSION = 1
_EXITS = {
    Verdict.COMPROMISED: Exit.COMPROMISED,
    Verdict.SUSPICIOUS: Exit.SUSPICIOUS,
    Verdict.CLEAN: Exit.CLEAN,
    Verdict.UNKNOWN: Exit.UNKNOWN,
}


class Asked(Protocol):
    """What of the operator's wishes shapes the report."""

    @property
    def since(self) -> int | None: ...
    @property
    def until(self) -> int | None: ...
    @property
    def accounts(self) -> tuple[str, ...]: ...
    @property
    def everyone(self) -> bool: ...
    @property
    def zone(self) -> tzinfo | None: ...


def told(
    tables: Tables, judgement: Judgement, places: Places, complaints: Sequence[str], asked: Asked, *, seen: bool
) -> Report:
    """The report. `seen` says whether the logs show anything by which an account could be judged."""
    evidence = _Evidence(tables, _lines(judgement))
    accounts = [_account(tables, account, evidence, asked) for account in judgement.accounts]
    accounts += [_quiet(name) for name in judgement.quiet]
    covered = coverage(tables, places, complaints, asked)
    verdict = _overall(accounts, covered, seen=seen)
    clean = [account for account in accounts if account.verdict == Verdict.CLEAN]
    return Report(
        version=VERSION,
        window=_window(tables, asked),
        verdict=verdict,
        exit=int(_EXITS[verdict]),
        coverage=covered,
        accounts=tuple(account for account in accounts if asked.everyone or account.verdict != Verdict.CLEAN),
        clean_accounts=len(clean),
        attackers=tuple(_attacker(attacker, evidence) for attacker in judgement.attackers),
        server=tuple(ServerFinding(s.detector, s.text, evidence.of(s.evidence)) for s in judgement.server),
        timezone=_zone_name(asked.zone),
    )


def stamp(time: int) -> str:
    """RFC 3339 in UTC, to the second."""
    return datetime.fromtimestamp(time // 1_000_000, UTC).isoformat().replace("+00:00", "Z")


class _Evidence:
    """The raw lines that the judgement names, each source asked once."""

    def __init__(self, tables: Tables, lines: Iterable[Line]) -> None:
        wanted: dict[int, set[int]] = defaultdict(set)
        for line in lines:
            wanted[line.source].add(line.line)
        readings = {done.reading.number: done.reading for done in tables.sources}
        self._paths = {number: reading.origin.path for number, reading in readings.items()}
        self._texts = {
            Line(source, number): redact(text)
            for source, numbers in sorted(wanted.items())
            for number, text in readings[source].evidence(sorted(numbers)).items()
        }

    def of(self, lines: Iterable[Line]) -> tuple[Evidence, ...]:
        """Lines as evidence; one that is gone (the file was truncated meanwhile) is shown without its text."""
        return tuple(
            Evidence(self._paths[line.source], line.line, self._texts.get(line, "(no longer in the file)"))
            for line in lines
        )


def _lines(judgement: Judgement) -> Iterable[Line]:
    for account in judgement.accounts:
        for reason in account.reasons:
            yield from reason.evidence
    for attacker in judgement.attackers:
        yield from attacker.evidence
    for finding in judgement.server:
        yield from finding.evidence


def _account(tables: Tables, judged: AccountJudgement, evidence: _Evidence, asked: Asked) -> AccountVerdict:
    drawn = moments(tables.connection, judged, since=asked.since, until=asked.until)
    return AccountVerdict(
        account=judged.account,
        verdict=judged.verdict,
        score=judged.score,
        first_bad=None if judged.first_bad is None else stamp(judged.first_bad),
        last_bad=None if judged.last_bad is None else stamp(judged.last_bad),
        reasons=tuple(_reason(reason, evidence) for reason in judged.reasons),
        blast=judged.blast,
        moments=tuple(
            Moment(stamp(m.time), m.ip, m.country, m.place, m.lat, m.lon, m.protocol, m.messages, m.recipients, m.bad)
            for m in drawn
        ),
    )


def _quiet(name: str) -> AccountVerdict:
    return AccountVerdict(name, Verdict.CLEAN, 0, None, None, (), Blast())


def _reason(reason: JudgedReason, evidence: _Evidence) -> Reason:
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


def _attacker(attacker: AttackerJudgement, evidence: _Evidence) -> Attacker:
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
    )


def _overall(accounts: Sequence[AccountVerdict], covered: Coverage, *, seen: bool) -> Verdict:
    """The worst verdict; a clean one is only said when everything could be read and logins were to be seen."""
    found = {account.verdict for account in accounts}
    for verdict in (Verdict.COMPROMISED, Verdict.SUSPICIOUS):
        if verdict in found:
            return verdict
    whole = all(source.error is None for source in covered.sources) and not covered.blind
    return Verdict.CLEAN if seen and whole else Verdict.UNKNOWN


def _window(tables: Tables, asked: Asked) -> Window:
    first = [done.first_time for done in tables.sources if done.first_time is not None]
    last = [done.last_time for done in tables.sources if done.last_time is not None]
    begin = asked.since if asked.since is not None else min(first, default=None)
    end = asked.until if asked.until is not None else max(last, default=None)
    return Window(None if begin is None else stamp(begin), None if end is None else stamp(end))


def _zone_name(told: tzinfo | None) -> str:
    zone = told or machine_zone()
    return getattr(zone, "key", None) or str(zone)
