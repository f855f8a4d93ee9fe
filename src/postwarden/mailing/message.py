"""How is a report written as a mail that every client shows: as text, and as HTML?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, make_msgid

_LONGEST_SUBJECT = 200


class BadAddress(ValueError):
    """What is no mail address; the text says so."""


@dataclass(frozen=True, slots=True)
class Letter:
    """What is sent to whom."""

    sender: str
    recipients: tuple[str, ...]
    subject: str
    text: str
    html: str
    date: datetime
    host: str
    urgent: bool = False


def message(letter: Letter) -> EmailMessage:
    """The mail. Raises BadAddress."""
    mail = EmailMessage(policy=SMTP)
    mail["Subject"] = " ".join(letter.subject.split())[:_LONGEST_SUBJECT]
    mail["From"] = Address("postwarden", addr_spec=address(letter.sender))
    mail["To"] = tuple(Address(addr_spec=address(one)) for one in letter.recipients)
    mail["Date"] = format_datetime(letter.date)
    mail["Message-ID"] = make_msgid("postwarden", domain=letter.host)
    mail["Auto-Submitted"] = "auto-generated"  # RFC 3834: nobody's vacation answers it
    if letter.urgent:
        mail["Importance"] = "high"
    mail.set_content(letter.text, cte="quoted-printable")
    mail.add_alternative(letter.html, subtype="html", cte="quoted-printable")
    return mail


def address(text: str) -> str:
    """The address itself. Raises BadAddress."""
    try:
        found = Address(addr_spec=text)
    except (ValueError, IndexError, MessageError) as error:
        raise BadAddress(f"{text!r} is no mail address: expected one such as admin@example.org") from error
    if not found.username or not text.isprintable() or text.startswith("-") or not text.isascii():
        raise BadAddress(f"{text!r} is no mail address: expected one such as admin@example.org")
    return text
