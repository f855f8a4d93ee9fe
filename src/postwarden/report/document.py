"""What is every HTML page made of, so that it needs nothing else and lets nothing of others run or load?"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Sequence
from hashlib import sha256
from importlib.resources import files

from postwarden.report import wording
from postwarden.report.elements import Child, Markup, element, markup


def document(title: str, body: Child) -> str:
    """The whole page. Its security policy lets nothing run or load but the style and script that it carries."""
    style, script = resource("page.css"), resource("page.js")
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", http_equiv="Content-Security-Policy", content=_policy(style, script)),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="referrer", content="no-referrer"),
        element("meta", name="color-scheme", content="light dark"),
        element("title", title),
        element("style", style),
    )
    return (
        "<!doctype html>\n" + element("html", head, element("body", body, element("script", script)), lang="en") + "\n"
    )


def resource(name: str) -> Markup:
    return Markup((files("postwarden.report") / "resources" / name).read_text(encoding="utf-8"))


def _policy(style: str, script: str) -> str:
    def hashed(text: str) -> str:
        return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"

    own = f"style-src {hashed(style)}; script-src {hashed(script)}"
    return f"default-src 'none'; {own}; base-uri 'none'; form-action 'none'"


def bullets(entries: Iterable[Child]) -> Markup:
    return element("ul", (element("li", entry) for entry in entries))


def section(title: str, *children: Child) -> Markup:
    return element("section", element("h2", title), *children)


def description(rows: Iterable[wording.Row]) -> Markup:
    return element("dl", (markup(element("dt", label), element("dd", words)) for label, words in rows))


def table(titles: Sequence[str], rows: Iterable[Sequence[Child]], columns: str = "") -> Markup:
    """A table that scrolls on a narrow screen. `columns` has a letter per column: text, number, moment, prose."""
    classes = {"n": "number", "m": "time", "p": "prose"}

    def cells(tag: str, row: Sequence[Child]) -> Iterable[Markup]:
        kinds = columns.ljust(len(row), "t")
        return (element(tag, cell, class_=classes.get(kind)) for cell, kind in zip(row, kinds, strict=True))

    head = element("thead", element("tr", cells("th", titles)))
    body = element("tbody", (element("tr", cells("td", row)) for row in rows))
    return element("div", element("table", head, body), class_="scroll")
