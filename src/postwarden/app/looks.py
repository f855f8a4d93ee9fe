"""What would somebody have known at a moment who saw the log up to there?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from postwarden.app.asked import CheckOptions
from postwarden.app.check import Read
from postwarden.app.silence import unsilenced
from postwarden.detect.detector import DetectorError
from postwarden.detect.engine import run
from postwarden.detect.window import before
from postwarden.judge.blast import Deed
from postwarden.judge.judge import deeds, first_logins, judge, verdicts
from postwarden.judge.judgement import AccountJudgement, IncidentSpan
from postwarden.model.coverage import Silenced
from postwarden.model.findings import Blast, Finding, Verdict
from postwarden.model.replay import AlarmReason

SEVERITY = {Verdict.CLEAN: 0, Verdict.UNKNOWN: 0, Verdict.SUSPICIOUS: 1, Verdict.COMPROMISED: 2}

_LINES = """
select time from logins where account = $account and time between $low and $high
union
select unnest([time, told_time]) from messages where account = $account and time between $low and $high
union
select time from deliveries where account = $account and time between $low and $high
union
select time from failures where account = $account and time between $low and $high
union
select time from rejections where account = $account and time between $low and $high
"""


@dataclass(frozen=True, slots=True, order=True)
class Subject:
    """Whom an alarm is about: an account, or what one detector says about the server itself."""

    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class Spoken:
    """What was said about a subject."""

    score: int
    first_bad: int | None
    """Of the incident that the verdict is about."""
    incidents: tuple[IncidentSpan, ...]
    reasons: tuple[AlarmReason, ...]
    detectors: frozenset[str]
    moments: frozenset[int]
    """Of the findings."""

    @property
    def severity(self) -> int:
        """That of the worst incident."""
        return max((SEVERITY[incident.verdict] for incident in self.incidents), default=0)


NOTHING = Spoken(0, None, (), (), frozenset(), frozenset())


@dataclass(frozen=True, slots=True)
class Look:
    """All that was said at a moment."""

    time: int
    spoken: Mapping[Subject, Spoken]
    findings: Sequence[Finding]

    def of(self, subject: Subject) -> Spoken:
        """What was said about it; nothing is an answer, too."""
        return self.spoken.get(subject, NOTHING)


class Watcher:
    """Asks the detectors about the log up to a moment. Those about networks are left out: they raise no alarm."""

    def __init__(self, options: CheckOptions, done: Read, looked: Callable[[int], None]) -> None:
        self._accounts = options.accounts or None
        self._silences = options.settings.silence
        self._done = done
        self._connection = done.tables.connection
        self._able = [detector for detector in done.asked.able if detector.card.key != "ip_net"]
        self._logins = first_logins(self._connection, self._known())
        self._looked = looked
        self.silenced: tuple[Silenced, ...] = ()
        """What the configuration kept quiet at the last look."""

    def look(self, time: int, detectors: Collection[str] | None = None) -> Look:
        """What is known just before `time`; with `detectors`, only what these say."""
        self._looked(time)
        asked = [one for one in self._able if detectors is None or one.name in detectors]
        limits = {one.name: self._done.asked.limits[one.name] for one in asked if one.name in self._done.asked.limits}
        found = run(self._connection, asked, limits, until=time, failed=self._dismiss)
        heard, self.silenced = unsilenced(found, self._silences, self._done.zone, self._accounts or ())
        return Look(time, self._spoken(time, heard), heard)

    def blast(self, look: Look, account: str) -> Blast:
        """What was known at that moment to have been done with an account."""
        with before(self._connection, look.time):
            judged = judge(self._connection, look.findings, until=look.time, accounts=self._accounts).accounts
        return next((one.blast for one in judged if one.account == account), Blast())

    def deeds(self, look: Look) -> Mapping[str, Sequence[Deed]]:
        """The bad mails that were known at that moment, by account."""
        with before(self._connection, look.time):
            return deeds(self._connection, look.findings, until=look.time, accounts=self._accounts)

    def lines(self, subject: Subject, low: int, high: int) -> list[int]:
        """Moments of the log lines that name an account."""
        if subject.kind != "account":
            return []
        values = {"account": subject.name, "low": low, "high": high}
        return [row[0] for row in self._connection.execute(_LINES, values).fetchall() if row[0] is not None]

    def _spoken(self, time: int, findings: Sequence[Finding]) -> dict[Subject, Spoken]:
        said: dict[Subject, list[Finding]] = defaultdict(list)
        for finding in findings:
            said[_subject(finding)].append(finding)
        logins = {account: first for account, first in self._logins.items() if first < time}
        judged = {Subject("account", one.account): one for one in verdicts(findings, logins, self._accounts)}
        spoken = {subject: _verdict(one, said[subject]) for subject, one in judged.items()}
        return spoken | {subject: _problem(mine) for subject, mine in said.items() if subject.kind == "server"}

    def _known(self) -> list[str]:
        rows = self._connection.execute("select distinct account from logins where account is not null").fetchall()
        return [row[0] for row in rows]

    def _dismiss(self, error: DetectorError) -> None:
        """One that fails is not asked again, and told once."""
        self._able = [detector for detector in self._able if detector.path != error.path]
        self._done.asked.broken.append(error)


def _subject(finding: Finding) -> Subject:
    return Subject(finding.kind, finding.detector if finding.kind == "server" else finding.key)


def _verdict(judged: AccountJudgement, findings: Sequence[Finding]) -> Spoken:
    reasons = tuple(AlarmReason(reason.detector, reason.points, reason.text) for reason in judged.reasons)
    return Spoken(judged.score, judged.first_bad, judged.incidents, reasons, *_sources(findings))


def _problem(findings: Sequence[Finding]) -> Spoken:
    """Something wrong with the server itself is suspicious, as in the report of a check."""
    points = round(max(finding.points for finding in findings))
    begin, end = min(finding.time for finding in findings), max(finding.last_time for finding in findings)
    reasons = tuple(AlarmReason(finding.detector, round(finding.points), finding.text) for finding in findings)
    span = IncidentSpan(Verdict.SUSPICIOUS, points, begin, end)
    return Spoken(points, begin, (span,), reasons, *_sources(findings))


def _sources(findings: Sequence[Finding]) -> tuple[frozenset[str], frozenset[int]]:
    """Who spoke, and about which moments."""
    detectors = frozenset(finding.detector for finding in findings)
    return detectors, frozenset(moment for f in findings for moment in (f.time, f.last_time))
