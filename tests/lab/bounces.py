"""What does a bounce say about the mail that comes back? Postfix puts it into a delivery status (RFC 3464)."""

from __future__ import annotations

import re
from dataclasses import dataclass

# Postfix's templates (bounce(5)), and what bounce(8) calls them
_KINDS = {
    "Undelivered Mail Returned to Sender": "non-delivery",
    "Postmaster Copy: Undelivered Mail": "postmaster-non-delivery",
    "Delayed Mail (still being retried)": "delay",
    "Postmaster Warning: Delayed Mail": "postmaster-delay",
    "Successful Mail Delivery Report": "success",
}
_SUBJECT = re.compile(r"^Subject: (.*?)\r?$", re.MULTILINE)
_MESSAGE_ID = re.compile(r"^Message-Id: (.*?)\r?$", re.MULTILINE)
_QUEUE_ID = re.compile(r"^X-Postfix-Queue-ID: (\w+)", re.MULTILINE)
_RECIPIENT = re.compile(r"^Final-Recipient: rfc822; (\S+)\r?\n(?:\S.*\r?\n)*?Status: ([\d.]+)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Bounce:
    """A report about the mail `queue_id`, and for each of its recipients the last word; a mail itself (`own_id`)."""

    own_id: str
    sender: str
    message_id: str
    kind: str
    queue_id: str
    recipients: tuple[tuple[str, str], ...]

    @property
    def waited(self) -> tuple[tuple[str, str], ...]:
        """Recipients who would still be tried, had the time not run out."""
        return tuple((recipient, dsn) for recipient, dsn in self.recipients if dsn.startswith("4"))

    @property
    def failed(self) -> tuple[tuple[str, str], ...]:
        """Recipients whom the mail will never reach."""
        return tuple((recipient, dsn) for recipient, dsn in self.recipients if dsn.startswith("5"))


def from_postfix(sender: str) -> bool:
    """Whether a mail of that sender may be such a report; those to the postmaster must not come back again."""
    return sender == "" or sender.startswith("double-bounce@")


def bounce(text: str, own_id: str, sender: str) -> Bounce | None:
    """What a mail reports, if it is a bounce."""
    if not from_postfix(sender):
        return None
    found, subject, message_id = _QUEUE_ID.search(text), _SUBJECT.search(text), _MESSAGE_ID.search(text)
    if not found or not subject or not message_id:
        return None
    return Bounce(own_id, sender, message_id[1], _KINDS[subject[1]], found[1], tuple(_RECIPIENT.findall(text)))
