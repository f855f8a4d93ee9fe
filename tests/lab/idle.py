"""Have the servers done all that there was to do? They have when nobody ran between two looks at all of them.

Each thread that sleeps at both looks and was not switched to in between has slept all the time; so there was a moment
at which all of them slept, with nothing on its way that would have woken one. However slow the machine is.
"""

from __future__ import annotations

import asyncio
import os
from contextlib import suppress
from pathlib import Path

_ASLEEP = {"S", "Z"}  # waiting for others; a process that has ended and is not yet gone
_OWN = str(os.getpid())


async def nobody_runs() -> None:
    """Wait until all other processes of this namespace wait for something to happen."""
    before = _look()
    while True:
        await asyncio.sleep(0.001)
        now = _look()
        if now == before and all(state in _ASLEEP for state, _ in now.values()):
            return
        before = now


def _look() -> dict[str, tuple[str, str]]:
    """State of each thread, and how often it was switched to."""
    seen = {}
    for process in Path("/proc").iterdir():
        if process.name.isdecimal() and process.name != _OWN:
            with suppress(FileNotFoundError, ProcessLookupError):  # it has just ended
                for thread in (process / "task").iterdir():
                    seen[thread.name] = _state((thread / "status").read_text())
    return seen


def _state(status: str) -> tuple[str, str]:
    """proc(5): `State:` is one of the first lines, the numbers of context switches are the last two."""
    state = status.partition("\nState:\t")[2][:1]
    return state, status.rpartition("\nvoluntary_ctxt_switches:")[2]
