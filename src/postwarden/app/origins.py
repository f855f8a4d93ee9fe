"""What is each setting in effect, and who says so: the command line, a line of the file, Postfix, or nobody?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path as FilePath

import msgspec

from postwarden.app.asked import CheckOptions
from postwarden.app.configuration import Configuration
from postwarden.app.detectors import Detectors, detectors
from postwarden.app.in_effect import words
from postwarden.app.opening import usable_processors
from postwarden.app.pipeline import machine_zone
from postwarden.app.telling import zone_name
from postwarden.app.toml_lines import Path
from postwarden.detect.detector import Detector
from postwarden.detect.engine import load
from postwarden.enrich.networks import mynetworks
from postwarden.model.settings import Settings, fields
from postwarden.model.values import AutonomousSystem

DEFAULT = "default"


@dataclass(frozen=True, slots=True)
class InForce:
    """One value. `setting` is the way to it in the file."""

    setting: str
    value: object
    source: str
    """`--option`, `file:line`, what was asked on this machine, or `default`."""

    @property
    def said(self) -> str:
        """The value in words."""
        match self.value:
            case [] | ():
                return "-"
            case dict() if not self.value:
                return "-"
            case dict() if self.setting.startswith("silence."):
                return ", ".join(f"{name} = {value}" for name, value in self.value.items())
            case bool():
                return str(self.value).lower()
        return words(self.value)


def in_force(known: Configuration, folders: Sequence[FilePath] = (), *, everything: bool = False) -> list[InForce]:
    """All settings, and what was changed in detectors; with `everything`, what was not, too."""
    folder = FilePath(known.settings.detectors_folder)
    asked = detectors(CheckOptions(detectors=(folder, *folders), configuration=known))
    return [*_settings(known), *_detectors(known, asked, everything=everything)]


def _settings(known: Configuration) -> Iterator[InForce]:
    """All settings in the order of the file, but those of detectors."""
    for field in fields(Settings):
        value = getattr(known.settings, field.name)
        if field.name in ("detectors", "silence"):
            continue
        source = field.option if field.name in known.given else _source(known, (field.name,))
        yield InForce(field.name, _plain(value), source) if value is not None else _found(field.name)
        if field.name == "own_networks":
            yield InForce("mynetworks", list(mynetworks()), "postconf mynetworks")
    for number, silence in enumerate(known.settings.silence):
        named = {name: _plain(value) for name, value in msgspec.structs.asdict(silence).items() if value is not None}
        yield InForce(f"silence.{number}", named, _source(known, ("silence", number)))


def _detectors(known: Configuration, asked: Detectors, *, everything: bool) -> Iterator[InForce]:
    shipped = {detector.name: detector for detector in load()}
    for name in asked.turned_off:
        yield InForce(f"detectors.{name}.enabled", False, _source(known, ("detectors", name, "enabled")))
    for detector in asked.able:
        home = DEFAULT if detector.name in shipped else str(detector.path)
        for one in _detector(known, detector, asked, home):
            if everything or one.source != home:
                yield one


def _detector(known: Configuration, detector: Detector, asked: Detectors, home: str) -> Iterator[InForce]:
    way = ("detectors", detector.name)
    yield InForce(f"detectors.{detector.name}.weight", detector.card.weight, _source(known, (*way, "weight"), home))
    for limit, value in detector.values(asked.limits.get(detector.name, {})).items():
        yield InForce(f"detectors.{detector.name}.{limit}", value, _source(known, (*way, "limits", limit), home))


def _source(known: Configuration, way: Path, home: str = DEFAULT) -> str:
    """The line of the file on which it begins."""
    lines = [line for path, line in known.lines.items() if path[: len(way)] == way]
    return f"{known.file}:{min(lines)}" if lines else home


def _plain(value: object) -> object:
    """As JSON can say it."""
    match value:
        case tuple():
            return [_plain(one) for one in value]
        case Mapping():
            return {str(name): _plain(content) for name, content in value.items()}
        case AutonomousSystem():
            return str(value)
        case None | int():
            return value
    return str(value)


def _found(name: str) -> InForce:
    """What this machine answers where nobody tells."""
    if name == "timezone":
        return InForce(name, zone_name(machine_zone()), "this machine's")
    return InForce(name, usable_processors(), "one per processor")
