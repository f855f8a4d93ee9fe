"""How is the score shown? As Markdown for people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from . import rates
from .compare import Outcome
from .peers import RULES
from .watch import Kind


def markdown(outcomes: Sequence[Outcome], alerted: Sequence[Kind], title: str) -> str:
    """The whole report."""
    parts = [
        f"# {title}",
        *_summary(outcomes),
        *_found(outcomes),
        *_alerted(alerted),
        *_peers(outcomes),
        *_accused(outcomes),
    ]
    parts += ["## Misses", *_lines(_misses(outcomes)), "## False alarms", *_lines(_alarms(outcomes))]
    return "\n\n".join(parts) + "\n"


def _row(*cells: object) -> str:
    return "| " + " | ".join(map(str, cells)) + " |"


def _table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    return "\n".join([_row(*head), _row(*["---"] * len(head)), *(_row(*row) for row in rows)])


def _percent(hits: int, number: int) -> str:
    low, high = rates.interval(hits, number)
    return f"{100 * hits / number:.0f} % ({100 * low:.0f}–{100 * high:.0f})" if number else "–"


def _summary(outcomes: Sequence[Outcome]) -> Iterator[str]:
    honest = rates.overall(outcomes)
    broken = [outcome for outcome in outcomes if not outcome.honest]
    right = rates.precision(outcomes)
    yield (
        f"{len(outcomes):,} account-months, {len(broken)} of them broken into. "
        f"Found as severely as can be asked for: {_percent(sum(row.enough for row in broken), len(broken))}."
    )
    yield (
        f"False `compromised` {honest.per_thousand(honest.compromised):.1f} and false `suspicious` "
        f"{honest.per_thousand(honest.suspicious):.1f} per 1,000 honest account-months."
    )
    if right is not None:
        yield (
            f"Where one account in {round(1 / rates.USUAL_SHARE)} is broken into in a month, {100 * right:.0f} % of "
            "those called `compromised` would be."
        )


def _found(outcomes: Sequence[Outcome]) -> Iterator[str]:
    yield "## Break-ins found"
    yield _table(
        (
            "kind",
            "asked for",
            "instances",
            "`compromised`",
            "`suspicious` or more",
            "first bad moment late by (median h)",
        ),
        (
            (
                row.kind,
                "suspicious" if row.quiet else "compromised",
                row.instances,
                _percent(row.compromised, row.instances),
                _percent(row.suspicious, row.instances),
                "–" if row.median_late_hours is None else row.median_late_hours,
            )
            for row in rates.found(outcomes)
        ),
    )


def _alerted(kinds: Sequence[Kind]) -> Iterator[str]:
    if not kinds:
        return
    yield "## Time to the first alarm"
    yield _table(
        (
            "kind",
            "instances",
            "alerted",
            "after the first bad login (median h)",
            "mails by then (median)",
            "of all its mails",
        ),
        (
            (
                row.kind,
                row.instances,
                _percent(row.alerted, row.instances),
                "–" if row.median_hours is None else row.median_hours,
                "–" if row.median_sent_before is None else f"{row.median_sent_before:g}",
                "–" if row.share_sent_before is None else f"{100 * row.share_sent_before:.0f} %",
            )
            for row in kinds
        ),
    )


def _peers(outcomes: Sequence[Outcome]) -> Iterator[str]:
    """Beside the rules that people run; theirs know one severity only."""
    broken = [row for row in outcomes if not row.honest]
    honest = [row for row in outcomes if row.honest]

    def line(name: str, hits: int, false: int) -> Sequence[object]:
        return (name, _percent(hits, len(broken)), f"{1000 * false / max(1, len(honest)):.1f}")

    yield "## Beside simple rules"
    rows = [
        line("postwarden: compromised", _count(broken, "compromised"), _count(honest, "compromised")),
        line(
            "postwarden: suspicious or more",
            len(broken) - _count(broken, "clean"),
            len(honest) - _count(honest, "clean"),
        ),
    ]
    for rule in RULES:
        rows.append(line(rule, sum(rule in row.peers for row in broken), sum(rule in row.peers for row in honest)))
    yield _table(("rule", "of all break-ins", "false per 1,000 account-months"), rows)


def _count(rows: Sequence[Outcome], verdict: str) -> int:
    return sum(row.verdict == verdict for row in rows)


def _accused(outcomes: Sequence[Outcome]) -> Iterator[str]:
    yield "## Honest people accused"
    yield _table(
        ("kind", "account-months", "`compromised`", "per 1,000", "`suspicious`", "per 1,000"),
        (
            (
                row.kind,
                row.months,
                row.compromised,
                f"{row.per_thousand(row.compromised):.1f}",
                row.suspicious,
                f"{row.per_thousand(row.suspicious):.1f}",
            )
            for row in [rates.overall(outcomes), *rates.accused(outcomes)]
        ),
    )


def _misses(outcomes: Sequence[Outcome]) -> Iterator[str]:
    for row in outcomes:
        attack = row.account.attack
        if attack is not None and not row.enough:
            seen = f"{row.verdict}, but for other days" if row.at_wrong_time else row.verdict
            where = "webmail" if attack.hidden else f"{attack.addresses} addresses"
            yield (
                f"seed {row.seed}, {attack.kind}, `{row.account.name}` ({', '.join(row.account.honest)}): {seen} "
                f"({row.score}); {attack.messages} mails to {attack.recipients} recipients from {where}, "
                f"{attack.first_bad:%d %b %H:%M} to {attack.last_bad:%d %b %H:%M}. {_reasons(row)}"
            )


def _alarms(outcomes: Sequence[Outcome]) -> Iterator[str]:
    for row in outcomes:
        if row.honest and row.verdict != "clean":
            kinds = ", ".join(row.account.honest)
            yield f"seed {row.seed}, {row.verdict} ({row.score}), {kinds}, `{row.account.name}`. {_reasons(row)}"


def _reasons(row: Outcome) -> str:
    return "Reasons: " + "; ".join(row.reasons) if row.reasons else "No reasons."


def _lines(texts: Iterable[str]) -> list[str]:
    return ["\n".join(f"- {text}" for text in texts) or "None."]
