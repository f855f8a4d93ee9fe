"""Is every key and item of a TOML text found on its line?"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postwarden.app.toml_lines import Path, lines_of

TEXT = '''\
# first = 1
home = ["DE", # "XX"
  "AT",
  [1, 2]
]
a.b = 1
a."c d".e = { x = 1, y = [3, 4] }
s = """
fake = 1
[fake]
"""
t = \'\'\'
[[fake]]
\'\'\' # 3
date = 2026-12-31 10:00:00
n = 3.14

[table] # remark
"quoted \\" = key" = 1
'lit.eral' = "a # b"
[table.sub.deep]
k = true
[[list]]
k = 1
[[list]]
k = 2
[list.part]
k = 3
[[list.more]]
k = 4
'''
EXPECTED: dict[Path, int] = {
    ("home",): 2,
    ("home", 0): 2,
    ("home", 1): 3,
    ("home", 2): 4,
    ("home", 2, 1): 4,
    ("a",): 6,
    ("a", "b"): 6,
    ("a", "c d"): 7,
    ("a", "c d", "e"): 7,
    ("a", "c d", "e", "x"): 7,
    ("a", "c d", "e", "y", 1): 7,
    ("s",): 8,
    ("t",): 12,
    ("date",): 15,
    ("n",): 16,
    ("table",): 18,
    ("table", 'quoted " = key'): 19,
    ("table", "lit.eral"): 20,
    ("table", "sub", "deep"): 21,
    ("table", "sub", "deep", "k"): 22,
    ("list",): 23,
    ("list", 0): 23,
    ("list", 0, "k"): 24,
    ("list", 1): 25,
    ("list", 1, "k"): 26,
    ("list", 1, "part"): 27,
    ("list", 1, "part", "k"): 28,
    ("list", 1, "more", 0): 29,
    ("list", 1, "more", 0, "k"): 30,
}


def paths(value: object, above: Path = ()) -> Iterator[Path]:
    """Every key and item of what tomllib has read."""
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for part, content in parts:
        yield (*above, part)
        yield from paths(content, (*above, part))


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_lines(end: str) -> None:
    found = lines_of(TEXT.replace("\n", end))
    assert {path: found.get(path) for path in EXPECTED} == EXPECTED


def test_every_path_has_a_line() -> None:
    unknown = [path for path in paths(tomllib.loads(TEXT)) if path not in lines_of(TEXT)]
    assert unknown == [("table", "sub")], "only what is named by its parts has no line of its own"


WORDS = [
    "a", '"b c"', "'d'", ".", "=", "[", "]", "[[", "]]", "{", "}", ",", "1", "-1.5", '"x"', "#", "\\", "é", "true",
    "2026-12-31",
]  # fmt: skip
PIECES = st.sampled_from(
    (*WORDS, " ", "\n", '"""', "'''", "a = 1\n", "[t]\n", "[[l]]\n", "k = [1,\n2]\n", 'm = {x = 1, "y" = "]"}\n')
)


@given(st.lists(PIECES, max_size=30).map("".join))
def test_whatever_tomllib_reads_has_lines(text: str) -> None:
    try:
        table = tomllib.loads(text)
    except ValueError:
        return
    found = lines_of(text)
    last = text.count("\n") + 1
    assert all(1 <= line <= last for line in found.values())
    named = {path for path in paths(table) if path in found}
    assert {path for path in paths(table) if not any(longer[: len(path)] == path for longer in named)} == set()


def test_what_is_nested_absurdly_deep_has_lines_as_far_as_they_go() -> None:
    assert lines_of("a = 1\nb = " + "[" * 100_000)[("a",)] == 1
