"""How do tests let log lines be explained?"""

from __future__ import annotations

from pathlib import Path

from postwarden.app.plain_words import plain_words
from postwarden.model.plain_words import Kind, PlainWords

SMTPD = "Nov 20 10:00:00 mx postfix/smtpd[7]: "


def explained(log: Path, *lines: str) -> PlainWords:
    log.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8", errors="surrogateescape")
    return plain_words([str(log)])


def only(log: Path, *lines: str) -> Kind:
    (kind,) = explained(log, *lines).kinds
    return kind
