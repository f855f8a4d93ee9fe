"""How is a scenario played once for all tests that look at it, in whichever process they run?"""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from lab.debian_root import debian_root
from lab.lab import Lab, LabFailed
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


def play_once(scenario: str, folder: Path, others: Iterable[str] = ()) -> Played:
    """Play it into the folder. While another process does that, play others that are wanted, too, then wait for it."""
    kept = _kept(scenario, folder)
    if not kept.exists() and not _play(scenario, folder):
        for other in others:
            with suppress(LabFailed):  # its own tests will tell
                _play(other, folder)
            if kept.exists():
                break
        _play(scenario, folder, wait=True)
    return Played(kept / "mail.log", kept / "traditional.log", Truth.read(kept / "truth.json"))


def _play(scenario: str, folder: Path, *, wait: bool = False) -> bool:
    """Whether it has been played now; if not, another process is doing it."""
    kept = _kept(scenario, folder)
    with (folder / f"{kept.name}.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            return False
        if not kept.exists():
            with Lab(f"lab.scenarios.{scenario}:SCENARIO", root_of(release())) as lab:
                lab.play()
                shutil.copytree(lab.folder / "log", kept.with_suffix(".part"))
                shutil.copy(lab.folder / "truth.json", kept.with_suffix(".part"))
            kept.with_suffix(".part").rename(kept)
    return True


def _kept(scenario: str, folder: Path) -> Path:
    return folder / f"{scenario}-{release()}"
