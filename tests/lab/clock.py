"""What time is it in a scenario? The servers live in it through libfaketime: delays and expiry fit the stamps."""

from __future__ import annotations

import time
from datetime import datetime
from pathlib import Path
from typing import Protocol
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Europe/Berlin")


def moment(text: str) -> float:
    """Seconds since 1970 of a local time such as `2026-10-13 22:41`."""
    return datetime.fromisoformat(text).replace(tzinfo=ZONE).timestamp()


class Clock(Protocol):
    """What a scenario needs to know of time."""

    def now(self) -> float:
        """Seconds since 1970, as the servers see them."""
        ...

    def forward_to(self, time: float) -> None:
        """Let that moment come; the past stays past."""
        ...

    def environment(self) -> dict[str, str]:
        """What a program needs in its environment to see this time."""
        ...


class RealClock:
    """The machine's own time: moments of a scenario follow each other without waiting."""

    def now(self) -> float:
        return time.time()

    def forward_to(self, time: float) -> None:
        """Time does not jump here."""

    def environment(self) -> dict[str, str]:
        return {"TZ": ZONE.key}


class StoryClock:
    """Runs at the speed of the real clock and jumps forward when the next thing of the scenario happens."""

    def __init__(self, file: Path, start: float, seen_as: str, library: str) -> None:
        """`file` tells the servers the time: they open it as `seen_as`, with the library that lies there for them."""
        self._file = file
        self._seen_as = seen_as
        self._library = library
        self._offset = start - time.time()
        self._tell()

    def now(self) -> float:
        return time.time() + self._offset

    def forward_to(self, time: float) -> None:
        ahead = time - self.now()
        if ahead > 0:
            self._offset += ahead
            self._tell()

    def environment(self) -> dict[str, str]:
        """The age of files stays untouched: Postfix sets the time of the next attempt as the file's date itself."""
        return {
            "TZ": ZONE.key,
            "LD_PRELOAD": self._library,
            "FAKETIME_TIMESTAMP_FILE": self._seen_as,
            "FAKETIME_NO_CACHE": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            "FAKETIME_DISABLE_SHM": "1",
            "NO_FAKE_STAT": "1",
        }

    def _tell(self) -> None:
        fresh = self._file.with_suffix(".new")
        fresh.write_text(f"{self._offset:+.6f}\n")
        fresh.replace(self._file)
