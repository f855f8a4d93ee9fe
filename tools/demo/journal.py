"""What did the servers log? Receives syslog datagrams and writes them as Debian 12's rsyslog does."""

from __future__ import annotations

import asyncio
import re
import time
from datetime import datetime
from pathlib import Path

from demo.clock import ZONE, StoryClock

# libc's syslog(): priority, a stamp of 15 characters, a blank, then the tag.
_DATAGRAM = re.compile(rb"<\d+>.{15} (.*)", re.DOTALL)
# rsyslog writes control characters as octal numbers: $EscapeControlCharactersOnReceive.
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
# Files carry the real date, and the clock jumps, while the servers live in the story: Postfix notices and says so.
_CLOCK_TALK = ("file system clock is", "resetting file time stamps", "unix_trigger_event: read timeout")


class Journal(asyncio.DatagramProtocol):
    """Every line in the order of arrival, stamped with the story's time."""

    def __init__(self, clock: StoryClock) -> None:
        self.lines: list[str] = []
        self.dropped: list[str] = []
        self.last_arrival = time.monotonic()
        self._clock = clock
        self._last_stamp = 0.0

    def datagram_received(self, data: bytes, addr: object) -> None:  # noqa: ARG002 - the protocol's signature
        self.last_arrival = time.monotonic()
        match = _DATAGRAM.match(data)
        text = (match[1] if match else data).decode("utf-8", "surrogateescape").rstrip("\n\0")
        text = _CONTROL.sub(lambda found: f"#{ord(found[0]):03o}", text)
        if not text.startswith(("postfix/", "dovecot")) or any(talk in text for talk in _CLOCK_TALK):
            self.dropped.append(text)
            return
        self.lines.append(f"{self._stamp()} mail {text}")

    def _stamp(self) -> str:
        self._last_stamp = max(self._clock.now(), self._last_stamp + 1e-6)
        return datetime.fromtimestamp(self._last_stamp, ZONE).isoformat(timespec="microseconds")

    async def quiet(self, seconds: float) -> None:
        while (left := self.last_arrival + seconds - time.monotonic()) > 0:
            await asyncio.sleep(left)


async def listen(socket_path: Path, clock: StoryClock) -> Journal:
    journal = Journal(clock)
    await asyncio.get_running_loop().create_datagram_endpoint(lambda: journal, local_addr=str(socket_path), family=1)
    socket_path.chmod(0o666)
    return journal
