"""Which detectors are shipped? By name: a detector that outlives its test would be reported as a leak by DuckDB."""

from __future__ import annotations

from postwarden.detect.detector import Detector, read
from postwarden.detect.engine import HERE

NAMES = sorted(path.stem for path in HERE.glob("*.sql"))


def shipped(name: str) -> Detector:
    return read(HERE / f"{name}.sql")
