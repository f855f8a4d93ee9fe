"""How does the daily report read as text, in a terminal and in a mail?"""

from __future__ import annotations

from collections.abc import Iterator

from postwarden.model.daily import Daily
from postwarden.report import wording
from postwarden.report.clock import Clock
from postwarden.report.neutral import visible
from postwarden.report.terminal import render, render_statistics

_RULE = "="


def subject(daily: Daily) -> str:
    """The verdict in one line; plain letters, whatever the log says."""
    return visible(f"{daily.host}: {wording.headline(daily.check)}")


def text(daily: Daily, width: int | None = None, *, colour: bool | None = None) -> str:
    """The whole report."""
    parts = [render(daily.check, width=width, colour=colour)]
    if daily.last:
        parts += [_title("Since the last report", width), *changes(daily)]
    parts += [_title("Figures", width), render_statistics(daily.statistics, width=width, colour=colour)]
    return "\n".join(part.rstrip("\n") for part in parts) + "\n"


def since(daily: Daily) -> str:
    """Up to when the last report told."""
    return f"up to {Clock.of(daily.check.timezone).minute(daily.last)}" if daily.last else ""


def changes(daily: Daily) -> Iterator[str]:
    """A line each."""
    yield f"  The last one told {since(daily)}."
    for change in daily.changes:
        yield visible(f"  {'!' if change.worse else '-'} {change.text}")
    if not daily.changes:
        yield "  Nothing worth mentioning has changed."


def _title(words: str, width: int | None) -> str:
    return f"\n{words}\n{_RULE * min(len(words), width or 80)}"
