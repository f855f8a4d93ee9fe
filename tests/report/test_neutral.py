"""Does text from attackers lose its power and nothing else?"""

from __future__ import annotations

import json
import subprocess
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from postwarden.report.neutral import json_visible, shell_word, visible

ANY_TEXT = st.text(st.characters())
TREACHEROUS = {"Cc", "Cs", "Zl", "Zp"}


@pytest.mark.parametrize(
    ("hostile", "shown"),
    [
        ("\x1b[2J", r"\x1b[2J"),
        ("a\nb\tc\0", r"a\x0ab\x09c\x00"),
        ("\x9b31m", r"\x9b31m"),
        ("\u202egpj.exe", r"\u202egpj.exe"),
        ("pay\u200bpal\ufeff", r"pay\u200bpal\ufeff"),
        ("\u2066x\u2069", r"\u2066x\u2069"),
        ("\U000e0041", r"\U000e0041"),
        ("\udcff", r"\xff"),
        ("\ud800", r"\ud800"),
    ],
)
def test_what_terminals_obey_or_hide_is_written_out(hostile: str, shown: str) -> None:
    assert visible(hostile) == shown


def test_all_other_writing_stays() -> None:
    text = "Grüße, Ελλάδα, Привет, नमस्ते, 日本語, مرحبا, שלום, e\u0301, 😀 – “x” \\ $(id)"
    assert visible(text) == text


@given(ANY_TEXT)
def test_nothing_treacherous_is_left(text: str) -> None:
    shown = visible(text)
    assert not {unicodedata.category(character) for character in shown} & TREACHEROUS
    assert not set(shown) & set("\u061c\u200b\u200c\u200d\u200e\u200f\u202a\u202e\u2060\u2066\u2069\ufeff\xad")
    assert visible(shown) == shown


@given(st.text())
def test_json_says_the_same_after_it_was_made_harmless(text: str) -> None:
    safe = json_visible(json.dumps([text], ensure_ascii=False))
    assert json.loads(safe) == [text]
    assert visible(safe) == safe


def test_json_has_no_lone_surrogates() -> None:
    assert json.loads(json_visible(json.dumps("a\udcffb", ensure_ascii=False))) == r"a\xffb"


def test_ordinary_names_are_not_quoted() -> None:
    assert shell_word("anna@example.org") == "anna@example.org"


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=12))
def test_the_shell_gives_back_the_word_that_it_was_given(text: str) -> None:
    word = shell_word(text)
    assert visible(word) == word
    printed = subprocess.run(["bash", "-c", f"printf %s {word}"], capture_output=True, check=True)
    assert printed.stdout.decode() == text


@pytest.mark.parametrize("name", ["$(reboot)", "`id`", "a;b", "a'b", "x\x1b]0;\x07", "--help\n$(id)", "a\0b"])
def test_no_name_runs_anything(name: str) -> None:
    printed = subprocess.run(["bash", "-c", f"printf %s {shell_word(name)}"], capture_output=True, check=True)
    assert printed.stdout.decode() == name.replace("\0", r"\x00")
