"""What does the SMTP server mean by its reply? Where the log says more than that a command was refused."""

from __future__ import annotations

import re

_QUEUED_AS = re.compile(r"queued as (\w+)")
_TOO_OFTEN = {
    "Error: too many connections from": "connection",
    "Error: too many new TLS sessions from": "tls-rate",
    "Error: too many AUTH commands from": "auth-rate",
    "Error: too much mail from": "message-rate",
    "Error: too many recipients from": "recipient-rate",
}
NOT_OWNER = "Sender address rejected: not owned by user "
TOO_BIG = "Error: message file too big"
TOO_BIG_NOTICES = (
    ("", "postfix/queue-warning", "queue file size limit exceeded"),
    ("postfix/cleanup", "postfix/queue-warning", "queue file size limit exceeded"),
    ("postfix/cleanup", "notice/warning", "mail_stream_cleanup: close error"),
)


def queued_as(reply: str) -> str:
    """Queue id of the mail that was taken, if it was."""
    found = _QUEUED_AS.search(reply)
    return found[1] if found else ""


def too_often(reply: str, *, crowded: bool) -> str | None:
    """What a client does too often, if that is said; of connections the server limits their number and their rate."""
    what = next((name for text, name in _TOO_OFTEN.items() if text in reply), None)
    if what == "connection":
        what += "-concurrency" if crowded else "-rate"
    return what
