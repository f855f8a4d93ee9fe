"""How did a verdict come about? All points for and against it, and what would have changed it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from postwarden.app.coverage import stamp
from postwarden.app.pleading import pleas
from postwarden.judge.judgement import AccountJudgement, IncidentSpan
from postwarden.judge.rule import (
    BOTH_WEAK,
    ODD_ACCESS,
    ODD_USE,
    OVERWHELMING,
    SECOND_WITNESS,
    SUSPICIOUS,
    TOGETHER,
    USE_ALONE,
    Weighing,
)
from postwarden.judge.traces import Traces
from postwarden.model.coverage import Silenced
from postwarden.model.explanation import Clause, Explanation, Part, Weighed
from postwarden.model.findings import Verdict
from postwarden.model.settings import Settings

ACCESS, USE, BOTH = "access near the use", "use near that access", "both together"
USE_WHEREVER, SECOND = "use, wherever it came from", "its second witness"
STRONGEST, ALONE = "strongest finding", "access alone or use alone"


def explanation(
    judged: AccountJudgement,
    before: Traces,
    *,
    weights: Mapping[str, float],
    settings: Settings,
    silenced: Sequence[Silenced],
    colleagues: Mapping[str, Collection[str]],
) -> Explanation:
    """That of one account. `colleagues`: who logs in as himself from the networks that findings name."""
    weighing = judged.weighing
    clauses = tuple(_clauses(weighing))
    return Explanation(
        weighed=tuple(_weighed(judged, weights)),
        access=round(weighing.access, 1),
        use=round(weighing.use, 1),
        clauses=clauses,
        lacking=() if judged.verdict is Verdict.COMPROMISED else tuple(_lacking(clauses)),
        pleas=tuple(pleas(judged, before, settings, silenced, colleagues)),
        incidents=tuple(_told(one) for one in judged.incidents if one.begin != judged.begin),
    )


def _weighed(judged: AccountJudgement, weights: Mapping[str, float]) -> Iterator[Weighed]:
    for reason in judged.reasons:
        weight = weights.get(reason.detector)
        strength = reason.exact / (100 * weight) if weight else 0.0
        yield Weighed(
            detector=reason.detector,
            axis=reason.axis,
            witness=reason.witness,
            weight=weight,
            strength=round(min(strength, 1.0), 2),
            points=round(reason.exact, 1),
            findings=reason.count,
        )


def _clauses(weighing: Weighing) -> Iterator[Clause]:
    """The corroboration rule (judge/rule.py), with what was reached."""
    corroborated = (
        Part(ACCESS, weighing.entries, ODD_ACCESS),
        Part(USE, weighing.deeds, ODD_USE),
        Part(BOTH, weighing.both, TOGETHER),
    )
    yield _clause(Verdict.COMPROMISED, *corroborated)
    blatant = (Part(USE_WHEREVER, weighing.use, USE_ALONE), Part(SECOND, weighing.second, SECOND_WITNESS))
    yield _clause(Verdict.COMPROMISED, *blatant)
    yield _clause(Verdict.COMPROMISED, Part(STRONGEST, weighing.strongest, OVERWHELMING))
    yield _clause(Verdict.SUSPICIOUS, Part(ALONE, weighing.alone, SUSPICIOUS))
    yield _clause(Verdict.SUSPICIOUS, Part(BOTH, weighing.both, BOTH_WEAK))


def _clause(verdict: Verdict, *parts: Part) -> Clause:
    met = all(part.reached >= part.needed for part in parts)
    shown = (Part(part.what, round(part.reached, 1), part.needed) for part in parts)
    return Clause(verdict, met, tuple(shown))


def _lacking(clauses: Sequence[Clause]) -> Iterator[str]:
    """What each way to `compromised` wants that is not there."""
    for clause in clauses:
        if clause.verdict is Verdict.COMPROMISED and not clause.met:
            short = [part for part in clause.parts if part.reached < part.needed]
            yield " and ".join(f"{part.what} of {part.needed:g} (it is {part.reached:g})" for part in short)


def _told(span: IncidentSpan) -> str:
    return f"{span.verdict}, score {span.score}, {stamp(span.begin)} to {stamp(span.end)}"
