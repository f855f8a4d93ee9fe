"""How is a replay told in the columns of a terminal? As a timeline of its alarms."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import timedelta
from statistics import median

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from postwarden.model.findings import Verdict
from postwarden.model.replay import Alarm, Replay
from postwarden.report.clock import Clock, duration
from postwarden.report.console import HEADING, QUIET, badge, printed, rows, safe, what_was_seen
from postwarden.report.wording import Row, blindness, count, listed

SERVER = "the server itself"
_EVERY = {3600: "hour", 86_400: "day", 7 * 86_400: "week"}
_KNOWN = 10


def text(replay: Replay, width: int, colour: bool) -> str:
    """The whole replay."""
    return printed(_parts(replay, colour), width, colour)


def _parts(replay: Replay, colour: bool) -> Iterator[RenderableType]:
    clock = Clock.of(replay.timezone)
    yield badge(_headline(replay), replay.verdict, colour)
    yield safe(_window(replay, clock), QUIET)
    if replay.verdict is Verdict.UNKNOWN:
        yield safe(f"This is not an all-clear. {blindness(replay.coverage)[1]}")
    if summary := _summary(replay):
        yield Text()
        yield rows(summary, 14)
    for alarm in replay.alarms:
        yield Text()
        yield _entry(alarm, clock, colour)
    yield from what_was_seen(replay.coverage, clock)


def _headline(replay: Replay) -> str:
    if replay.verdict is Verdict.UNKNOWN:
        return f"UNKNOWN: {blindness(replay.coverage)[0]}"
    if not replay.alarms:
        return "no alarm"
    found = Counter(alarm.verdict for alarm in replay.alarms)
    parts = [f"{found[verdict]:,} {name}" for verdict, name in _NAMES if found[verdict]]
    return f"{count(len(replay.alarms), 'alarm')}: {', '.join(parts)}"


_NAMES = ((Verdict.COMPROMISED, "COMPROMISED"), (Verdict.SUSPICIOUS, "suspicious"))


def _window(replay: Replay, clock: Clock) -> str:
    pace = f"looked at every {_EVERY.get(replay.every_s) or duration(timedelta(seconds=replay.every_s))}"
    if not replay.window.from_ or not replay.window.to:
        return "The logs gave no time."
    return f"{clock.minute(replay.window.from_)} to {clock.minute(replay.window.to)} ({clock.name}), {pace}"


def _summary(replay: Replay) -> list[Row]:
    """How early the alarms were, and how often they were wrong."""
    firsts: dict[str | None, Alarm] = {}
    for alarm in replay.alarms:
        if alarm.stands and alarm.account is not None:
            firsts.setdefault(alarm.account, alarm)
    false = [alarm for alarm in replay.alarms if not alarm.stands]
    told = [
        ("alerted", _delays(list(firsts.values()))),
        ("mails", _totals(list(firsts.values()))),
        ("false alarms", f"{len(false):,}, no longer supported by the whole log" if false else ""),
        ("known before", listed(replay.known_before, _KNOWN)),
    ]
    return [(label, words) for label, words in told if words]


def _delays(firsts: Sequence[Alarm]) -> str:
    if not firsts:
        return ""
    accounts, longest = count(len(firsts), "account"), max(alarm.delay_s for alarm in firsts)
    if len(firsts) == 1:
        return f"{accounts}, {_length(longest)} after the first bad moment"
    middle = round(median(alarm.delay_s for alarm in firsts))
    return f"{accounts}, {_length(middle)} after the first bad moment (median), {_length(longest)} at most"


def _totals(firsts: Sequence[Alarm]) -> str:
    counted = [alarm for alarm in firsts if alarm.messages_in_the_end is not None]
    by_then, end = sum(alarm.messages for alarm in counted), sum(alarm.messages_in_the_end or 0 for alarm in counted)
    return f"{by_then:,} of {end:,} sent by the first alarms" if end else ""


def _entry(alarm: Alarm, clock: Clock, colour: bool) -> RenderableType:
    title = Text.assemble(
        badge(alarm.verdict.upper(), alarm.verdict, colour),
        "  ",
        safe(alarm.account if alarm.account is not None else SERVER, HEADING),
        "" if alarm.stands else "  FALSE ALARM",
        overflow="fold",
    )
    words = [safe(line) for line in _fate(alarm, clock)]
    reasons = [safe(_reason(alarm), QUIET)] if alarm.reasons else []
    grid = Table.grid(padding=(0, 2))
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    grid.add_row(safe(clock.minute(alarm.raised)), Group(title, *words, *reasons))
    return grid


def _fate(alarm: Alarm, clock: Clock) -> Iterator[str]:
    if not alarm.stands:
        lasted = "" if alarm.withdrawn is None else f" after {clock.lasting(alarm.raised, alarm.withdrawn)}"
        yield f"withdrawn {clock.minute(alarm.withdrawn)}{lasted}; in the end: {alarm.verdict_in_the_end}"
        return
    if alarm.delay_s:
        yield f"{_length(alarm.delay_s)} after the first bad moment ({clock.minute(alarm.first_bad)})"
    else:
        yield "at the first bad moment"
    if alarm.account is not None:
        yield _mails(alarm)


def _mails(alarm: Alarm) -> str:
    queued = f", {alarm.queued:,} of them still queued" if alarm.queued else ""
    if alarm.messages_in_the_end is None:
        return f"{count(alarm.messages, 'mail')} to {count(alarm.recipients, 'recipient')} sent by then{queued}"
    if not alarm.messages_in_the_end:
        return "the intruder sent no mail"
    if not alarm.messages:
        return f"no mail sent yet; {alarm.messages_in_the_end:,} in the end"
    share = f"{alarm.messages:,} of {count(alarm.messages_in_the_end, 'mail')}"
    return f"{share} sent by then, to {count(alarm.recipients, 'recipient')}{queued}"


def _reason(alarm: Alarm) -> str:
    more = len(alarm.reasons) - 1
    return alarm.reasons[0].text + (f" (and {count(more, 'more reason')})" if more else "")


def _length(seconds: int) -> str:
    return duration(timedelta(seconds=seconds))
