"""What do the detectors say about these tables? Findings in a fixed order, each with its log lines."""

from __future__ import annotations

import string
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import duckdb

from postwarden.detect import detector as detector_file
from postwarden.detect.detector import Amount, Detector, DetectorError
from postwarden.detect.window import PATIENCE_S, Endless, Window, showing
from postwarden.model.findings import Finding, Line

HERE = Path(str(files("postwarden.detect")))
LATEST = 253_402_300_799_999_999  # the last moment of the year 9999, µs UTC
NO_LIMITS: Mapping[str, Mapping[str, float]] = {}

_OPTIONAL = {"last_time": "number", "strength": "number", "lines": "list", "evidence": "list"}

Row = dict[str, Any]
Placed = tuple[tuple[Any, ...], Finding]
"""A finding and its place in the order."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What one detector took and gave, or one summary that several share."""

    name: str
    seconds: float
    findings: int | None
    """None for a summary."""


def load(
    folders: Sequence[Path] = (), *, failed: Callable[[DetectorError], None] | None = None
) -> tuple[Detector, ...]:
    """The shipped detectors and those in `folders`, by name. A broken one goes to `failed`, or raises without it."""
    found: dict[str, Detector] = {path.stem: detector_file.read(path) for path in sorted(HERE.glob("*.sql"))}
    for path in (path for folder in folders for path in sorted(folder.glob("*.sql"))):
        try:
            if path.stem in found:
                taken = found[path.stem].path
                raise DetectorError(path, 1, f"the name {path.stem!r} is taken by {taken}: choose another file name")
            found[path.stem] = detector_file.read(path)
        except DetectorError as error:
            _fail(error, failed)
    return tuple(found[name] for name in sorted(found))


def run(
    connection: duckdb.DuckDBPyConnection,
    detectors: Sequence[Detector],
    limits: Mapping[str, Mapping[str, float]] = NO_LIMITS,
    *,
    since: int | None = None,
    until: int | None = None,
    profile: Callable[[Cost], None] | None = None,
    failed: Callable[[DetectorError], None] | None = None,
    patience_s: float = PATIENCE_S,
) -> list[Finding]:
    """Findings whose moments lie in [since, until), ordered by key, time, source, line and detector.

    History before `since` is what they are compared with; nothing at or after `until` is looked at.
    The connection is sealed: no file, no network, no setting can be reached through it any more.
    A detector that fails or has no answer after `patience_s` goes to `failed` (or raises without it); the others go on.
    """
    _known(limits, detectors, failed)
    ordered: list[Placed] = []
    queries = [detector.sql for detector in detectors]
    with showing(connection, until, queries=queries, patience_s=patience_s, profile=_preparing(profile)) as window:
        for detector in detectors:
            began = time.perf_counter()
            try:
                found = _ask(window, detector, detector.values(limits.get(detector.name, {})))
            except DetectorError as error:
                _fail(error, failed)
                continue
            kept = [pair for pair in found if since is None or pair[1].last_time >= since]
            ordered += kept
            if profile:
                profile(Cost(detector.name, time.perf_counter() - began, len(kept)))
    return [finding for _, finding in sorted(ordered, key=lambda pair: pair[0])]


def _fail(error: DetectorError, failed: Callable[[DetectorError], None] | None) -> None:
    if failed is None:
        raise error
    failed(error)


def _known(
    limits: Mapping[str, Mapping[str, float]],
    detectors: Sequence[Detector],
    failed: Callable[[DetectorError], None] | None,
) -> None:
    names = {detector.name: detector for detector in detectors}
    for name in sorted(limits.keys() - names.keys()):
        hint = detector_file.suggest(name, names)
        _fail(DetectorError(Path("limits"), 1, f"no detector named {name!r}{hint}"), failed)


def _preparing(profile: Callable[[Cost], None] | None) -> Callable[[str, float], None] | None:
    return (lambda name, seconds: profile(Cost(name, seconds, None))) if profile else None


