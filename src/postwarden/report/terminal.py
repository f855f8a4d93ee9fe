"""How wide and how colourful may the report be on this terminal?"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Collection

from postwarden.model.access import Failures, Logins
from postwarden.model.findings import Report
from postwarden.model.plain_words import PlainWords
from postwarden.model.replay import Replay
from postwarden.model.statistics import Statistics
from postwarden.model.timeline import Timeline
from postwarden.model.trace import Trace

NARROWEST, USUAL, WIDEST = 40, 80, 120


def render(report: Report, *, width: int | None = None, colour: bool | None = None, explain: bool = False) -> str:
    """The report as text, ending in a newline; width and colour are taken from the terminal unless given."""
    from postwarden.report import layout  # rich is only paid for by those who print

    return layout.text(report, *_given(width, colour), explain)


def render_replay(replay: Replay, *, width: int | None = None, colour: bool | None = None) -> str:
    """A replay as text, in the same way."""
    from postwarden.report import replay_layout

    return replay_layout.text(replay, *_given(width, colour))


def render_statistics(
    statistics: Statistics,
    *,
    width: int | None = None,
    colour: bool | None = None,
    detail: bool = False,
    only: Collection[str] = (),
) -> str:
    """Statistics as text, in the same way."""
    from postwarden.report import stats_layout

    wish = stats_layout.Wish(detail, only)
    return stats_layout.text(statistics, *_given(width, colour), wish)


def render_access(told: Logins | Failures, *, width: int | None = None, colour: bool | None = None) -> str:
    """Logins or failures as text, in the same way."""
    from postwarden.report import access_layout

    return access_layout.text(told, *_given(width, colour))


def render_plain_words(told: PlainWords, *, width: int | None = None, colour: bool | None = None) -> str:
    """Explained lines as text, in the same way."""
    from postwarden.report import plain_words_layout

    return plain_words_layout.text(told, *_given(width, colour))


def render_trace(trace: Trace, *, width: int | None = None, colour: bool | None = None) -> str:
    """The story of mails as text, in the same way."""
    from postwarden.report import trace_layout

    return trace_layout.text(trace, *_given(width, colour))


def render_timeline(timeline: Timeline, *, width: int | None = None, colour: bool | None = None) -> str:
    """The story of an account as text, in the same way."""
    from postwarden.report import timeline_layout

    return timeline_layout.text(timeline, *_given(width, colour))


def _given(width: int | None, colour: bool | None) -> tuple[int, bool]:
    columns = terminal_width() if width is None else width
    return min(WIDEST, max(NARROWEST, columns)), wants_colour() if colour is None else colour


def terminal_width() -> int:
    return shutil.get_terminal_size((USUAL, 24)).columns if sys.stdout.isatty() else USUAL


def wants_colour() -> bool:
    """NO_COLOR (no-color.org) wins over FORCE_COLOR; without either a terminal decides."""
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR", "0") not in ("", "0"):
        return True
    return sys.stdout.isatty() and os.environ.get("TERM") != "dumb"
