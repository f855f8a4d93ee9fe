"""Which of the words that clients answer in a debug log are login names? AUTH LOGIN asks for name and password in turn.

A word is believed to be a name only where the server asked for a name before it, and for the password after it: lines
may be missing, and a password must never pass for a name.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from postwarden.model.meaning import Meaning
from postwarden.parse.login_names import LoginName, answer_in, answered_name
from postwarden.parse.meanings.debug import Shown

Process = tuple[int, str, str, int]
"""Source, host, program and process id: a server process holds one dialogue after the other."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A line that shows one word of a client."""

    source: int
    line: int
    text: str
    wording: str
    shown: Shown
    """How the log came to show it."""


@dataclass(frozen=True, slots=True)
class Settled:
    """An answer, and what it turned out to be; `login` only where it is a name."""

    answer: Answer
    meaning: Meaning
    login: LoginName | None = None


class Dialogues:
    """Follows what servers ask and clients answer."""

    def __init__(self) -> None:
        self._asked: dict[Process, str] = {}
        self._waiting: dict[Process, Answer] = {}

    def prompt(self, process: Process, asked: str) -> Iterator[Settled]:
        """The server asks for `name` or `password`. Without a process id nobody knows whom."""
        yield from self._settle(process, named=asked == "password")
        if process[-1]:
            self._asked[process] = asked

    def answer(self, process: Process, answer: Answer) -> Iterator[Settled]:
        """The client answers; the same word may be shown twice, by the server and by its TLS routines."""
        asked = self._asked.pop(process, None)
        waiting = self._waiting.get(process)
        if waiting and answer_in(waiting.text) != answer_in(answer.text):
            yield from self._settle(process, named=False)
        if asked == "name":
            self._waiting[process] = answer
        else:
            yield Settled(answer, answer.shown.password if asked == "password" else answer.shown.answer)

    def rest(self) -> Iterator[Settled]:
        """What was still waiting when the log ended."""
        for process in list(self._waiting):
            yield from self._settle(process, named=False)

    def _settle(self, process: Process, *, named: bool) -> Iterator[Settled]:
        answer = self._waiting.pop(process, None)
        if answer is None:
            return
        login = answered_name(answer.text) if named else None
        yield Settled(answer, answer.shown.name if login else answer.shown.answer, login)