def _ask(window: Window, detector: Detector, values: Mapping[str, Amount]) -> list[Placed]:
    try:
        names, rows = window.ask(detector.statement, values)
    except Endless as error:
        raise detector.error(detector.first_line, str(error)) from error
    except duckdb.Error as error:
        raise detector_file.sql_error(detector.path, detector.first_line, error) from error
    columns = dict(names)
    _check_columns(detector, columns)
    pairs = (_finding(detector, dict(zip(columns, row, strict=True))) for row in rows)
    return [pair for pair in pairs if pair is not None]


def _check_columns(detector: Detector, types: Mapping[str, str]) -> None:
    """The columns by which a row becomes a finding are there and of the right type."""
    wanted = dict.fromkeys(("time", "source", "line"), "number") | {detector.card.key: "text"}
    for name in sorted(wanted.keys() - types.keys() - {"server"}):
        raise detector.error(detector.first_line, f"the query must return {name}")
    for name, kind in (wanted | _OPTIONAL).items():
        if name in types and not _is(kind, types[name]):
            raise detector.error(detector.first_line, f"{name} must be a {kind}, not {types[name]}")


def _is(kind: str, type_: str) -> bool:
    if kind == "number":
        return type_.endswith("INT") or type_.startswith(("INT", "DOUBLE", "FLOAT", "DECIMAL", "HUGEINT"))
    return type_.endswith("[]") if kind == "list" else type_ == "VARCHAR"


def _finding(detector: Detector, row: Row) -> Placed | None:
    """The finding of one row and its place in the order; None for a row that names nobody."""
    card = detector.card
    key = "server" if card.key == "server" else row[card.key]
    if key is None:
        return None
    own = Line(row["source"], row["line"])
    strength = row.get("strength")
    finding = Finding(
        detector=detector.name,
        kind=card.key,
        key=str(key),
        axis=card.axis,
        time=row["time"],
        last_time=row.get("last_time") or row["time"],
        points=round(100 * card.weight * (1.0 if strength is None else min(1.0, max(0.0, float(strength)))), 1),
        text=_tell(detector, row),
        evidence=_evidence(detector, row, own),
        facts={name: value for name, value in row.items() if name not in ("evidence", "lines")},
        attack=card.attack,
        witness=card.witness or detector.name,
    )
    _check_numbers(detector, finding)
    return (finding.key, finding.time, own, detector.name, finding.text), finding


def _check_numbers(detector: Detector, finding: Finding) -> None:
    """Moments and lines are what they say: a detector of the administrator's may return anything."""
    numbers = [finding.time, finding.last_time, *(n for line in finding.evidence for n in (line.source, line.line))]
    for number in numbers:
        if not isinstance(number, int) or not 0 <= number <= LATEST:
            raise detector.error(
                detector.first_line, f"a row has {number!r} where a moment in microseconds, a source or a line belongs"
            )


def _evidence(detector: Detector, row: Row, own: Line) -> tuple[Line, ...]:
    try:
        listed = [Line(item["source"], item["line"]) for item in row.get("evidence") or ()]
    except (KeyError, TypeError):
        raise detector.error(
            detector.first_line, "evidence must be a list such as [log_line(source, line), …]"
        ) from None
    listed += [Line(own.source, number) for number in row.get("lines") or () if number is not None]
    return tuple(dict.fromkeys(listed)) or (own,)


@cache
def _parts(tells: str) -> tuple[tuple[str, str | None, str], ...]:
    """Text, column and format, in turns: as str.format reads it, but plain column names only."""
    return tuple((text, name, spec or "") for text, name, spec, _ in string.Formatter().parse(tells))


def _word(value: Any, spec: str) -> str:
    """NULL is `unknown`, lists are joined, `{n:one|many}` counts."""
    if value is None:
        return "unknown"
    if "|" in spec:  # {messages:message|messages}
        one, many = spec.split("|", 1)
        return f"{value} {one if value == 1 else many}"
    if isinstance(value, list):
        return ", ".join(str(item) for item in value if item is not None)
    return format(value, spec)


def _tell(detector: Detector, row: Row) -> str:
    try:
        return "".join(
            text if name is None else text + _word(row[name], spec) for text, name, spec in _parts(detector.card.tells)
        )
    except KeyError as error:
        raise detector.error(1, f"tells names a column that the query does not return: {error}") from error
    except (ValueError, TypeError) as error:
        raise detector.error(1, f"tells cannot be filled in: {error}") from error
