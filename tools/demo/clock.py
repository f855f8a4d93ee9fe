"""What time is it in the story? A clock that the servers read through libfaketime and that only moves forward."""

from __future__ import annotations

import time
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Europe/Berlin")


def library() -> Path | None:
    """Debian's libfaketime, whatever the architecture."""
    return next(Path("/usr/lib").glob("*/faketime/libfaketime.so.1"), None)


def moment(text: str) -> float:
    """Seconds since 1970 of a local time such as `2026-10-13 22:41`."""
    return datetime.fromisoformat(text).replace(tzinfo=ZONE).timestamp()


class StoryClock:
    """Runs at the speed of the real clock and jumps when the next thing of the story happens."""

    def __init__(self, file: Path, start: float) -> None:
        self._file = file
        self._offset = start - time.time()
        self._tell()

    def now(self) -> float:
        return time.time() + self._offset

    def forward_to(self, story_time: float) -> None:
        ahead = story_time - self.now()
        if ahead > 0:
            self._offset += ahead
            self._tell()

    def _tell(self) -> None:
        fresh = self._file.with_suffix(".new")
        fresh.write_text(f"{self._offset:+.6f}\n")
        fresh.replace(self._file)

    def environment(self) -> dict[str, str]:
        """What a program needs in its environment to live in the story's time.

        The age of files stays untouched: Postfix sets the time of the next attempt as the file's date itself.
        """
        return {
            "TZ": ZONE.key,
            "LD_PRELOAD": str(library()),
            "FAKETIME_TIMESTAMP_FILE": str(self._file),
            "FAKETIME_NO_CACHE": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            "FAKETIME_DISABLE_SHM": "1",
            "NO_FAKE_STAT": "1",
        }
