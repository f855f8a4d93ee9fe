"""What lies in Postfix's queue, and which mails were put off? Read from the queue's own files."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path

QUEUES = ("maildrop", "incoming", "active", "deferred", "hold", "corrupt")
# bounce(8) writes `<address>: reason` and, since 2.3, attributes line by line
_ATTRIBUTE = re.compile(r"^(\w+)=(.*)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Deferral:
    """A recipient who has to wait."""

    queue_id: str
    sender: str
    recipient: str
    dsn: str


def envelope_records(file: Path) -> Iterator[tuple[str, str]]:
    """Type and content of the records before the message: `S` is the sender, `R` a recipient (Postfix's rec_type.h)."""
    return takewhile(lambda record: record[0] != "M", _records(file))


def message_text(file: Path) -> str:
    """The message itself, whose lines are records of type `N`."""
    return "".join(f"{content}\n" for kind, content in _records(file) if kind == "N")


def _records(file: Path) -> Iterator[tuple[str, str]]:
    data, at = file.read_bytes(), 0
    while at < len(data):
        kind, at, size, shift = chr(data[at]), at + 1, 0, 0
        while True:  # a length of seven bits a byte, the lowest first
            byte, at = data[at], at + 1
            size |= (byte & 0x7F) << shift
            shift += 7
            if not byte & 0x80:
                break
        yield kind, data[at : at + size].decode("utf-8", "replace")
        at += size


class QueueWatch:
    """A queue directory, looked at again and again."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._read: dict[str, int] = {}

    def gone(self, queue_ids: Collection[str]) -> list[str]:
        """Those of the queue ids that are in no queue. Looked for twice: a mail may move on while we look."""
        missing = set(queue_ids)
        for _ in range(2):
            missing -= {path.name for name in QUEUES for path in (self._folder / name).rglob("*") if path.is_file()}
        return sorted(missing)

    def deferrals(self) -> Iterator[Deferral]:
        """What was put off since the last look; Postfix begins a new defer file with each attempt."""
        for file in sorted(path for path in (self._folder / "defer").rglob("*") if path.is_file()):
            changed = file.stat().st_mtime_ns
            if self._read.get(file.name) != changed:
                self._read[file.name] = changed
                yield from _deferrals(file)


def _deferrals(file: Path) -> Iterator[Deferral]:
    for entry in file.read_text(errors="replace").split("\n\n"):
        named = dict(_ATTRIBUTE.findall(entry))
        if "recipient" in named:
            yield Deferral(file.name, named.get("sender", "?"), named["recipient"], named["status"])
