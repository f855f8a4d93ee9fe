"""What is left of a client's words when Postfix or Dovecot has logged them?"""

from __future__ import annotations

import re

_LINE = 2000  # bytes of a text that Postfix gives to syslog
_NAME = 100  # bytes of the name of a failed login
_DOVECOT_NAME, _DOVECOT_MESSAGE_ID = 80, 200  # bytes, of whole characters
_MESSAGE_ID = re.compile(r"<[^<>\s]+@[^<>\s]+>")
_CONTROL = re.compile(r"[\x00-\x1f\x7f\udc80-\udcff]")
_TAIL = "; from=<"
_NEUTERED = re.compile(r'[ <>()\\";@\x00-\x1f\x7f\udc80-\udcff]')


def printable(text: str) -> str:
    """Control characters and bytes that are no UTF-8 become question marks."""
    return _CONTROL.sub("?", text)


def envelope(sender: str, recipient: str) -> dict[str, str]:
    """Of a refusal; none is believed where one of them looks like the rest of the line."""
    unclear = _TAIL in sender or _TAIL in recipient
    return {"sender": "" if unclear else printable(sender), "recipient": "" if unclear else printable(recipient)}


def cut(text: str, size: int = _LINE) -> str:
    """The first bytes of it; half a character is no UTF-8."""
    return printable(text.encode("utf-8", "surrogateescape")[:size].decode("utf-8", "surrogateescape"))


def helo(name: str) -> str:
    """smtpd also takes out of a HELO what has a meaning in addresses."""
    return _NEUTERED.sub("?", name)


def failed_name(name: str) -> str:
    """Of a login at the SMTP server that was refused. On its way from Dovecot a tab is \\x01 and t."""
    return cut(name.replace("\t", "\x01t"), _NAME)


def mailbox_name(name: str, size: int = _DOVECOT_NAME) -> str:
    """Of a login at the mailbox."""
    whole = name.encode("utf-8", "surrogateescape")
    if len(whole) > size:
        name = whole[: size - 3].decode("utf-8", "ignore") + "..."
    return printable(name)


def message_id(queue_id: str, text: str) -> str:
    """As it stands in the line of cleanup."""
    return cut(text, _LINE - len(f"{queue_id}: message-id="))


def filed_message_id(text: str) -> str:
    """As Dovecot tells it: the first thing in it that is one."""
    found = _MESSAGE_ID.search(text)
    return mailbox_name(found[0], _DOVECOT_MESSAGE_ID) if found else "unspecified"
