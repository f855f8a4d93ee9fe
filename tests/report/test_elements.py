"""Is escaping what happens by itself?"""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postwarden.report.elements import Markup, element, markup
from postwarden.report.neutral import visible


class Reader(HTMLParser):
    """What a browser would see."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words += data


@given(st.text())
def test_text_stays_text(text: str) -> None:
    page = Reader(element("p", text, title=text))
    assert page.tags == [("p", {"title": visible(text)})]
    assert page.words == visible(text)


def test_only_markup_passes() -> None:
    inner = element("b", "x")
    assert element("p", inner, " & ", ["<", (inner, None, 3)]) == "<p><b>x</b> &amp; &lt;<b>x</b>3</p>"


def test_markup_joined_with_text_is_text_again() -> None:
    assert element("p", element("b", "x") + "<i>") == "<p>&lt;b&gt;x&lt;/b&gt;&lt;i&gt;</p>"
    assert element("p", f"{Markup('<b>')}") == "<p>&lt;b&gt;</p>"


def test_attributes_are_named_and_left_out() -> None:
    assert element("input_", class_="a", data_tip='"', hidden=True, id=None, lang=False).startswith(
        '<input_ class="a" data-tip="&quot;" hidden>'
    )
    assert element("br") == "<br>"
    assert markup() == ""


@pytest.mark.parametrize("name", ["style", "onclick", "onload"])
def test_what_the_policy_would_block_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="refused"):
        element("p", **{name: "x"})
