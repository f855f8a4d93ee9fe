"""How is HTML written so that text from the logs cannot become markup?

Escaping is what happens by itself: only `Markup` passes unescaped, and only `element` and our own resources make it.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from postwarden.report.neutral import visible


class Markup(str):
    """Text that is HTML already. Joining it with plain text gives plain text again, which is escaped."""

    __slots__ = ()


Child = str | int | float | None | Iterable["Child"]
Attribute = str | int | float | bool | None

_VOID = frozenset({"meta", "link", "br"})


def element(tag: str, /, *children: Child, **attributes: Attribute) -> Markup:
    """One element. `class_` is class, `data_tip` is data-tip; None and False leave an attribute out."""
    opening = f"<{tag}{''.join(_attribute(key, value) for key, value in attributes.items())}>"
    if tag in _VOID:
        return Markup(opening)
    return Markup(f"{opening}{markup(*children)}</{tag}>")


def markup(*children: Child) -> Markup:
    """Children side by side."""
    return Markup("".join(_child(child) for child in children))


def _child(child: Child) -> str:
    if isinstance(child, Markup):
        return child
    if child is None:
        return ""
    if isinstance(child, str | int | float):
        return escape(visible(str(child)))
    return markup(*child)


def _attribute(key: str, value: Attribute) -> str:
    name = key.rstrip("_").replace("_", "-")
    if name == "style" or name.startswith("on"):
        raise ValueError(f"{name}= is refused: the page's own security policy would block it")
    if value is None or value is False:
        return ""
    return f" {name}" if value is True else f' {name}="{escape(visible(str(value)))}"'
