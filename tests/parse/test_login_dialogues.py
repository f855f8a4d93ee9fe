"""Is a client's answer taken for its name only where it cannot be the password?"""

from __future__ import annotations

from base64 import b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postwarden.parse.login_dialogues import Answer, Dialogues, Process, Settled
from postwarden.parse.meanings.debug import BY_TLS

ONE: Process = (0, "mx", "postfix/smtpd", 4711)
NAME, PASSWORD = "bob@example.org", "hunter2-hunter2"


def answer(said: str, line: int = 1) -> Answer:
    text = f"< unknown[203.0.113.50]: {b64encode(said.encode()).decode()}"
    return Answer(0, line, text, "verbose/auth-response", BY_TLS)


def played(*steps: str, process: Process = ONE) -> list[Settled]:
    """`name?` and `password?` are the server's prompts, all else what the client says."""
    dialogues = Dialogues()
    settled: list[Settled] = []
    for line, step in enumerate(steps, 1):
        if step.endswith("?"):
            settled += dialogues.prompt(process, step.removesuffix("?"))
        else:
            settled += dialogues.answer(process, answer(step, line))
    return [*settled, *dialogues.rest()]


def named(settled: list[Settled]) -> list[str]:
    return [one.login.name for one in settled if one.login]


def test_a_dialogue_tells_name_and_password_apart() -> None:
    name, password = played("name?", NAME, "password?", PASSWORD)
    assert (name.meaning, name.login and name.login.name) == (BY_TLS.name, NAME)
    assert (password.meaning, password.login) == (BY_TLS.password, None)


def test_what_two_views_show_twice_is_told_once_by_name() -> None:
    steps = ("name?", "name?", NAME, NAME, "password?", "password?", PASSWORD, PASSWORD)
    assert named(played(*steps)) == [NAME]


@pytest.mark.parametrize(
    "steps",
    [
        (PASSWORD,),
        ("name?", PASSWORD),
        ("name?", PASSWORD, "name?"),
        ("name?", PASSWORD, "name?", NAME),
        ("name?", NAME, PASSWORD, "password?"),
        ("password?", PASSWORD, "password?"),
        ("password?", PASSWORD, "name?", PASSWORD),
    ],
)
def test_where_lines_are_missing_nothing_passes_for_a_name(steps: tuple[str, ...]) -> None:
    settled = played(*steps)
    assert named(settled) == []
    assert len(settled) == sum(not step.endswith("?") for step in steps)


def test_without_a_process_id_nobody_knows_who_was_asked() -> None:
    assert named(played("name?", NAME, "password?", process=(0, "mx", "postfix/smtpd", 0))) == []


def test_processes_are_kept_apart() -> None:
    dialogues = Dialogues()
    other: Process = (0, "mx2", *ONE[2:])
    assert list(dialogues.prompt(ONE, "name")) == []
    (settled,) = dialogues.answer(other, answer(PASSWORD))
    assert settled.login is None
    assert list(dialogues.prompt(other, "password")) == []


@given(st.lists(st.sampled_from(["name?", "password?", NAME, PASSWORD])))
def test_every_answer_is_told_once(steps: list[str]) -> None:
    settled = played(*steps)
    assert sorted(one.answer.line for one in settled) == [
        line for line, step in enumerate(steps, 1) if not step.endswith("?")
    ]
