"""Is every line of a simulated month read by the product's real command, with either sort of stamp?"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from simulator.month import LOG, PLACES, TRUTH, Wishes, simulate

from postwarden.enrich.networks import OwnNetworks

SEED = 6
Json = dict[str, Any]


def check(folder: Path) -> Json:
    command = [
        sys.executable, "-m", "postwarden", "check", "--format", "json", "--timezone", "UTC", "--no-hash",
        "--geo", str(folder / PLACES), str(folder / LOG),
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=100)
    assert done.returncode in (0, 1, 2), done.stderr
    told: Json = json.loads(done.stdout)
    return told


@pytest.mark.parametrize("stamp", ["rfc3339", "rfc3164"])
def test_no_line_is_left_unread(stamp: str, tmp_path: Path) -> None:
    simulate(Wishes(SEED, stamp=stamp), tmp_path)
    report = check(tmp_path)
    coverage, truth = report["coverage"], json.loads((tmp_path / TRUTH).read_text())
    assert coverage["lines"] > 100_000
    assert (coverage["unread"], coverage["malformed"], coverage["other_programs"]) == (0, 0, 0)
    assert coverage["unplaced"] == 0
    assert report["window"]["from"][:10] == truth["begin"][:10]


def test_the_worlds_addresses_are_not_internal_to_the_product() -> None:
    own = OwnNetworks()
    assert not any(own.internal(ip) for ip in ("198.18.0.1", "198.19.255.254", "198.51.100.7", "2001:db8:1::1"))
    assert all(own.internal(ip) for ip in ("10.20.0.1", "127.0.0.1", "::1"))
