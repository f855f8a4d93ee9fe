"""Does a signal stop a process whatever becomes of its KeyboardInterrupt, and let it close what it has open?"""

from __future__ import annotations

import subprocess
import sys

import pytest

PATIENCE_S = 30

SWALLOWED = """
import signal, time
from postwarden.cli.process import Stoppable
with Stoppable():
    try:
        signal.raise_signal(signal.SIGTERM)
    except KeyboardInterrupt:
        pass
    time.sleep(60)
"""
CLOSING = """
import signal, time
from postwarden.cli.process import Stoppable
class Slow:
    def __enter__(self):
        return self
    def __exit__(self, *error):
        time.sleep(1.5)
        print("closed", flush=True)
with Stoppable(), Slow():
    signal.raise_signal(signal.SIGTERM)
"""
IN_TIME = """
import signal, time
from postwarden.cli.process import Stoppable
with Stoppable():
    try:
        signal.raise_signal(signal.SIGTERM)
    except KeyboardInterrupt:
        print("done", flush=True)
time.sleep(1)
"""


@pytest.mark.parametrize(
    ("story", "code", "said"), [(SWALLOWED, 143, b""), (CLOSING, 143, b"closed\n"), (IN_TIME, 0, b"done\n")]
)
def test_a_signal_is_not_lost_and_does_not_disturb_closing(story: str, code: int, said: bytes) -> None:
    done = subprocess.run([sys.executable, "-c", story], capture_output=True, timeout=PATIENCE_S, check=False)
    assert (done.returncode, done.stdout) == (code, said), done.stderr
    assert b"Traceback" not in done.stderr
