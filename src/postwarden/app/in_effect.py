"""What does a configuration put into effect, in a few words, and what should its author think about?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from postwarden.app.asked import CheckOptions
from postwarden.app.configuration import Configuration
from postwarden.app.detectors import Detectors, detectors
from postwarden.detect.engine import load
from postwarden.model.settings import DEFAULTS, DetectorSettings, Settings, Silence, fields
from postwarden.model.values import Daily
from postwarden.report.wording import Row, count, listed

LONG = timedelta(days=366)
_LISTED = 8


@dataclass(frozen=True, slots=True)
class InEffect:
    """What holds, and what is wrong without making the file unusable."""

    rows: tuple[Row, ...]
    notes: tuple[str, ...]
    broken: tuple[str, ...]
    """About detectors of the administrator's own that cannot be used."""


def in_effect(known: Configuration, today: date | None = None) -> InEffect:
    """Everything that differs from what is shipped, and how many detectors are asked."""
    folder = Path(known.settings.detectors_folder)
    asked = detectors(CheckOptions(detectors=(folder,), configuration=known))
    return InEffect(
        rows=(*_told(known.settings), *_detectors(known.settings, asked, folder)),
        notes=(*map(str, known.notes), *_doubts(known.settings, today or date.today())),
        broken=tuple(asked.complaints()),
    )


def _told(settings: Settings) -> Iterator[Row]:
    for field in fields(Settings):
        value = getattr(settings, field.name)
        if field.name not in ("detectors", "silence") and value != getattr(DEFAULTS, field.name):
            yield field.name, words(value)


def words(value: object) -> str:
    """A value of a setting on one line; long lists in part."""
    match value:
        case None:
            return "unlimited"
        case tuple() | list():
            return listed([words(one) for one in value], _LISTED)
        case Mapping():
            number = f"{len(value):,} of them: " if len(value) > 1 else ""
            return number + listed([f"{name} = {words(content)}" for name, content in value.items()], _LISTED)
    return f"{value:,}" if isinstance(value, Daily) else str(value)


def _detectors(settings: Settings, asked: Detectors, folder: Path) -> Iterator[Row]:
    shipped = {detector.name: detector for detector in load()}
    own = [detector.name for detector in asked.able if detector.name not in shipped]
    yield (
        "detectors",
        f"{len(asked.able) - len(own)} of {len(shipped)} shipped ones"
        + (f", {count(len(own), 'own')} in {folder}: {listed(own, _LISTED)}" if own else ""),
    )
    if asked.turned_off:
        yield "turned off", listed(asked.turned_off, len(asked.turned_off))
    for name, change in settings.detectors.items():
        if changes := ", ".join(_changes(change)):
            yield "changed", f"{name}: {changes}"
    for silence in settings.silence:
        yield "silenced", f"{_silenced(silence)} until {silence.until}: {silence.why}"


def _changes(change: DetectorSettings) -> Iterator[str]:
    if change.weight is not None:
        yield f"weight {change.weight:g}"
    for limit, value in change.limits.items():
        yield f"{limit} {value:g}"


def _silenced(silence: Silence) -> str:
    about = " and ".join(name for name in (silence.account, silence.network) if name)
    return (silence.detector or "everything") + (f" about {about}" if about else "")


def _doubts(settings: Settings, today: date) -> Iterator[str]:
    if settings.home_countries_of and not settings.home_countries:
        yield "home_countries_of without home_countries: for these accounts, every country but those named is abroad"
    whole = [name for name in settings.accounts() if "@" in name]
    for name in sorted(settings.accounts() - set(whole)) if whole else ():
        yield f"{name} has no domain, others have: it means logins by exactly this name"
    for silence in settings.silence:
        if silence.until > today + LONG:
            yield f"{_silenced(silence)} is silenced for more than a year: who will remember it?"
        if silence.detector is None:
            yield f"{_silenced(silence)} is silenced: name a detector, or a break-in will not be told either"
