"""How does this process deal with signals, and with streams that are closed or know few letters?"""

from __future__ import annotations

import os
import signal
import sys
import time
from types import FrameType, TracebackType
from typing import Self

import click

CLEANING_S = 2.0
INSISTING_S = 0.5
STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stoppable:
    """Signals that stop a process clean up behind it, whatever their KeyboardInterrupt has become on its way.

    DuckDB turns it into errors of its own, and where it falls into a callback of C nobody hears of it: so it is raised
    again and again, until things are being closed.
    """

    def __init__(self) -> None:
        self._received = 0
        self._since = 0.0

    def __enter__(self) -> Self:
        for each in STOPPING:
            if signal.getsignal(each) != signal.SIG_IGN:  # nohup, `&`
                signal.signal(each, self._stop)
        signal.signal(signal.SIGALRM, self._insist)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        signal.setitimer(signal.ITIMER_REAL, 0)
        if self._received and kind is not None:
            for each in STOPPING:
                signal.signal(each, signal.SIG_IGN)  # there is nothing left to stop
            click.echo("interrupted; nothing was changed", err=True)
            # All is closed. sys.exit would end by SIGINT where Python itself was running a module when the signal came.
            os._exit(128 + self._received)

    def _stop(self, number: int, frame: FrameType | None) -> None:
        del frame
        if self._received and time.monotonic() - self._since < CLEANING_S:
            return  # an impatient second Ctrl-C must not leave half of what is to be cleaned up
        self._received, self._since = number, time.monotonic()
        signal.setitimer(signal.ITIMER_REAL, INSISTING_S, INSISTING_S)
        raise KeyboardInterrupt

    def _insist(self, number: int, frame: FrameType | None) -> None:
        del number
        while frame:
            if frame.f_code.co_name == "__exit__":
                return
            frame = frame.f_back
        raise KeyboardInterrupt


def complete_streams() -> None:
    """Give a process its three streams where it was started without; letters that one cannot show are spelled out."""
    while (number := os.open(os.devnull, os.O_RDWR)) <= 2:
        os.set_inheritable(number, True)
    os.close(number)
    sys.stdout = sys.stdout or open(1, "w")  # noqa: SIM115
    sys.stderr = sys.stderr or open(2, "w")  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
