"""How is one text sent to many people?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from random import Random

from ..clock import Moment
from ..geography.networks import Client
from ..outside.people import Recipient
from ..server.intents import Letter, Submit
from .person import Person

LETTERS_PER_SESSION = 20


def mailing(
    person: Person,
    at: Moment,
    client: Client,
    recipients: Sequence[Recipient],
    rng: Random,
    per_letter: int = 1,
    pace: float = 2.0,
    size: int = 18_000,
) -> Iterator[Submit]:
    """One letter to each, or one to several at a time (BCC); `pace`: seconds between two letters."""
    habit = person.habit(at)
    groups = [tuple(recipients[start : start + per_letter]) for start in range(0, len(recipients), per_letter)]
    for start in range(0, len(groups), LETTERS_PER_SESSION):
        session = groups[start : start + LETTERS_PER_SESSION]
        letters = tuple(
            Letter(person.address, group, size + rng.randrange(900), after=number * pace)
            for number, group in enumerate(session)
        )
        yield Submit(at, person.account, client, letters, habit.service, habit.method)
        at += len(session) * pace + rng.uniform(1, 4) * max(pace, 1)
