"""Does every format say what its lines mean, whether that is a concern, and what to do?"""

from __future__ import annotations

import re

import pytest

from postwarden.cli.main import COMMANDS
from postwarden.model.meaning import Concern, Meaning, look, ordinary
from postwarden.parse.format import Format
from postwarden.parse.known import format_tables
from postwarden.parse.template import TemplateError

FORMATS = format_tables().formats
MEANINGS = {case.text: case for form in FORMATS for case in form.means.all_cases()}


def test_no_format_lacks_a_sentence() -> None:
    assert [form.name for form in FORMATS if not form.means.text] == []


@pytest.mark.parametrize("meaning", MEANINGS.values(), ids=lambda meaning: meaning.text[:60])
def test_a_sentence_is_short_and_a_concern_comes_with_advice(meaning: Meaning) -> None:
    assert len(meaning.text) <= 130
    assert not meaning.text.endswith(".")
    assert meaning.concern is Concern.NONE or meaning.advice
    assert len(meaning.advice) <= 420


@pytest.mark.parametrize("meaning", MEANINGS.values(), ids=lambda meaning: meaning.text[:60])
def test_advice_names_commands_that_exist(meaning: Meaning) -> None:
    assert set(re.findall(r"postwarden (\w+)", meaning.advice)) <= set(COMMANDS)


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.name)
def test_no_case_hides_a_later_one(form: Format) -> None:
    for meaning in form.means.all_cases():
        needles = [needle for needle, _ in meaning.cases]
        hidden = [
            (needle, later) for at, needle in enumerate(needles) for later in needles[at + 1 :] if needle in later
        ]
        assert hidden == []


def test_the_first_case_found_in_the_column_counts() -> None:
    sent, other = ordinary("sent"), ordinary("other")
    meaning = look("?", "see", by="status", cases=(("sent", sent), ("s", other)))
    assert meaning.of({"status": "sent"}) is sent
    assert meaning.of({"status": "lost"}) is other
    assert meaning.of({"status": "bad"}) is meaning
    assert meaning.of({"reason": "sent"}) is meaning


def test_an_empty_text_is_found_wherever_the_column_is() -> None:
    meaning = ordinary("no login", by="account", cases=(("", ordinary("a login")),))
    assert meaning.of({"account": "bob"}).text == "a login"
    assert meaning.of({}).text == "no login"


def test_a_case_may_ask_for_another_column() -> None:
    inner = ordinary("refused", by="text", cases=(("Relay", ordinary("no relay")),))
    meaning = ordinary("?", by="action", cases=(("reject", inner),))
    assert meaning.columns() == {"action", "text"}
    assert meaning.of({"action": "reject", "text": "Relay access denied"}).text == "no relay"
    assert meaning.of({"action": "hold", "text": "Relay access denied"}).text == "?"


def test_a_meaning_asks_for_columns_of_its_table_only() -> None:
    wrong = ordinary("?", by="status", cases=(("sent", ordinary("sent")),))
    with pytest.raises(TemplateError, match="no column of connect"):
        Format("smtpd/connect", "connect from {client}", table="connect", means=wrong)
