"""Does the page hold together: one file, nothing loaded, hostile text shown as text?"""

from __future__ import annotations

import re
from base64 import b64encode
from dataclasses import replace
from hashlib import sha256

import pytest

from postwarden.model.findings import AccountVerdict, Blast, Verdict
from postwarden.report import html
from postwarden.report.neutral import visible
from report import sample
from report.test_elements import Reader

REPORTS = {"incident": sample.incident(), "quiet": sample.quiet(), "blind": sample.blind()}


@pytest.fixture(scope="module")
def page() -> str:
    return html.page(sample.incident())


@pytest.mark.parametrize("name", REPORTS)
def test_nothing_is_loaded_from_anywhere(name: str) -> None:
    text = html.page(REPORTS[name])
    for tag, attributes in Reader(text).tags:
        assert tag not in {"link", "img", "iframe", "object", "embed", "base", "form"}
        for attribute, value in attributes.items():
            assert not attribute.startswith("on")
            assert attribute not in {"style", "src", "srcset", "action"}
            if "href" in attribute:
                assert value is not None
                assert value.startswith("#")
    (style,) = re.findall(r"<style>(.*?)</style>", text, re.S)
    assert "@import" not in style
    assert set(re.findall(r"url\((.*?)\)", style)) <= {'"#hatched"'}


def test_the_policy_admits_exactly_the_style_and_script_of_the_page(page: str) -> None:
    (policy,) = [a["content"] for t, a in Reader(page).tags if a.get("http-equiv") == "Content-Security-Policy"]
    assert policy is not None
    for tag in ("style", "script"):
        (inline,) = re.findall(rf"<{tag}>(.*?)</{tag}>", page, re.S)
        assert f"{tag}-src 'sha256-{b64encode(sha256(inline.encode()).digest()).decode()}'" in policy
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy


def test_hostile_text_is_shown_as_text(page: str) -> None:
    reader = Reader(page)
    assert [tag for tag, _ in reader.tags].count("script") == 1
    assert visible(sample.HOSTILE) in reader.words
    assert r"$(reboot)\x1b[31m<b>" in reader.words
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u202e]", page)


def test_the_page_says_what_the_terminal_says(page: str) -> None:
    words = Reader(page).words
    for expected in (
        "1 account COMPROMISED, 1 suspicious, 1 problem of the server itself",
        "Sat 2026-11-14 03:12 until 05:40 (2 h 29 min)",
        "4,812 messages to 22,014 recipients",
        "mail.log:4711",
        "doveadm kick anna.lindqvist@example.org",
        "7 networks tried to get in, 23,335 failed logins",
        "3 lines of the log show passwords",
        "1,204,331 of 1,250,002 lines",
        "NOT READ TO THE END",
    ):
        assert expected in words


def test_every_command_is_one_piece_to_copy(page: str) -> None:
    assert "<code>doveadm auth cache flush $&#x27;$(reboot)\\033[31m&lt;b&gt;&#x27;</code>" in page


def test_bad_logins_differ_in_shape(page: str) -> None:
    tags = Reader(page).tags
    circles = [a for t, a in tags if t == "circle" and a["class"] == "mark ordinary"]
    diamonds = [a for t, a in tags if t == "path" and a.get("class") == "mark bad"]
    assert circles
    assert diamonds
    assert not any("bad" in (a["class"] or "") for t, a in tags if t == "circle")


def test_the_world_is_carried_once_and_only_where_it_is_used(page: str) -> None:
    assert page.count('id="world"') == 1
    assert 'id="world"' not in html.page(sample.quiet())


def test_links_lead_to_accounts(page: str) -> None:
    tags = Reader(page).tags
    targets = {"#" + (a["id"] or "") for _, a in tags if "id" in a}
    assert {a["href"] for t, a in tags if t == "a"} <= targets


def test_clean_accounts_are_named_when_they_are_listed() -> None:
    clean = AccountVerdict("calm@example.org", Verdict.CLEAN, 0, None, None, (), Blast())
    assert "calm@example.org" in Reader(html.page(replace(sample.quiet(), accounts=(clean,)))).words


def test_the_same_report_gives_the_same_page(page: str) -> None:
    assert html.page(sample.incident()) == page


def test_a_network_that_somebody_uses_is_not_to_be_banned() -> None:
    attackers = sample.incident().attackers
    used = replace(attackers[0], spared=("<b>carl comes from there",))
    text = html.page(replace(sample.incident(), attackers=(used, *attackers[1:])))
    assert text.count("do not ban: &lt;b&gt;carl comes from there") == 1
