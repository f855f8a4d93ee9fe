"""Which detectors are asked, how has the administrator changed them, and which cannot be used?"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import msgspec

from postwarden.app.asked import CheckOptions
from postwarden.detect.detector import Detector, DetectorError
from postwarden.detect.engine import load
from postwarden.model.settings import DetectorSettings


@dataclass(slots=True)
class Detectors:
    """Those that are asked, and what is known of the others."""

    able: tuple[Detector, ...] = ()
    broken: list[DetectorError] = field(default_factory=list)
    closed: list[str] = field(default_factory=list)
    """Folders that may not be read."""
    turned_off: tuple[str, ...] = ()
    limits: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    """Those that were changed, by detector."""

    def complaints(self) -> list[str]:
        """What is said about those that were left out."""
        told = [f"the detectors in {folder} are left out: permission denied" for folder in self.closed]
        return told + [f"detector left out: {error}" for error in self.broken]


def detectors(options: CheckOptions) -> Detectors:
    """The shipped ones and those in the folders of the options, as the settings want them."""
    found = Detectors()
    there = [folder for folder in dict.fromkeys(options.detectors) if os.path.isdir(folder)]  # noqa: PTH112
    found.closed = [str(folder) for folder in there if not os.access(folder, os.R_OK | os.X_OK)]
    open_ones = [folder for folder in there if str(folder) not in found.closed]
    known = load(open_ones, failed=found.broken.append)
    changes = options.settings.detectors
    found.able = tuple(_changed(one, changes.get(one.name)) for one in known if _enabled(one, changes))
    found.turned_off = tuple(one.name for one in known if not _enabled(one, changes))
    found.limits = {one.name: _limits(changes[one.name]) for one in found.able if one.name in changes}
    return found


def _enabled(detector: Detector, changes: Mapping[str, DetectorSettings]) -> bool:
    return detector.name not in changes or changes[detector.name].enabled


def _changed(detector: Detector, change: DetectorSettings | None) -> Detector:
    if change is None or change.weight is None:
        return detector
    return replace(detector, card=msgspec.structs.replace(detector.card, weight=float(change.weight)))


def _limits(change: DetectorSettings) -> dict[str, float]:
    """Whole numbers as such: sentences show them."""
    return {name: int(value) if value.is_integer() else float(value) for name, value in change.limits.items()}
