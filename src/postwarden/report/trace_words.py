"""In which words is a step in the story of a mail told?"""

from __future__ import annotations

import re

from postwarden.model.trace import Step, TracedMail
from postwarden.report.amounts import amount_of_bytes, amount_of_time
from postwarden.report.wording import Row, count

_LABELS = {
    "connect": "connected",
    "failure": "login failed",
    "from login": "login",
    "from network": "accepted",
    "from local": "handed in",
    "saved": "filed",
    "stored": "filed",
}
_EVENTS = {
    "removed": "it left the queue",
    "deleted": "an administrator deleted it from the queue",
    "canceled": "it was given up before it was queued",
    "expired": "it waited too long; it goes back to its sender",
    "force-expired": "an administrator let it expire",
    "held": "it waits until an administrator releases it",
    "released": "an administrator let it go on",
    "requeued": "an administrator had it queued anew",
    "non-delivery": "a report of non-delivery goes to the sender",
    "delay": "a report of the delay goes to the sender",
    "success": "a report of delivery goes to the sender",
    "postmaster-non-delivery": "a report of non-delivery goes to the postmaster",
    "postmaster-delay": "a report of the delay goes to the postmaster",
}
_NEXT_HOP = re.compile(r"^host \S+ said: ")
"""The relay is told already."""
_UNTOLD_SENDER = "<> (empty)"


def step_row(step: Step) -> Row:
    """A label, and what happened."""
    return _LABELS.get(step.kind, step.kind), _words(step)


def mail_line(mail: TracedMail) -> str:
    """The mail in one line."""
    sender = "sender not logged" if mail.sender is None else mail.sender or _UNTOLD_SENDER
    to = "" if mail.recipients is None else f" to {count(mail.recipients, 'recipient')}"
    return f"{sender}{to}, {mail.ended or 'STILL QUEUED when the log ended'}"


def forged(mail: TracedMail) -> str:
    """What is said where the sender is not the login; empty where it is, or where nobody can tell."""
    if not mail.account or not mail.sender or "@" not in mail.account or mail.sender.lower() == mail.account:
        return ""
    return f"the sender is not the login: {mail.account}"


def _words(step: Step) -> str:
    match step.kind:
        case "connect":
            return f"{step.client} [{step.ip}] to {step.service}"
        case "disconnect":
            return step.text or ""
        case "failure":
            return f"{step.account or '(name not logged)'} {_by(step)}: {step.text or ''}".rstrip(": ")
        case "from login":
            return f"{step.account} {_by(step)} from {_client(step)}".replace("  ", " ")
        case "from network" | "returned":
            return f"from {_client(step)}"
        case "from local":
            return f"on this machine by the user with uid {step.uid}"
        case "queued" | "retried":
            return _queued(step)
        case "sent" | "deferred" | "bounced" | "discarded" | "handed over":
            return _delivery(step)
        case "reports":
            return f"it is the report of {step.text} of {step.related}"
        case "saved" | "stored":
            return f"in {step.text} of {step.account}"
        case "message id" | "subject":
            return step.text or ""
    if step.kind in _EVENTS:
        return _EVENTS[step.kind] + (f" as {step.related}" if step.related else "")
    return _refusal(step)


def _client(step: Step) -> str:
    name = f"{step.client} [{step.ip}]" if step.client not in (None, "unknown") else step.ip or "an unknown client"
    return ", ".join(filter(None, (name, step.place, step.provider)))


def _by(step: Step) -> str:
    return f"by {step.method}" if step.method else ""


def _queued(step: Step) -> str:
    parts = [f"from {step.sender or _UNTOLD_SENDER}"]
    if step.size is not None:
        parts.append(amount_of_bytes(step.size))
    if step.recipients is not None:
        parts.append(count(step.recipients, "recipient"))
    return ", ".join(parts)


def _delivery(step: Step) -> str:
    relay = f" by {step.relay}" if step.relay and step.relay != "none" else ""
    after = f" after {amount_of_time(step.delay_s)}" if step.delay_s is not None else ""
    reply = _NEXT_HOP.sub("", step.text or step.dsn or "")
    return f"{step.recipient}{relay}{after}: {reply}".rstrip(": ")


def _refusal(step: Step) -> str:
    """What smtpd, cleanup, a milter or a Sieve rule did with it."""
    whose = [f"from {_client(step)}"] if step.ip or step.client else []
    whose += [f"{step.sender or _UNTOLD_SENDER} to {step.recipient}"] if step.recipient else []
    whose += [step.account] if step.account else []
    return "; ".join(filter(None, (*whose, step.text)))
