"""Does the comparison measure what ran, say loudly what did not, and compare medians?"""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

PEERS = Path(__file__).parents[2] / "bench" / "peers.py"


@pytest.fixture(scope="module")
def peers() -> ModuleType:
    spec = importlib.util.spec_from_file_location("peers", PEERS)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["peers"] = module
    spec.loader.exec_module(module)
    return module


def test_a_run_costs_time_and_memory(peers: ModuleType) -> None:
    cost = peers.measure(peers.Peer("python", (sys.executable, "-c", "bytearray(80 << 20)")))
    assert cost.wall > 0
    assert cost.cpu > 0
    assert cost.memory > 80


def test_a_failure_is_no_measurement(peers: ModuleType) -> None:
    failing = (sys.executable, "-c", "raise SystemExit(3)")
    with pytest.raises(RuntimeError, match="exit code 3"):
        peers.measure(peers.Peer("failing", failing))
    peers.measure(peers.Peer("accepted", failing, accepted=(3,)))


def test_what_is_missing_is_named(peers: ModuleType) -> None:
    assert peers.missing(peers.Peer("x", ("no-such-program", "file"))) == "no-such-program"
    assert peers.missing(peers.Peer("x", ("wc", "-l", "no such file"))) is None


def test_medians_are_compared(peers: ModuleType) -> None:
    def costs(*walls: float) -> list[object]:
        return [peers.Cost(wall, wall, 17) for wall in walls]

    rows = peers.table({"wc -l": costs(1, 9, 2), "ours": costs(4), "pflogsumm": costs(40)}, 1000).splitlines()
    assert rows[2] == "| wc -l | 2.00 | 2.00 | 500 | 17 | 1.0 | 20.0 | 3 |"
    assert rows[3] == "| ours | 4.00 | 4.00 | 250 | 17 | 2.0 | 10.0 | 1 |"


def test_it_prints_a_table_for_a_log(tmp_path: Path) -> None:
    log = tmp_path / "mail.log"
    log.write_text("Jan  5 10:00:01 mail postfix/qmgr[1]: 4F1B2C0D3E: removed\n" * 3)
    command = [sys.executable, PEERS, log, "--runs", "2", "--only", "wc"]
    done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=60)
    assert done.stdout.startswith("3 lines, ")
    assert "\n| wc -l | " in done.stdout
    assert done.stdout.rstrip().endswith("| 2 |")
