"""Which mails have arrived in the mailboxes? Read from the maildirs, where each mail tells its own way."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lab.bounces import Bounce, bounce
from lab.logged import filed_message_id

_QUEUE_ID = re.compile(r"by \S+ \(Postfix[^)]*\)\s+(?:with \S+ (?:\(.*?\) )?)?id (\w+)", re.DOTALL)

_FOLD = re.compile(r"\n[ \t]+")  # lmtp(8) breaks long lines in the middle of a word


@dataclass(frozen=True, slots=True)
class Filed:
    """A mail in a mailbox."""

    queue_id: str
    sender: str
    recipient: str
    account: str
    folder: str
    message_id: str
    sieved: bool
    bounce: Bounce | None


class Mailboxes:
    """All maildirs below a folder, looked at again and again."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._seen: set[tuple[str, str]] = set()

    def new(self) -> Iterator[Filed]:
        """Mails that were not there before."""
        for file in sorted((*self._folder.glob("*/Maildir/new/*"), *self._folder.glob("*/Maildir/.*/new/*"))):
            home = self._folder / file.relative_to(self._folder).parts[0]
            if (home.name, file.name) not in self._seen:
                self._seen.add((home.name, file.name))
                sieved = (home / ".dovecot.sieve").exists()
                folder = file.parts[-3].removeprefix(".") if file.parts[-3] != "Maildir" else "INBOX"
                yield _filed(file.read_bytes().decode("utf-8", "replace"), home.name, folder, sieved)


def _filed(text: str, account: str, folder: str, sieved: bool) -> Filed:
    """Dovecot names the recipient in the mail where there is one only."""
    header = text.replace("\r\n", "\n").partition("\n\n")[0]
    lines = dict(line.partition(": ")[::2] for line in reversed(_FOLD.sub("", header).splitlines()) if ": " in line)
    found = _QUEUE_ID.search(header)
    if not found:
        raise ValueError(f"a mail without the queue id of its way through Postfix: {text[:400]}")
    sender = lines["Return-Path"].strip("<> ")
    recipient = lines.get("Delivered-To", account).strip("<> ")
    message_id = filed_message_id(lines.get("Message-ID", lines.get("Message-Id", "")))
    report = bounce(text, found[1], sender)
    return Filed(found[1], sender, recipient, account, folder, message_id, sieved, report)
