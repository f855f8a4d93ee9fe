"""Do the examples in the documentation work, and print what is written below them?

Run are ```console blocks that begin with `$ postwarden`, in the order of their page, in a folder of the page's own. A
block such as ```text mail.log or ```sql night.sql is written to that folder first. `…` in the output that is told
stands for any text; on a line of its own, for any number of lines.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = sorted((ROOT / "docs").rglob("*.md")) + sorted(ROOT.glob("*.md"))
BLOCK = re.compile(r"^```(\w+)(?: (\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
MARK = "\x1e"


@dataclass(frozen=True, slots=True)
class Example:
    """One command of a block and the output that is told below it."""

    command: str
    told: str


def examples(block: str) -> Iterator[Example]:
    """`$ ` begins a command; what follows is its output. `\\` at the end of a line goes on with the command."""
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        lines = part.split("\n")
        length = next(n for n, line in enumerate(lines, 1) if not line.endswith("\\"))
        yield Example("\n".join(lines[:length]), "\n".join(lines[length:]).rstrip())


def matches(told: str, output: str) -> bool:
    """Whether the output is the one that is told, `…` standing for what is left out."""
    lines = (r"(?:[^\n]*\n)*" if line.strip() == "…" else _line(line) + r"\n" for line in told.split("\n"))
    return re.fullmatch("".join(lines), output + "\n") is not None


def _line(line: str) -> str:
    return "[^\n]*".join(re.escape(piece) for piece in line.split("…"))


def environment(folder: Path) -> dict[str, str]:
    """A `postwarden` on the path, and a machine without colours, zone and width of its own."""
    command = folder / ".bin/postwarden"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m postwarden "$@"\n')
    command.chmod(0o755)
    kept = {name: value for name, value in os.environ.items() if name not in ("FORCE_COLOR", "COLUMNS", "TMPDIR")}
    path = f"{command.parent}:{os.environ['PATH']}"
    return kept | {"PATH": path, "TZ": "UTC", "NO_COLOR": "1", "HOME": str(folder), "LC_ALL": "C.UTF-8"}


def outputs(commands: list[str], folder: Path, around: dict[str, str]) -> list[str]:
    """What the commands print, one after the other in one shell."""
    script = "".join(f"{command}\ncode=$?; printf '\\036'; (exit $code)\n" for command in commands)
    done = subprocess.run(
        ["bash", "-c", script], cwd=folder, env=around, text=True, check=False, stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    return [output.rstrip() for output in done.stdout.split(MARK)[: len(commands)]]


def runnable(page: Path) -> bool:
    return any(
        kind == "console" and text.startswith("$ postwarden") for kind, _, text in BLOCK.findall(page.read_text())
    )


@pytest.mark.parametrize(
    "page", [page for page in PAGES if runnable(page)], ids=lambda page: str(page.relative_to(ROOT))
)
def test_examples_of(page: Path, tmp_path: Path) -> None:
    around = environment(tmp_path)
    for kind, name, text in BLOCK.findall(page.read_text(encoding="utf-8")):
        if name:
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_text(text, encoding="utf-8")
        elif kind == "console" and text.startswith("$ postwarden"):
            told = list(examples(text))
            for example, output in zip(told, outputs([e.command for e in told], tmp_path, around), strict=True):
                assert matches(example.told, output), f"$ {example.command}\n{output}"


@pytest.mark.parametrize(
    ("told", "output", "same"),
    [
        ("a\n…\nd", "a\nb\nc\nd", True),
        ("a\n…\nd", "a\nd", True),
        ("…\nd", "a\nd", True),
        ("…\nd", "d", True),
        ("a\n…", "a\nb\nc", True),
        ("1 … 3", "1 2 3", True),
        ("1 … 3", "1 2\n2 3", False),
        ("a\n…\nd", "a\nb\nc", False),
        ("a.c", "abc", False),
        ("", "", True),
        ("", "a", False),
    ],
)
def test_dots_stand_for_any_text(told: str, output: str, same: bool) -> None:
    assert matches(told, output) is same


def test_links_between_pages_lead_somewhere() -> None:
    for page in PAGES:
        for target in re.findall(r"\]\((?!https?:|#)([^)#\s]+)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.relative_to(ROOT)}: {target}"
