"""In which words is the story of an account told, on the terminal and on the page alike?"""

from __future__ import annotations

from collections.abc import Iterator

from postwarden.model.timeline import Timeline, TimelineEntry
from postwarden.report.amounts import country
from postwarden.report.clock import Clock
from postwarden.report.wording import count, listed


def span_told(timeline: Timeline, clock: Clock) -> str:
    """Which time is told, and how much is not."""
    window = timeline.window
    if not window.from_ or not window.to:
        return "The logs gave no time."
    words = f"{clock.minute(window.from_)} to {clock.minute(window.to)} ({clock.name})"
    parts = [(timeline.before, "before"), (timeline.after, "after")]
    more = " and ".join(f"{number:,} {when}" for number, when in parts if number)
    return words + (f"; {more}: --all tells them, too" if more else "")


def headline(timeline: Timeline) -> str:
    """Whose story it is, and the verdict."""
    if timeline.account is not None:
        return f"{timeline.account.verdict.upper()}: {timeline.name}"
    if timeline.entries:
        return f"{timeline.name} never logged in"
    return timeline.coverage.unseen or f"nothing of {timeline.name} in these logs"


def entry_lines(entry: TimelineEntry, account: str, clock: Clock) -> Iterator[str]:
    """What happened; then what surrounds it, a sentence each."""
    until = "" if entry.first == entry.last else f", until {_end(entry, clock)}"
    match entry.kind:
        case "login":
            yield f"{count(entry.count, 'login')}{_by(entry)} from {_origin(entry)}{until}"
            yield from _use(entry, account)
        case "silent login":
            yield f"login from {_origin(entry)} that sent nothing: Postfix does not log whose"
            if entry.failures_before:
                yield f"{count(entry.failures_before, 'failed login')} before it, in the same session"
        case "failure":
            yield f"{count(entry.count, 'failed login')}{_by(entry)} from {_origin(entry)}{until}"
        case "refusal":
            yield f"{count(entry.count, 'refusal')} of its mails from {_origin(entry)}{until}: {entry.text or ''}"
        case _:
            times = f" ({entry.count:,} times{until})" if entry.count > 1 else ""
            yield f"+{entry.points}  {entry.text}{times}"


def _use(entry: TimelineEntry, account: str) -> Iterator[str]:
    """What was done with logins, and what else was known of their address."""
    if entry.failures_before:
        yield f"{count(entry.failures_before, 'failed login')} from there in the hour before"
    if entry.mails:
        mails = f"{count(entry.mails, 'mail')} to {count(entry.recipients, 'recipient')}"
        outcome = f"{_outcome(entry)} (trace {entry.queue_ids[0]})"
        yield from (f"{mails}, {_names(entry, account)}", outcome) if entry.forged else (f"{mails}: {outcome}",)
    if entry.neighbours and (entry.bad or entry.abroad):
        yield f"also used by {listed(entry.neighbours, 3)}"


def _names(entry: TimelineEntry, account: str) -> str:
    others = [sender for sender in entry.senders if sender and sender.lower() != account]
    such = f", such as {', '.join(others)}" if others else ""
    return f"{'all' if entry.forged == entry.mails else f'{entry.forged:,} of them'} under other names{such}"


def _outcome(entry: TimelineEntry) -> str:
    parts = ((entry.delivered, "delivered"), (entry.bounced, "returned"), (entry.deferred, "put off"))
    words = [f"{number:,} {word}" for number, word in parts if number]
    if entry.queued:
        words.append(f"{count(entry.queued, 'mail')} STILL QUEUED when the log ended")
    return ", ".join(words) or "no delivery in these logs"


def _by(entry: TimelineEntry) -> str:
    return f" by {' and '.join(entry.protocols)}" if entry.protocols else ""


def _origin(entry: TimelineEntry) -> str:
    name = entry.ip or (count(entry.addresses, "address", "addresses") if entry.addresses else "no address in the log")
    place = entry.place or (country(entry.country) if entry.country else None)
    return ", ".join(filter(None, (name, place, entry.provider)))


def _end(entry: TimelineEntry, clock: Clock) -> str:
    """The end of a run: the day only where it is another one."""
    same = clock.day(entry.first) == clock.day(entry.last)
    return clock.minute(entry.last)[11:] if same else clock.minute(entry.last)[5:]
