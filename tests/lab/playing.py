"""How is a scenario played once for all tests that look at it, in whichever process they run?"""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from lab.debian_root import debian_root
from lab.lab import Lab
from lab.truth import Truth

SCENARIOS = Path(__file__).parent / "scenarios"


@dataclass(frozen=True)
class Played:
    """What is left of a scenario: its logs, in both stamps, and the truth about it."""

    log: Path
    traditional: Path
    truth: Truth


def scenario_names() -> Sequence[str]:
    """Modules below scenarios/."""
    return sorted(file.stem for file in SCENARIOS.glob("[a-z]*.py"))


def release() -> str:
    """Which Debian's servers are tried: $LAB_RELEASE, else those that are installed."""
    return os.environ.get("LAB_RELEASE", "installed")


def root_of(name: str) -> Path:
    """Where the programs of that release lie."""
    return Path("/") if name == "installed" else debian_root(name)


def play_once(scenario: str, folder: Path) -> Played:
    """Play it, or wait for the process that plays it into the same folder."""
    kept = folder / f"{scenario}-{release()}"
    with (folder / f"{kept.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            with Lab(f"lab.scenarios.{scenario}:SCENARIO", root_of(release())) as lab:
                lab.play()
                shutil.copytree(lab.folder / "log", kept.with_suffix(".part"))
                shutil.copy(lab.folder / "truth.json", kept.with_suffix(".part"))
            kept.with_suffix(".part").rename(kept)
    return Played(kept / "mail.log", kept / "traditional.log", Truth.read(kept / "truth.json"))
