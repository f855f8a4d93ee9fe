"""What does the queue know of a mail?"""

from __future__ import annotations

from dataclasses import dataclass

from ..clock import Moment
from ..outside.people import Recipient


@dataclass(slots=True)
class Mail:
    """A queue file."""

    queue_id: str
    account: str  # who handed it in; empty: nobody logged in
    sender: str
    size: int
    spam: float
    message_id: str
    arrived: Moment
    waiting: list[Recipient]
    attempt: int = 0


@dataclass(frozen=True, slots=True)
class Retry:
    """The queue manager tries again."""

    at: Moment
    mail: Mail
