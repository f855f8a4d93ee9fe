"""Are the generated pages what the code says?"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
TOOL = ROOT / "tools/make_reference.py"


def make(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, str(TOOL), *arguments], capture_output=True, text=True, check=False)


def test_reference_pages_are_up_to_date() -> None:
    done = make("--check")
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_page_that_is_missing_or_changed_is_named_and_made_anew(tmp_path: Path) -> None:
    assert make("--folder", str(tmp_path)).returncode == 0
    made = (tmp_path / "tables.md").read_text()
    (tmp_path / "tables.md").write_text("old")
    (tmp_path / "detectors.md").unlink()
    done = make("--check", "--folder", str(tmp_path))
    assert done.returncode == 1
    assert [line.split(":")[0].rsplit("/", 1)[1] for line in done.stdout.splitlines()] == ["detectors.md", "tables.md"]
    assert make("--folder", str(tmp_path)).returncode == 0
    assert (tmp_path / "tables.md").read_text() == made
