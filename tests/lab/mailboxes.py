"""Which mails have arrived in the mailboxes? Read from the maildirs, where each mail tells its own way."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lab.bounces import Bounce, bounce

_QUEUE_ID = re.compile(r"by \S+ \(Postfix[^)]*\)\s+(?:with \S+ (?:\(.*?\) )?)?id (\w+)", re.DOTALL)
_HEADER = 8192  # bytes in which Received headers are looked for


@dataclass(frozen=True, slots=True)
class Filed:
    """A mail in a mailbox."""

    queue_id: str
    sender: str
    recipient: str
    bounce: Bounce | None = None


class Mailboxes:
    """All maildirs below a folder, looked at again and again."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._seen: set[tuple[str, str]] = set()

    def new(self) -> Iterator[Filed]:
        """Mails that were not there before."""
        for file in sorted(self._folder.glob("*/Maildir/new/*")):
            account = file.parts[-4]
            if (account, file.name) not in self._seen:
                self._seen.add((account, file.name))
                yield _filed(file.read_bytes().decode("utf-8", "replace"), account)


def _filed(text: str, account: str) -> Filed:
    """Dovecot names the recipient in the mail where there is one only."""
    header = text[:_HEADER]
    lines = dict(line.partition(": ")[::2] for line in reversed(header.splitlines()) if ": " in line)
    found = _QUEUE_ID.search(header)
    if not found:
        raise ValueError(f"a mail without the queue id of its way through Postfix: {text[:400]}")
    sender = lines["Return-Path"].strip("<> ")
    recipient = lines.get("Delivered-To", account).strip("<> ")
    return Filed(found[1], sender, recipient, None if sender else bounce(text))
