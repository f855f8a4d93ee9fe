"""Do explained lines fit a terminal and their schema, whatever strangers wrote into the log?"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest

from postwarden.model.meaning import Concern
from postwarden.model.plain_words import Code, Counts, Kind, Known, PlainWords
from postwarden.report.json_report import encode, schema
from postwarden.report.terminal import render_plain_words

HOSTILE = "\x1b[2J\u202e<script>\x9b5n"
PLAIN = Kind(
    source="mail.log",
    line=3,
    text="Nov 20 10:00:00 mx postfix/smtpd[7]: connect from unknown[192.0.2.9]",
    more=23,
    known=Known.READ,
    wording="smtpd/connect",
    means="a client connected",
    concern=Concern.NONE,
    advice="",
    run="",
    codes=(),
    login=None,
    login_is_whole=True,
    password=False,
)
SECRET = replace(
    PLAIN,
    text=f"Nov 20 10:00:00 mx {HOSTILE}" + "x" * 5000,
    line=1234,
    more=0,
    means="a client logs in",
    concern=Concern.ACT,
    advice="Change the password. " * 9,
    run="postconf -e smtpd_tls_loglevel=1 && postfix reload",
    codes=(Code("550", "refused"), Code("5.1.1", "no, for good: the mailbox does not exist")),
    login=f"bob{HOSTILE}",
    login_is_whole=False,
    password=True,
)


def words(*kinds: Kind) -> PlainWords:
    return PlainWords(1, 25, Counts(1, 0, 24), sum(kind.password for kind in kinds), (), kinds, 0)


def test_a_line_its_meaning_and_how_often() -> None:
    assert render_plain_words(words(PLAIN), colour=False, width=80).splitlines() == [
        "25 lines: 1 to act upon, 24 no concern",
        "",
        "OK line 3, and 23 more like this",
        "  Nov 20 10:00:00 mx postfix/smtpd[7]: connect from unknown[192.0.2.9]",
        "  means   a client connected",
    ]


def test_what_is_hidden_is_told() -> None:
    shown = render_plain_words(words(SECRET), colour=False, width=80)
    assert "Passwords stand in 1 line of this log. They are not shown here." in shown
    assert "ACT line 1,234\n" in shown
    assert "  code    550: refused\n  code    5.1.1: no, for good: the mailbox does not exist\n" in shown
    assert "… (the line was cut)" in shown
    assert "  run     postconf -e smtpd_tls_loglevel=1 && postfix reload\n" in shown
    assert "  secret  a password stands in the log here; it is not shown" in shown


def test_lines_of_several_sources_are_told_by_their_names() -> None:
    shown = render_plain_words(words(PLAIN, replace(PLAIN, source="mail.log.1", line=9)), colour=False)
    assert "OK mail.log:3, and 23 more" in shown
    assert "OK mail.log.1:9, and 23 more" in shown


def test_what_was_left_out_is_said() -> None:
    shown = render_plain_words(replace(words(PLAIN), left_out=2), colour=False)
    assert shown.endswith("\n\n2 kinds of lines of less concern left out\n")


@pytest.mark.parametrize("width", [40, 80, 120])
@pytest.mark.parametrize("colour", [False, True])
def test_every_line_fits_and_nothing_is_obeyed(width: int, colour: bool) -> None:
    shown = render_plain_words(words(PLAIN, SECRET), colour=colour, width=width)
    assert not {"\u202e", "\x9b"} & set(shown)
    assert "\x1b[2J" not in shown
    if not colour:
        assert "\x1b" not in shown
        assert [line for line in shown.splitlines() if len(line) > width] == []
        assert shown.count("\n") < 60


def test_colours_tell_what_to_act_upon() -> None:
    shown = render_plain_words(words(PLAIN, SECRET), colour=True)
    assert "\x1b[1;37;41m ACT " in shown
    assert "\x1b[1;32m OK " in shown


def test_the_json_obeys_its_schema_and_is_harmless() -> None:
    told = encode(words(PLAIN, SECRET))
    assert b"\x1b" not in told
    jsonschema.validate(json.loads(told), schema(PlainWords), cls=jsonschema.Draft202012Validator)


def test_the_committed_schema_is_up_to_date() -> None:
    committed = Path(__file__).parents[2] / "docs/reference/explain.schema.json"
    assert json.loads(committed.read_text(encoding="utf-8")) == schema(PlainWords), "run: make docs"
