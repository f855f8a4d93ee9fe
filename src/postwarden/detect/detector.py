"""What does one detector file say? Its card (a TOML header in SQL comments), its limits and its query."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Literal

import duckdb
import msgspec

Key = Literal["account", "ip_net", "server"]
Amount = int | float

_HEADER = re.compile(r"--(?: (.*))?$")
_LIMIT = re.compile(r"(\w+)\s*=[^#]*(?:#\s*(.*\S))?\s*$")
_NAME = re.compile(r"[a-z][a-z0-9_]*")
MOST = 1_000_000  # days in microseconds still fit into 64 bits
_UNITS = {"minute": 60, "hour": 3600, "day": 86400}


class DetectorError(Exception):
    """A detector that cannot be used. Says which file, which line and what to mend."""

    def __init__(self, path: Path, line: int, text: str) -> None:
        super().__init__(f"{path}:{line}: {text}")
        self.path, self.line, self.text = path, line, text


class Card(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The header of a detector file."""

    asks: Annotated[str, msgspec.Meta(min_length=1)]
    key: Key
    axis: Literal["access", "use"]
    attack: Annotated[str, msgspec.Meta(pattern=r"^T[0-9]{4}(\.[0-9]{3})?$")]
    weight: Annotated[float, msgspec.Meta(ge=0, le=1)]
    lookback: Annotated[str, msgspec.Meta(pattern=r"^[0-9]+ (minute|hour|day)s?$")]
    tells: Annotated[str, msgspec.Meta(min_length=1)]
    witness: Annotated[str, msgspec.Meta(pattern=r"^[a-z]*$")] = ""
    """What it sees, if other detectors see the same: they are hardly independent."""
    limits: dict[str, Amount] = {}


@dataclass(frozen=True, slots=True)
class Limit:
    """A number that the query compares with, and why it is that number."""

    name: str
    value: Amount
    reason: str

    @property
    def range(self) -> tuple[float, float]:
        """From where to where an administrator may move it: a share stays a share."""
        return (0, 1) if 0 < self.value < 1 else (min(0, self.value), MOST)


@dataclass(frozen=True, slots=True)
class Detector:
    """One question, ready to be asked."""

    name: str
    path: Path
    card: Card
    limits: tuple[Limit, ...]
    sql: str
    first_line: int
    """Line of the file on which `sql` begins."""
    statement: duckdb.Statement = field(compare=False, repr=False)
    """`sql`, parsed."""

    @property
    def lookback_s(self) -> int:
        """Seconds of history that the query wants to see before the moment that it judges."""
        number, unit = self.card.lookback.split()
        return int(number) * _UNITS[unit.removesuffix("s")]

    def values(self, changed: Mapping[str, float]) -> dict[str, Amount]:
        """The named parameters of the query; `changed` are the administrator's own limits."""
        own: dict[str, Amount] = {limit.name: limit.value for limit in self.limits}
        for name in changed:
            if name not in own:
                raise self.error(1, f"no limit named {name!r}{suggest(name, own)}")
        return own | dict(changed)

    def error(self, line: int, text: str) -> DetectorError:
        """An error in this detector's file."""
        return DetectorError(self.path, line, text)


def read(path: Path) -> Detector:
    """The detector in `path`. Raises DetectorError."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise DetectorError(path, 1, f"cannot be read: {error}") from error
    if not _NAME.fullmatch(path.stem):
        raise DetectorError(path, 1, f"a detector's file is named like unknown_recipients.sql, not {path.name!r}")
    lines = text.splitlines()
    header = _header(lines)
    card = _card(path, header)
    begin = next((n for n in range(len(header), len(lines)) if lines[n].strip()), len(header))
    limits = _limits(header, card)
    sql, first_line = "\n".join(lines[begin:]), begin + 1
    statement = _statement(path, sql, first_line)
    _check_limits(path, first_line, limits, statement.named_parameters)
    return Detector(path.stem, path, card, limits, sql, first_line, statement)


def suggest(word: str, known: Mapping[str, object]) -> str:
    """`; did you mean …?` where one of the known words is near."""
    near = difflib.get_close_matches(word, list(known), n=1)
    return f"; did you mean {near[0]!r}?" if near else f"; known: {', '.join(known) or 'none'}"


def sql_error(path: Path, first_line: int, error: duckdb.Error) -> DetectorError:
    """DuckDB's message with the line of the file, where DuckDB tells a line of the query."""
    text = str(error)
    place = re.search(r"^LINE (\d+):", text, re.MULTILINE)
    line = first_line + int(place.group(1)) - 1 if place else first_line
    said = re.split(r"\n+LINE \d+:", text)[0]
    return DetectorError(path, line, " ".join(said.split()))


def _header(lines: list[str]) -> list[str]:
    header: list[str] = []
    for line in lines:
        comment = _HEADER.fullmatch(line.rstrip())
        if comment is None:
            break
        header.append(comment.group(1) or "")
    return header


def _card(path: Path, header: list[str]) -> Card:
    if not any(header):
        raise DetectorError(path, 1, 'no header: the file must begin with lines such as -- asks = "…"')
    try:
        table = tomllib.loads("\n".join(header))
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"at line (\d+)", str(error))
        raise DetectorError(path, int(place.group(1)) if place else len(header), f"header: {error}") from error
    known = dict.fromkeys(Card.__struct_fields__)
    for name in table:
        if name not in known:
            raise DetectorError(path, _line_of(name, header), f"unknown header key {name!r}{suggest(name, known)}")
    try:
        return msgspec.convert(table, Card)
    except msgspec.ValidationError as error:
        names = re.findall(r"`\$?\.?(\w+)", str(error))
        line = next((_line_of(name, header) for name in reversed(names) if name in table), 1)
        raise DetectorError(path, line, f"header: {error}") from error


def _line_of(name: str, header: list[str]) -> int:
    return next((n for n, line in enumerate(header, 1) if line.split("=")[0].strip() in (name, f"[{name}]")), 1)


def _limits(header: list[str], card: Card) -> tuple[Limit, ...]:
    begin = header.index("[limits]") + 1 if "[limits]" in header else len(header)
    reasons = {m.group(1): m.group(2) or "" for line in header[begin:] if (m := _LIMIT.match(line.strip()))}
    return tuple(Limit(name, value, reasons.get(name, "")) for name, value in card.limits.items())


def _statement(path: Path, sql: str, first_line: int) -> duckdb.Statement:
    """The one SELECT of the file."""
    try:
        statements = duckdb.extract_statements(sql)
    except duckdb.Error as error:
        raise sql_error(path, first_line, error) from error
    if len(statements) != 1:
        raise DetectorError(path, first_line, f"expected one SELECT statement, found {len(statements)}")
    if statements[0].type != duckdb.StatementType.SELECT:
        raise DetectorError(path, first_line, f"only SELECT is allowed, not {statements[0].type.name}")
    return statements[0]


def _check_limits(path: Path, first_line: int, limits: Sequence[Limit], used: AbstractSet[str]) -> None:
    """The query uses exactly the limits of its header."""
    known = {limit.name: limit.value for limit in limits}
    for name in sorted(used - known.keys()):
        raise DetectorError(path, first_line, f"${name} is not among [limits]{suggest(name, known)}")
    for name in sorted(known.keys() - used):
        raise DetectorError(path, 1, f"limit {name!r} is not used by the query")
