"""Do the countries, files, detectors and limits exist that the settings refer to?"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path

from postwarden.app.settings_reader import Flaw, near
from postwarden.detect.detector import Detector
from postwarden.detect.engine import load
from postwarden.enrich.countries import countries
from postwarden.enrich.databases import Database, DatabaseError
from postwarden.model.settings import Settings, Silence
from postwarden.model.values import Country, shown

_MISTAKEN = {"UK": "GB", "EL": "GR"}  # what the European Union writes


def dangling(settings: Settings, told: Collection[str], folders: Sequence[Path]) -> Iterator[Flaw]:
    """What refers to nothing. `told` are the settings that the file holds and that could be read whole."""
    if "home_countries" in told:
        yield from unknown_countries(settings.home_countries, ("home_countries",))
    for account, homes in settings.home_countries_of.items():
        yield from unknown_countries(homes, ("home_countries_of", account))
    if "geo_databases" in told:
        yield from _databases(settings.geo_databases)
    if "detectors_folder" in told:
        yield from _folder(settings.detectors_folder)
    silences = settings.silence if "silence" in told else ()
    for n, silence in enumerate(silences):
        if not (silence.detector or silence.account or silence.network):
            yield Flaw(
                ("silence", n), "a silence names a detector, an account or a network: this one is for everything"
            )
    if settings.detectors or any(silence.detector for silence in silences):
        known = _detectors((Path(settings.detectors_folder), *folders))
        yield from _changes(settings, known)
        yield from _silences(silences, known)


def unknown_countries(codes: Sequence[Country], path: tuple[str, ...] = ()) -> Iterator[Flaw]:
    """Codes that have the right form and belong to no country: logins never come from there."""
    for n, code in enumerate(codes):
        if code not in countries():
            hint = f"; did you mean {_MISTAKEN[code]}?" if code in _MISTAKEN else ""
            yield Flaw((*path, n), f"{code} is the code of no country in ISO 3166-1{hint}")


def _databases(paths: Sequence[str]) -> Iterator[Flaw]:
    for n, path in enumerate(paths):
        try:
            Database(Path(path))
        except DatabaseError as error:
            yield Flaw(("geo_databases", n), str(error))


def _folder(path: str) -> Iterator[Flaw]:
    if not os.path.isdir(path):  # noqa: PTH112  (is silent where it may not look)
        yield Flaw(("detectors_folder",), f"there is no folder {path}")
    elif not os.access(path, os.R_OK | os.X_OK):
        yield Flaw(("detectors_folder",), f"{path} cannot be read: permission denied")


def _detectors(folders: Sequence[Path]) -> Mapping[str, Detector | None]:
    """All that exist by name; None for a broken one, whose limits nobody knows."""
    open_ones = [folder for folder in folders if os.access(folder, os.R_OK | os.X_OK)]
    broken: dict[str, Detector | None] = {}
    able = load(open_ones, failed=lambda error: broken.update({error.path.stem: None}))
    return broken | {detector.name: detector for detector in able}


def _changes(settings: Settings, known: Mapping[str, Detector | None]) -> Iterator[Flaw]:
    for name, changed in settings.detectors.items():
        if name not in known:
            yield Flaw(("detectors", name), f"no detector named {shown(name)}{near(name, known)}")
            continue
        if detector := known[name]:
            for limit, value in changed.limits.items():
                yield from _limit(detector, limit, value)


def _limit(detector: Detector, name: str, value: float) -> Iterator[Flaw]:
    path = ("detectors", detector.name, "limits", name)
    limits = {limit.name: limit for limit in detector.limits}
    if name not in limits:
        yield Flaw(path, f"{detector.name} has no limit named {shown(name)}{near(name, limits)}")
        return
    least, most = limits[name].range
    if not least <= value <= most:
        shipped = limits[name].value
        yield Flaw(path, f"{name}: {value:g} makes no sense: expected {least} to {most:,} (shipped: {shipped})")


def _silences(silences: Sequence[Silence], known: Mapping[str, Detector | None]) -> Iterator[Flaw]:
    for n, silence in enumerate(silences):
        name = silence.detector
        if name is not None and name not in known:
            yield Flaw(("silence", n, "detector"), f"no detector named {shown(name)}{near(name, known)}")
