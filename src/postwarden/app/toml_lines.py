"""On which line of a TOML file does each key and each value stand? tomllib does not say."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator

Path = tuple[str | int, ...]
"""Keys, and numbers of items: ("silence", 0, "until")."""

_TOKEN = re.compile(
    r'"""(?:\\.|[^\\])*?"{3,5}'
    r"|'''.*?'{3,5}"
    r'|"(?:\\.|[^"\\\n])*"'
    r"|'[^'\n]*'"
    r"|\#[^\n]*"
    r"|\n"
    r"|[\[\]{},=.]"
    r"|[^\s\[\]{},=.\#\"']+",
    re.DOTALL,
)


def lines_of(text: str) -> dict[Path, int]:
    """The line of every key and item of a text that tomllib has read, as far as they are not nested absurdly deep."""
    reader = _Reader(text)
    try:
        reader.read()
    except RecursionError:
        return reader.found
    return reader.found


class _Reader:
    """Walks over the tokens of a text that is known to be good TOML."""

    def __init__(self, text: str) -> None:
        self.found: dict[Path, int] = {}
        self._tokens = _tokens(text)
        self._arrays: dict[Path, int] = {}
        self._next()

    def read(self) -> None:
        table: Path = ()
        while self._word:
            if self._word == "[":
                table = self._heading()
            elif self._word == "\n":
                self._next()
            else:
                self._pair(table)

    def _next(self) -> None:
        self._word, self._line = next(self._tokens, ("", 0))

    def _skip(self, *tokens: str) -> None:
        while self._word and self._word in tokens:
            self._next()

    def _heading(self) -> Path:
        """`[a.b]` or `[[a.b]]`: the path that the pairs below belong to."""
        line = self._line
        self._next()
        listed = self._word == "["
        self._skip("[")
        keys = self._keys("]")
        self._skip("]")
        path = self._inside((), keys[:-1])
        if not listed:
            return self._inside(path, keys[-1:], line)
        array: Path = (*path, keys[-1])
        number = self._arrays[array] = self._arrays.get(array, -1) + 1
        self._note(array, line)
        self._note((*array, number), line)
        return (*array, number)

    def _inside(self, path: Path, keys: list[str], line: int = 0) -> Path:
        """The path of a table; of an array of tables the last one is meant."""
        for key in keys:
            path = (*path, key)
            self._note(path, line)
            if path in self._arrays:
                path = (*path, self._arrays[path])
        return path

    def _pair(self, table: Path) -> None:
        line = self._line
        keys = self._keys("=")
        self._next()
        for length in range(1, len(keys) + 1):
            self._note((*table, *keys[:length]), line)
        self._value((*table, *keys))

    def _keys(self, end: str) -> list[str]:
        keys = []
        while self._word and self._word != end:
            if self._word != ".":
                keys.append(_key(self._word))
            self._next()
        return keys

    def _value(self, path: Path) -> None:
        if self._word == "[":
            self._array(path)
        elif self._word == "{":
            self._inline(path)
        else:
            while self._word and self._word not in ("\n", ",", "]", "}"):
                self._next()

    def _array(self, path: Path) -> None:
        self._next()
        self._skip("\n")
        number = 0
        while self._word and self._word != "]":
            self._note((*path, number), self._line)
            self._value((*path, number))
            self._skip("\n", ",")
            number += 1
        self._next()

    def _inline(self, path: Path) -> None:
        self._next()
        self._skip("\n")
        while self._word and self._word != "}":
            self._pair(path)
            self._skip("\n", ",")
        self._next()

    def _note(self, path: Path, line: int) -> None:
        if line:
            self.found.setdefault(path, line)


def _tokens(text: str) -> Iterator[tuple[str, int]]:
    line = 1
    for match in _TOKEN.finditer(text):
        token = match[0]
        if not token.startswith("#"):
            yield token, line
        line += token.count("\n")


def _key(token: str) -> str:
    """A bare or quoted key as tomllib has it."""
    return next(iter(tomllib.loads(f"{token} = 0"))) if token.startswith(('"', "'")) else token
