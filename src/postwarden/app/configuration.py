"""What does postwarden.toml say, and what is wrong with it? A file that cannot be read is never passed over."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

import msgspec

from postwarden.app import toml_lines
from postwarden.app.references import dangling
from postwarden.app.settings_reader import Flaw, Reader
from postwarden.model.settings import DEFAULT_FILE, DEFAULTS, Settings
from postwarden.model.values import FileName

LARGEST = 1 << 20  # bytes: ten thousands of accounts
MOST_PROBLEMS = 50
_SUCH_AS = 'home_countries = ["DE"], texts in quotes'


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with the file, or that should be known about it."""

    file: str
    line: int
    text: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.text}" if self.line else f"{self.file}: {self.text}"


class ConfigurationError(Exception):
    """A configuration that cannot be used; says all that is wrong with it."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True)
class Configuration:
    """The settings in effect."""

    settings: Settings = DEFAULTS
    file: str = ""
    """Where they come from; empty where there is no file: then they are the defaults."""
    notes: tuple[Problem, ...] = ()
    """What is no mistake, but should be known: silences that have ended."""
    lines: Mapping[toml_lines.Path, int] = field(default_factory=dict, compare=False)
    """Where in the file each setting stands."""
    given: frozenset[str] = frozenset()
    """Settings that are not the file's, but the command line's."""

    def preferring(self, **told: Any) -> Configuration:
        """The same with those settings in place of the file's that are neither None nor empty."""
        changed = {name: value for name, value in told.items() if value not in (None, ())}
        given = self.given | frozenset(changed)
        return replace(self, settings=msgspec.structs.replace(self.settings, **changed), given=given)


def configured(file: Path | None = None, *, folders: Sequence[Path] = (), today: date | None = None) -> Configuration:
    """What the file says; None: the usual one, if it exists. `folders` hold detectors besides those that it names.

    Raises ConfigurationError.
    """
    if file is None and not _exists(DEFAULT_FILE):
        return Configuration()
    path = Path(file or DEFAULT_FILE)
    text = _text(path)
    table = _table(path, text)
    settings, flaws = settings_of(table, path.parent, folders)
    lines = toml_lines.lines_of(text)
    if flaws:
        raise ConfigurationError(_problems(path, flaws, lines))
    return Configuration(settings, str(path), tuple(_ended(path, settings, lines, today or date.today())), lines)


def settings_of(
    table: Mapping[str, Any], beside: Path = Path(), folders: Sequence[Path] = ()
) -> tuple[Settings, list[Flaw]]:
    """The settings of a table as tomllib gives it, and all that is wrong. Relative paths begin `beside` the file."""
    reader = Reader()
    settings = reader.settings(table)
    settings = msgspec.structs.replace(
        settings,
        geo_databases=tuple(FileName(beside / path) for path in settings.geo_databases),
        detectors_folder=FileName(beside / settings.detectors_folder),
    )
    whole = table.keys() - {flaw.path[0] for flaw in reader.flaws if flaw.path}
    return settings, [*reader.flaws, *dangling(settings, whole, folders)]


def _exists(path: str) -> bool:
    """Whether there is something by that name, though it may lead nowhere or be closed to this user."""
    try:
        os.lstat(path)
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError as error:
        raise _unreadable(Path(path), error) from error
    return True


def _text(path: Path) -> str:
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except OSError as error:
        raise _unreadable(path, error) from error
    if len(content) > LARGEST:
        raise _error(path, 0, f"is larger than {LARGEST >> 20} MiB: is this a configuration?")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise _error(path, line, f"is not UTF-8: found the byte 0x{content[error.start]:02x}") from error


def _table(path: Path, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except RecursionError as error:
        raise _error(path, 0, "is nested too deep: is this a configuration?") from error
    except ValueError as error:
        place = re.search(r"at line (\d+)", str(error))
        line = int(place[1]) if place else text.count("\n") + 1
        raise _error(path, line, f"{error}: expected lines such as {_SUCH_AS}") from error


def _problems(path: Path, flaws: Sequence[Flaw], lines: Mapping[toml_lines.Path, int]) -> list[Problem]:
    """In the order of the file; if there are very many, the first of them."""
    known = {_folded(where): line for where, line in lines.items()} | dict(lines)
    problems = dict.fromkeys(Problem(str(path), _line(flaw.path, known), flaw.text) for flaw in flaws)
    placed = sorted(problems, key=lambda problem: problem.line)
    more = len(placed) - MOST_PROBLEMS
    return placed[:MOST_PROBLEMS] + ([Problem(str(path), 0, f"and {more:,} problems more")] if more > 0 else [])


def _line(where: toml_lines.Path, known: Mapping[toml_lines.Path, int]) -> int:
    """Of the nearest thing that has a line; of an account also where it was written in capitals."""
    tries = (way for length in range(len(where), 0, -1) for way in (where[:length], _folded(where[:length])))
    return next((known[way] for way in tries if way in known), 1)


def _folded(where: toml_lines.Path) -> toml_lines.Path:
    return tuple(part.lower() if isinstance(part, str) else part for part in where)


def _ended(path: Path, settings: Settings, lines: Mapping[toml_lines.Path, int], today: date) -> Iterator[Problem]:
    for n, silence in enumerate(settings.silence):
        if silence.until < today:
            text = (
                f"the silence until {silence.until} has ended ({silence.why}): what came later is judged; extend it or "
                "take it out"
            )
            yield Problem(str(path), lines.get(("silence", n), 0), text)


def _unreadable(path: Path, error: OSError) -> ConfigurationError:
    advice = "" if not isinstance(error, PermissionError) else ": let this user read it, or name another with --config"
    return _error(path, 0, f"cannot be read: {error.strerror or error}{advice}")


def _error(path: Path, line: int, text: str) -> ConfigurationError:
    return ConfigurationError([Problem(str(path), line, text)])
