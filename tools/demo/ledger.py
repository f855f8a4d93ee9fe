"""What did the play really do? Kept by those who act, so that the log can be held against it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field


@dataclass
class Ledger:
    """Counts and sets of the attacks."""

    spam_messages: Counter[str] = field(default_factory=Counter)  # by client address
    spam_recipients: list[str] = field(default_factory=list)
    spam_senders: set[str] = field(default_factory=set)
    refused: set[str] = field(default_factory=set)  # recipients that a server outside refused for good
    guesses: Counter[str] = field(default_factory=Counter)  # by account, from the network of the brute force
    sprayed: Counter[str] = field(default_factory=Counter)  # by client address
    stale: Counter[str] = field(default_factory=Counter)  # by protocol
