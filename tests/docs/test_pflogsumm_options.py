"""Does the page on pflogsumm name each of its options, and only options of ours that there are?"""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import click
import pytest

from postwarden.cli.main import postwarden
from stats.pflogsumm import PROGRAM

TEXT = (Path(__file__).parents[2] / "docs/explanation/stats-and-pflogsumm.md").read_text("utf-8")
SECTION = re.search(r"^## Which option is which\n(.*?)^## ", TEXT, re.MULTILINE | re.DOTALL)
ROWS = [row.split(" | ", 1) for row in (SECTION[1] if SECTION else "").splitlines() if row.startswith("| `")]


def options(text: str) -> set[str]:
    return set(re.findall(r"(?<![\w-])--?[a-z][a-z-]*", text))


def ours(command: str) -> set[str]:
    found = postwarden.get_command(click.Context(postwarden), command)
    assert found is not None
    return {name for parameter in found.params for name in parameter.opts}


@pytest.mark.skipif(not PROGRAM, reason="pflogsumm is not installed")
def test_each_option_has_a_row() -> None:
    done = subprocess.run([PROGRAM, "--help"], capture_output=True, text=True, check=False)
    usage = (done.stdout + done.stderr).replace("-[eq]", "-e -q").replace("--[version|help]", "--version --help")
    assert len(options(usage)) > 20
    assert options(usage) - options("\n".join(theirs for theirs, _ in ROWS)) == set()


def test_what_is_named_instead_exists() -> None:
    named = options("\n".join(row for _, row in ROWS))
    assert len(named) > 10
    assert named - ours("stats") - ours("trace") - {"--help", "--version", "-p"} == set()  # -p: of postqueue
