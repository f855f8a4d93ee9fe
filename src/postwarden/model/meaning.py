"""What does a kind of log line mean, in words for an administrator, and must he do something?"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Concern(StrEnum):
    """Whether a line of this kind asks for attention."""

    NONE = "none"
    LOOK = "look"
    """Worth a look: harmless by itself, but not always."""
    ACT = "act"
    """Something does not work, or is not safe."""

    def at_least(self, other: Concern) -> bool:
        """Whether it is as urgent as another one."""
        order = tuple(Concern)
        return order.index(self) >= order.index(other)


@dataclass(frozen=True, slots=True)
class Meaning:
    """What lines of one kind say.

    Where that depends on what a line says in one place, `by` is the column of the record table, and `cases` are texts
    to be found in it, each with what the line means then; the first that is found counts. An empty text is found in
    every line that has the column at all.
    """

    text: str
    concern: Concern = Concern.NONE
    advice: str = ""
    by: str = ""
    cases: tuple[tuple[str, Meaning], ...] = ()
    run: str = ""
    """The command that mends it, where there is one for all."""

    def of(self, values: dict[str, str]) -> Meaning:
        """What a line with these columns means."""
        value = values.get(self.by)
        if value is not None:
            for needle, case in self.cases:
                if needle in value:
                    return case.of(values)
        return self

    def columns(self) -> frozenset[str]:
        """The columns that decide."""
        asked = frozenset({self.by} - {""})
        return asked.union(*(case.columns() for _, case in self.cases))

    def all_cases(self) -> tuple[Meaning, ...]:
        """This one, and whatever else a line may mean."""
        return (self, *(inner for _, case in self.cases for inner in case.all_cases()))


UNTOLD = Meaning("")
_Cases = tuple[tuple[str, Meaning], ...]


def ordinary(text: str, advice: str = "", by: str = "", cases: _Cases = ()) -> Meaning:
    """Nothing to worry about."""
    return Meaning(text, Concern.NONE, advice, by, cases)


def look(text: str, advice: str, by: str = "", cases: _Cases = (), run: str = "") -> Meaning:
    """Worth a look; the advice says when it matters."""
    return Meaning(text, Concern.LOOK, advice, by, cases, run)


def act(text: str, advice: str, by: str = "", cases: _Cases = (), run: str = "") -> Meaning:
    """Something has to be done; the advice says what."""
    return Meaning(text, Concern.ACT, advice, by, cases, run)
