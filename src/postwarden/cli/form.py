"""In which form does a result leave?"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol, TypeVar

from postwarden.cli.output import hand_over

if TYPE_CHECKING:
    from pathlib import Path

    from postwarden.report.json_report import Told

T = TypeVar("T", bound="Told")
_Whose = TypeVar("_Whose", contravariant=True)
_PLAIN_WIDTH = 80


class Draw(Protocol[_Whose]):
    """Makes the text for a terminal: of this one, where it is told neither width nor colour."""

    def __call__(self, told: _Whose, /, *, width: int | None, colour: bool | None) -> str: ...


def hand_over_as(form: str, told: T, path: Path | None, draw: Draw[T], **others: Callable[[T], str | bytes]) -> None:
    """Print a result, or write it to the file that was named: as JSON, in one of the `others`, else drawn."""
    if form == "json":
        from postwarden.report.json_report import encode

        hand_over(encode(told), path)
    elif form in others:
        hand_over(others[form](told), path)
    elif path is None:
        hand_over(draw(told, width=None, colour=None), path)
    else:
        hand_over(draw(told, width=_PLAIN_WIDTH, colour=False), path)
