"""How often was somebody sent away who connected to a port on which nobody listens? The kernel counts it."""

from __future__ import annotations

from pathlib import Path

_COUNTERS = Path("/proc/net/snmp")


class ClosedDoors:
    """The connections of this network namespace that were refused, looked at again and again."""

    def __init__(self) -> None:
        self._known = _attempts_that_failed()

    def new(self) -> int:
        """How many since the last look."""
        before, self._known = self._known, _attempts_that_failed()
        return self._known - before


def _attempts_that_failed() -> int:
    names, values = (line.split() for line in _COUNTERS.read_text().splitlines() if line.startswith("Tcp:"))
    return int(values[names.index("AttemptFails")])
