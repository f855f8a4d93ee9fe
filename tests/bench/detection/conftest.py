"""Which simulated month do the tests look at? One for all of them: it takes some seconds."""

from __future__ import annotations

from pathlib import Path

import pytest
from simulator.month import Wishes, simulate

SEED = 5


@pytest.fixture(scope="session")
def month(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the month's log, truth, events and geography."""
    folder = tmp_path_factory.mktemp("month")
    simulate(Wishes(SEED), folder)
    return folder
