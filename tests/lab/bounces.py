"""What does a bounce say about the mail that comes back? Postfix puts it into a delivery status (RFC 3464)."""

from __future__ import annotations

import re
from dataclasses import dataclass

_QUEUE_ID = re.compile(r"^X-Postfix-Queue-ID: (\w+)", re.MULTILINE)
_RECIPIENT = re.compile(r"^Final-Recipient: rfc822; (\S+)\r?\n(?:\S.*\r?\n)*?Status: ([\d.]+)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Bounce:
    """A mail that came back, and for each of its recipients the last word."""

    queue_id: str
    recipients: tuple[tuple[str, str], ...]

    @property
    def waited(self) -> tuple[tuple[str, str], ...]:
        """Recipients who would still be tried, had the time not run out."""
        return tuple((recipient, dsn) for recipient, dsn in self.recipients if dsn.startswith("4"))


def bounce(text: str) -> Bounce | None:
    """What a mail reports, if it is a bounce."""
    found = _QUEUE_ID.search(text)
    return Bounce(found[1], tuple(_RECIPIENT.findall(text))) if found else None
