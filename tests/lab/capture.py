"""How are golden logs made? `python -m lab.capture [--release trixie] [SCENARIO …]`, or `make golden`."""

from __future__ import annotations

import argparse
import gzip
import shutil
import sys
from pathlib import Path

from lab.lab import Lab
from lab.playing import root_of, scenario_names
from lab.truth import Truth

GOLDEN = Path(__file__).parent / "golden"
# Bytes of log: what is larger than the first is packed, what is larger than the second is not kept at all.
_PLAIN, _PACKED = 300_000, 1_500_000


def main() -> None:
    parser = argparse.ArgumentParser(prog="lab.capture", description=__doc__)
    parser.add_argument("--release", default="installed", help="whose servers: installed (default) or trixie")
    parser.add_argument("scenario", nargs="*", help="files of tests/lab/scenarios; all when none is named")
    asked = parser.parse_args()
    root = root_of(asked.release)
    for scenario in asked.scenario or scenario_names():
        print(f"{scenario}: {capture(scenario, root)}", file=sys.stderr)


def capture(scenario: str, root: Path) -> str:
    """Play it and keep its logs and its truth, if they are small; says what was kept."""
    folder = GOLDEN / codename(root) / scenario
    with Lab(f"lab.scenarios.{scenario}:SCENARIO", root) as lab:
        truth = lab.play()
        shutil.rmtree(folder, ignore_errors=True)
        size = lab.log.stat().st_size
        if size > _PACKED:
            return f"{size} bytes of log are not kept"
        folder.mkdir(parents=True)
        (_keep_packed if size > _PLAIN else _keep)(lab.log.parent, truth, folder)
    return f"kept in {folder}"


def codename(root: Path) -> str:
    """What Debian calls the release: bookworm, trixie."""
    lines = (root / "etc/os-release").read_text().splitlines()
    return dict(line.partition("=")[::2] for line in lines)["VERSION_CODENAME"]


def _keep(logs: Path, truth: Truth, folder: Path) -> None:
    for name in ("mail.log", "traditional.log"):
        shutil.copyfile(logs / name, folder / name)
    truth.write(folder / "truth.json")


def _keep_packed(logs: Path, truth: Truth, folder: Path) -> None:
    """Without the second kind of stamps, which smaller logs show as well."""
    (folder / "mail.log.gz").write_bytes(gzip.compress((logs / "mail.log").read_bytes(), 9, mtime=0))
    truth.write(folder / "truth.json.gz")


if __name__ == "__main__":
    main()
