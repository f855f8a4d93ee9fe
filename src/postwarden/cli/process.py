"""How does this process deal with signals, and with streams that are closed or know few letters?"""

from __future__ import annotations

import os
import signal
import sys
from types import FrameType

STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def interruptible() -> list[int]:
    """Let the signals that stop a process clean up behind it. The list tells which one came, once it did."""
    received: list[int] = []

    def stop(number: int, frame: FrameType | None) -> None:
        del frame
        received.append(number)
        for each in STOPPING:  # cleaning up takes a moment: an impatient second Ctrl-C must not leave half of it
            signal.signal(each, signal.SIG_IGN)
        raise KeyboardInterrupt

    for each in STOPPING:
        if signal.getsignal(each) != signal.SIG_IGN:  # nohup, `&`
            signal.signal(each, stop)
    return received


def complete_streams() -> None:
    """Give a process its three streams where it was started without; letters that one cannot show are spelled out."""
    while (number := os.open(os.devnull, os.O_RDWR)) <= 2:
        os.set_inheritable(number, True)
    os.close(number)
    sys.stdout = sys.stdout or open(1, "w")  # noqa: SIM115
    sys.stderr = sys.stderr or open(2, "w")  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
