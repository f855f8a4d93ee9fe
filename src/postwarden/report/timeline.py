"""When did an account log in, from where, and how much did it send?"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from postwarden.model.findings import Moment
from postwarden.report.clock import Clock, duration
from postwarden.report.countries import country_name
from postwarden.report.elements import Markup, element, markup
from postwarden.report.marks import logins, mark, percent
from postwarden.report.wording import count

LANES = 8
LANE = 34
BARS = 90
BAR_HEIGHT = 70
MOST_TICKS = 7
_OTHERS = "further countries"
_STEPS = [timedelta(minutes=m) for m in (1, 2, 5, 10, 20, 30, 60, 120, 180, 360, 720)]
_STEPS += [timedelta(days=d) for d in (1, 2, 5, 10, 30, 60, 120, 365, 730, 3650)]


@dataclass(frozen=True, slots=True)
class Span:
    """The time that a drawing covers."""

    start: datetime
    end: datetime

    def share(self, when: datetime) -> float:
        return (when - self.start) / (self.end - self.start)

    def __contains__(self, when: datetime) -> bool:
        return self.start <= when <= self.end

    @property
    def length(self) -> timedelta:
        return self.end - self.start


def timelines(moments: Sequence[Moment], clock: Clock) -> list[Markup]:
    """The whole time; and the bad time by itself where it would be too thin to see."""
    if not moments:
        return []
    times = [clock.read(moment.time) for moment in moments]
    bad = [when for when, moment in zip(times, moments, strict=True) if moment.bad]
    whole = _with_margin(min(times), max(times))
    drawings = [_figure("All of its logins", moments, whole, clock)]
    if len(set(bad)) > 1:
        close = _with_margin(min(bad), max(bad))
        if close.length < whole.length / 4:
            drawings.append(_figure("The bad time, enlarged", moments, close, clock))
    return drawings


def _with_margin(start: datetime, end: datetime) -> Span:
    margin = max((end - start) * 0.04, timedelta(minutes=5))
    return Span(start - margin, end + margin)


def _figure(title: str, moments: Sequence[Moment], span: Span, clock: Clock) -> Markup:
    inside = [moment for moment in moments if clock.read(moment.time) in span]
    lanes = _lanes(inside)
    top = LANE * len(lanes)
    bars, words = _bars(inside, span, clock, top + 28)
    height = top + (BAR_HEIGHT + 60 if bars else 34)
    drawing = element(
        "svg",
        _bad_time(inside, span, height, clock),
        _axis(span, height),
        (_lane(name, row, members, span, clock) for row, (name, members) in enumerate(lanes)),
        element("text", words, x=0, y=top + 18, class_="label"),
        bars,
        class_="timeline",
        width="100%",
        height=height,
        role="img",
        aria_label=f"{title}: {count(logins(inside), 'login')}, {logins(m for m in inside if m.bad):,} of them bad",
    )
    stamps = [moment.time for moment in inside]
    caption = f"{title}: {clock.span(min(stamps), max(stamps))} ({clock.name})"
    return element("figure", element("figcaption", caption), drawing)


def _lanes(moments: Sequence[Moment]) -> list[tuple[str, list[Moment]]]:
    """One lane per country: the ordinary ones first, then the busiest; the rest share the last."""
    ordinary = Counter(moment.country for moment in moments if not moment.bad)
    busy = Counter(moment.country for moment in moments)
    order = sorted(busy, key=lambda country: (-ordinary[country], -busy[country], country or "~"))
    kept = order if len(order) <= LANES else order[: LANES - 1]
    lanes: dict[str, list[Moment]] = defaultdict(list)
    for country in kept:
        lanes[country_name(country)] = []
    for moment in moments:
        lanes[country_name(moment.country) if moment.country in kept else _OTHERS].append(moment)
    return list(lanes.items())


def _lane(name: str, row: int, members: Sequence[Moment], span: Span, clock: Clock) -> Markup:
    middle = LANE * row + 24
    bad, known = logins(moment for moment in members if moment.bad), logins(members)
    words = f"{name}: {count(known, 'bad login' if bad == known else 'login')}"
    words += f", {bad:,} bad" if 0 < bad < known else ""
    ordinary_first = sorted(members, key=lambda moment: moment.bad)
    return markup(
        element("line", x1=0, x2="100%", y1=middle, y2=middle, class_="rail"),
        element("text", words, x=0, y=middle - 11, class_="label"),
        (mark(span.share(clock.read(m.time)), middle, 4, m.bad, _tip(m, clock)) for m in ordinary_first),
    )


def _tip(moment: Moment, clock: Clock) -> str:
    what = "bad login" if moment.bad else "login"
    sent = (
        f", {count(moment.messages, 'message')} to {count(moment.recipients, 'recipient')}" if moment.messages else ""
    )
    return (
        f"{clock.second(moment.time)} {what} ({moment.protocol}) from {moment.ip or 'no address in the log'}, "
        f"{moment.place or country_name(moment.country)}{sent}"
    )


def _bars(moments: Sequence[Moment], span: Span, clock: Clock, top: int) -> tuple[list[Markup], str]:
    """Messages in ninety equal parts of the time, the bad ones hatched and on top; and their scale in words."""
    sent: dict[tuple[int, bool], int] = defaultdict(int)
    for moment in moments:
        slot = min(BARS - 1, int(span.share(clock.read(moment.time)) * BARS))
        sent[slot, moment.bad] += moment.messages
    most = max((sent[slot, True] + sent[slot, False] for slot in range(BARS)), default=0)
    bars = [_bar(slot, sent[slot, False], sent[slot, True], most, top) for slot in range(BARS)]
    words = f"messages, up to {most:,} in {duration(span.length / BARS)}" if most else ""
    return [bar for bar in bars if bar], words


def _bar(slot: int, ordinary: int, bad: int, most: int, top: int) -> Markup:
    if not ordinary + bad:
        return Markup()
    tip = f"{count(ordinary + bad, 'message')}, {bad:,} of them bad"
    scale = BAR_HEIGHT / most
    low = max(ordinary * scale, 1.5) if ordinary else 0
    high = max(bad * scale, 1.5) if bad else 0
    floor = top + BAR_HEIGHT
    pieces = (("ordinary", floor - low, low), ("bad", floor - low - high, high))
    return markup(
        element(
            "rect",
            element("title", tip),
            x=percent(slot / BARS),
            width=percent(0.85 / BARS),
            y=f"{y:.1f}",
            height=f"{height:.1f}",
            class_=f"bar {kind}",
        )
        for kind, y, height in pieces
        if height
    )


def _bad_time(moments: Sequence[Moment], span: Span, height: int, clock: Clock) -> Markup | None:
    """A shade behind everything from the first bad login to the last, unless that is the whole drawing."""
    shares = [span.share(clock.read(moment.time)) for moment in moments if moment.bad]
    if not shares or max(shares) - min(shares) > 0.9:
        return None
    left, width = min(shares) - 0.004, max(shares) - min(shares) + 0.008
    return element("rect", x=percent(left), width=percent(width), y=0, height=height - 22, class_="badtime")


def _axis(span: Span, height: int) -> list[Markup]:
    """Round moments; every second one gives way on a narrow screen."""
    ticks, step = _ticks(span)
    marks = []
    for number, when in enumerate(ticks):
        share = span.share(when)
        x = percent(share)
        midnight = (when.hour, when.minute) == (0, 0)
        words = when.strftime("%Y-%m-%d" if step >= timedelta(days=1) else "%m-%d" if midnight else "%H:%M")
        anchor = "start" if share < 0.05 else "end" if share > 0.95 else "middle"
        kind = "tick wide" if number % 2 else "tick"
        marks.append(element("line", x1=x, x2=x, y1=0, y2=height - 22, class_="grid"))
        marks.append(element("text", words, class_=kind, x=x, y=height - 6, text_anchor=anchor))
    return marks


def _ticks(span: Span) -> tuple[list[datetime], timedelta]:
    """Multiples of the smallest round step that gives few enough, counted from a midnight of the zone."""
    step = next((step for step in _STEPS if span.length / step <= MOST_TICKS), _STEPS[-1])
    midnight = span.start.replace(hour=0, minute=0, second=0, microsecond=0)
    first = midnight - ((midnight - span.start) // step) * step
    number = max(0, (span.end - first) // step + 1)
    return [first + at * step for at in range(number)], step
