"""How does a table that was read from TOML become settings? Strictly, and with all that is wrong said at once."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

import msgspec
from msgspec import inspect

from postwarden.app.toml_lines import Path
from postwarden.model.settings import Field, Settings, fields
from postwarden.model.values import shown

Shape = TypeVar("Shape", bound=msgspec.Struct)

_UPPERMOST = {one.name: one for one in fields(Settings)}


@dataclass(frozen=True, slots=True)
class Flaw:
    """Something wrong, and where: at which key or item."""

    path: Path
    text: str


@dataclass(slots=True)
class Reader:
    """Reads tables into the classes of postwarden.model.settings; what cannot be read is left out and noted."""

    flaws: list[Flaw] = field(default_factory=list)

    def settings(self, table: Mapping[str, Any]) -> Settings:
        """The settings of a whole file."""
        return self._shape(table, Settings, ())

    def _shape(self, table: Mapping[str, Any], shape: type[Shape], path: Path) -> Shape:
        known = {one.name: one for one in fields(shape)}
        for name in table:
            if name not in known:
                self.flaws.append(Flaw((*path, name), _unknown(name, known, path)))
        for name, one in known.items():
            if one.required and name not in table:
                text = f"{_told(path)} lacks {name}: for example {name} = {one.example}"
                self.flaws.append(Flaw(path, text))
        values = {
            name: value
            for name, one in known.items()
            if name in table
            for value in self._value(table[name], one.type, (*path, name), one.expected)
        }
        if any(one.required and name not in values for name, one in known.items()):
            raise _Unusable
        return shape(**values)

    def _value(self, told: object, kind: inspect.Type, path: Path, expected: str) -> list[Any]:
        """The value, or nothing where there is something wrong."""
        with self._noting(path):
            match kind:
                case inspect.UnionType(types=(only, inspect.NoneType())):
                    return self._value(told, only, path, expected)
                case inspect.VarTupleType(item_type=item):
                    listed = _of_type(told, list, expected or f"a list such as [{shown(told)}]")
                    return [
                        tuple(good for n, one in enumerate(listed) for good in self._value(one, item, (*path, n), ""))
                    ]
                case inspect.DictType(key_type=key, value_type=value):
                    return [self._table(_of_type(told, dict, expected), key, value, path)]
                case inspect.StructType(cls=shape):
                    return [self._shape(_of_type(told, dict, "a heading of its own"), shape, path)]
                case _:
                    return [_leaf(told, kind)]
        return []

    def _table(self, told: Mapping[str, Any], key: inspect.Type, value: inspect.Type, path: Path) -> dict[str, Any]:
        """Keys of the file's own choice: accounts, detectors, limits."""
        found: dict[str, Any] = {}
        for name, content in told.items():
            where = (*path, name)
            if len(path) == 1 and name in _UPPERMOST and isinstance(key, inspect.CustomType):
                self.flaws.append(Flaw(where, _too_low(name, path)))
                continue
            for read in self._value(name, key, where, ""):
                if read in found:
                    self.flaws.append(Flaw(where, f"{_told(path)} names {read} twice (upper and lower case are one)"))
                found.update((read, good) for good in self._value(content, value, where, ""))
        return found

    @contextmanager
    def _noting(self, path: Path) -> Iterator[None]:
        try:
            yield
        except _Unusable:
            pass
        except ValueError as error:
            self.flaws.append(Flaw(path, f"{_told(path)}: {error}"))


class _Unusable(Exception):
    """It lacks something; that was noted already."""


def near(word: str, known: Collection[str]) -> str:
    """`; did you mean …?` where a known word is near."""
    found = difflib.get_close_matches(word, known, n=1)
    return f"; did you mean {found[0]!r}?" if found else f"; known: {', '.join(known) or 'none'}"


def _unknown(name: str, known: Mapping[str, Field], path: Path) -> str:
    if path and name in _UPPERMOST:
        return _too_low(name, path)
    if "limits" in known and name not in known and not difflib.get_close_matches(name, known, n=1):
        return f"unknown setting {shown(name)} of {_told(path)}: a limit is written limits.{name} = …"
    of = f" of {_told(path)}" if path else ""
    return f"unknown setting {shown(name)}{of}{near(name, known)}"


def _too_low(name: str, path: Path) -> str:
    return (
        f"{name} stands under the heading of {_told(path)}, and so belongs to it: settings without a heading of their "
        "own must stand above the first heading"
    )


def _told(path: Path) -> str:
    """`send_as."anna@example.org"`, `silence 2`."""
    words = ""
    for part in path:
        if isinstance(part, int):
            words += f" {part + 1}"
        else:
            words += ("." if words else "") + (part if part.isidentifier() else shown(part))
    return words


def _of_type(told: object, kind: type[Any], expected: str) -> Any:
    if not isinstance(told, kind):
        raise ValueError(f"expected {expected}, not {shown(told)}")
    return told


def _leaf(told: object, kind: inspect.Type) -> Any:
    match kind:
        case inspect.CustomType():
            reader: Any = kind.cls  # one of postwarden.model.values
            return reader.read(told)
        case inspect.BoolType():
            return _of_type(told, bool, "true or false")
        case inspect.StrType():
            return _of_type(told, str, "a name in quotes")
        case inspect.DateType() if type(told) is date:
            return told
        case inspect.DateType():
            raise ValueError(f"expected a date without quotes, such as 2026-12-31, not {shown(told)}")
    raise TypeError(kind)
