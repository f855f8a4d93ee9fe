"""What did each part of a check take?"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from postwarden.detect import engine
from postwarden.model.findings import Cost


class Costs:
    """Collects them."""

    def __init__(self) -> None:
        self._told: list[Cost] = []

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """What happens within the `with`."""
        began = time.perf_counter()
        yield
        self._told.append(Cost("stage", name, time.perf_counter() - began, None))

    def asked(self, cost: engine.Cost) -> None:
        """One detector or summary has been asked."""
        kind = "summary" if cost.findings is None else "detector"
        self._told.append(Cost(kind, cost.name, cost.seconds, cost.findings))

    def dearest_first(self) -> tuple[Cost, ...]:
        """The stages, which hold all, then their parts."""
        return tuple(sorted(self._told, key=lambda cost: (cost.kind != "stage", -cost.seconds, cost.name)))
