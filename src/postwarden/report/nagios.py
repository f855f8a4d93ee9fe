"""How does the monitoring plug-in say what it found? One line, performance data, and a line per account.

https://www.monitoring-plugins.org/doc/guidelines.html#PLUGOUTPUT
"""

from __future__ import annotations

from collections.abc import Mapping

from postwarden.model.monitoring import FIGURES, MINUTE, Range, Sighting, Status, Thresholds
from postwarden.model.verdict import Verdict
from postwarden.report.neutral import shell_word, visible
from postwarden.report.wording import count

_MOST_LISTED = 20


def unknown(why: str) -> str:
    """What is said when nothing could be looked at."""
    return f"POSTWARDEN {Status.UNKNOWN.name} - {_harmless(why)}\n"


def tell(found: Sighting, thresholds: Thresholds) -> str:
    """The plug-in's output."""
    first = f"POSTWARDEN {found.status.name} - {_harmless(_headline(found))} | {_performance(found, thresholds)}"
    return "\n".join([first, *map(_harmless, _details(found))]) + "\n"


def _headline(found: Sighting) -> str:
    parts = [_accounts(found), *(_beyond(name, found) for name in found.beyond if name in _TOLD)]
    if found.blind:
        parts.insert(0 if found.status == Status.UNKNOWN else len(parts), found.blind)
    return "; ".join(parts)


_TOLD = [name for name in FIGURES if name not in ("compromised", "suspicious")]


def _accounts(found: Sighting) -> str:
    names = {verdict: [one.account for one in found.suspects if one.verdict == verdict] for verdict in Verdict}
    said = [
        f"{count(len(listed), 'account')} {verdict} ({_first(listed)})" for verdict, listed in names.items() if listed
    ]
    words = {"logins": "login", "failures": "failure", "messages": "mail"}
    counted = ", ".join(count(found.figures[name], word) for name, word in words.items())
    return f"{', '.join(said) or 'no account looks odd'}; {counted} in {_length(found.window)}"


def _first(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{names[0]}, …"


def _beyond(name: str, found: Sighting) -> str:
    whose = f" ({found.top_account})" if name == "top_account" and found.top_account else ""
    return f"{name} is {found.figures[name]:,}{whose}"


def _length(window: int) -> str:
    minutes = max(1, window // MINUTE)
    return f"{minutes // 60} h" if minutes % 60 == 0 else f"{minutes} min"


def _details(found: Sighting) -> list[str]:
    lines = [f"{one.account} {one.verdict.upper()}: {'; '.join(one.reasons)}" for one in found.suspects[:_MOST_LISTED]]
    if len(found.suspects) > _MOST_LISTED:
        lines.append(f"and {len(found.suspects) - _MOST_LISTED:,} accounts more")
    if found.suspects:
        lines.append(f"look: postwarden check --since 2d --account {shell_word(found.suspects[0].account)}")
    return lines + [note for note in found.notes if note != found.blind]


def _performance(found: Sighting, thresholds: Thresholds) -> str:
    return " ".join(
        f"{name}={value}{'s' if name == 'age' else ''};{_range(thresholds.warning, name)};"
        f"{_range(thresholds.critical, name)};0"
        for name, value in found.figures.items()
    )


def _range(limits: Mapping[str, Range], name: str) -> str:
    return limits[name].text if name in limits else ""


def _harmless(text: str) -> str:
    """No character that a terminal obeys, nor the one that begins performance data, nor such as begin HTML."""
    return visible(text).replace("|", "¦").replace("<", "‹").replace(">", "›")
