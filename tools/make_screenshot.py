"""How does the picture in README.md come about? From the real output: `python tools/make_screenshot.py`."""

from __future__ import annotations

import os
import subprocess
import sys
from io import StringIO
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import MONOKAI
from rich.text import Text

PICTURE = Path(__file__).parents[1] / "docs/pictures/demo.svg"
COMMAND = ("postwarden", "check", "--demo")
WIDTH, LINES = 80, 40  # the verdict and its first reasons: what fits on a screen

# rich's own, without its link to a font on the web: looking at the picture must not tell anybody
FORMAT = """\
<svg class="rich-terminal" viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg">
    <style>
    .{unique_id}-matrix {{ font: {char_height}px/{line_height}px monospace; }}
    .{unique_id}-title {{ font: bold 18px sans-serif; }}
    {styles}
    </style>
    <defs>
    <clipPath id="{unique_id}-clip-terminal">
      <rect x="0" y="0" width="{terminal_width}" height="{terminal_height}" />
    </clipPath>
    {lines}
    </defs>
    {chrome}
    <g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
    {backgrounds}
    <g class="{unique_id}-matrix">
    {matrix}
    </g>
    </g>
</svg>
"""


def shown() -> str:
    """What the command writes to a terminal with colours."""
    environment = {**os.environ, "FORCE_COLOR": "1", "TZ": "Europe/Berlin", "LC_ALL": "C.UTF-8"}
    environment.pop("NO_COLOR", None)
    done = subprocess.run(
        [sys.executable, "-m", *COMMAND], capture_output=True, text=True, check=False, env=environment
    )
    if done.returncode != 2:
        raise SystemExit(f"{' '.join(COMMAND)} ended with {done.returncode}, not 2 (compromised):\n{done.stderr}")
    return done.stdout


def picture(output: str) -> str:
    """The first lines as SVG."""
    console = Console(record=True, width=WIDTH, file=StringIO(), force_terminal=True, color_system="standard")
    for line in output.splitlines()[:LINES]:
        console.print(Text.from_ansi(line), no_wrap=True)
    console.print(Text("…", style="dim"))
    svg = console.export_svg(title=f"$ {' '.join(COMMAND)}", theme=MONOKAI, code_format=FORMAT, unique_id="demo")
    return "".join(line.rstrip() + "\n" for line in svg.splitlines())


if __name__ == "__main__":
    PICTURE.parent.mkdir(exist_ok=True)
    PICTURE.write_text(picture(shown()), encoding="utf-8")
    print(f"{PICTURE}: written")
