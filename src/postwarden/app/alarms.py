"""What is told of an alarm, when the whole log is known?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from postwarden.app.coverage import stamp
from postwarden.app.looks import Look, Watcher
from postwarden.app.story import Raised, Story
from postwarden.judge.blast import Deed
from postwarden.judge.judgement import IncidentSpan
from postwarden.model.findings import Verdict
from postwarden.model.replay import Alarm

_VERDICTS = {0: Verdict.CLEAN, 1: Verdict.SUSPICIOUS, 2: Verdict.COMPROMISED}
SECOND = 1_000_000


def alarms(story: Story, watcher: Watcher) -> Iterator[Alarm]:
    """In the order in which they came. The delay is counted from where the whole log sees the begin, if it does."""
    end = story.latest
    done = watcher.deeds(end) if story.raised else {}
    for number, raised in enumerate(story.raised):
        support = raised.support(end)
        yield _alarm(raised, end, support, story.withdrawn(number), _sent(raised, end, support, done, watcher))


@dataclass(frozen=True, slots=True)
class _Sent:
    """Mails of the intruder: by the time of the alarm, and in the end."""

    messages: int
    recipients: int
    queued: int
    in_the_end: int | None


def _sent(
    raised: Raised,
    end: Look,
    support: IncidentSpan | None,
    done: Mapping[str, Sequence[Deed]],
    watcher: Watcher,
) -> _Sent:
    name = raised.subject.name
    if raised.subject.kind != "account":
        return _Sent(0, 0, 0, None)
    if support is None or support.begin != end.of(raised.subject).first_bad:  # the whole log counts something else
        blast = watcher.blast(raised.look, name)
        return _Sent(blast.messages, blast.recipients, blast.queued, None)
    mails = done.get(name, ())
    by_then = [deed for deed in mails if deed.time < raised.time]
    return _Sent(
        messages=len(by_then),
        recipients=sum(deed.recipients for deed in by_then),
        queued=sum(deed.end_time is None or deed.end_time >= raised.time for deed in by_then),
        in_the_end=len(mails),
    )


def _alarm(raised: Raised, end: Look, support: IncidentSpan | None, withdrawn: int | None, sent: _Sent) -> Alarm:
    begin = min(raised.begin if support is None else support.begin, raised.time)
    said = raised.look.of(raised.subject)
    return Alarm(
        raised=stamp(raised.time),
        account=raised.subject.name if raised.subject.kind == "account" else None,
        verdict=_VERDICTS[raised.severity],
        score=said.score,
        first_bad=stamp(begin),
        delay_s=(raised.time - begin) // SECOND,
        messages=sent.messages,
        recipients=sent.recipients,
        queued=sent.queued,
        messages_in_the_end=sent.in_the_end,
        stands=support is not None,
        withdrawn=None if withdrawn is None else stamp(withdrawn),
        verdict_in_the_end=_VERDICTS[end.of(raised.subject).severity],
        reasons=said.reasons,
    )
