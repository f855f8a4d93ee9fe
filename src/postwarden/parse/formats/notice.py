"""Which severities does Postfix put in front of a text? These come last in every Postfix group."""

from __future__ import annotations

from postwarden.parse.format import Format
from postwarden.parse.meanings import service

NOTICES: tuple[Format, ...] = (
    Format(
        "notice/warning",
        "warning: {text}",
        table="notice",
        means=service.WARNING,
        samples={
            "warning: mail for relay.example.com is using up 4001 of 5000 active queue entries": {
                "text": "mail for relay.example.com is using up 4001 of 5000 active queue entries"
            }
        },
    ),
    Format(
        "notice/error",
        "error: {text}",
        table="notice",
        means=service.ERROR,
        samples={"error: open /etc/aliases.db": {"text": "open /etc/aliases.db"}},
    ),
    Format(
        "notice/fatal",
        "fatal: {text}",
        table="notice",
        means=service.FATAL,
        samples={"fatal: no SASL authentication mechanisms": {"text": "no SASL authentication mechanisms"}},
    ),
    Format(
        "notice/panic",
        "panic: {text}",
        table="notice",
        means=service.PANIC,
        samples={"panic: myfree: corrupt": {"text": "myfree: corrupt"}},
    ),
)
