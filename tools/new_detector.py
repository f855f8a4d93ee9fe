"""How does a new detector begin? `python tools/new_detector.py NAME`: a query and two cases, which pass."""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
TEMPLATE = Path(__file__).with_name("template")


def create(name: str, root: Path) -> list[Path]:
    """The files of a new detector, written. Raises ValueError for a name that cannot be used."""
    if not re.fullmatch(r"[a-z][a-z0-9_]*", name):
        raise ValueError(f"{name!r}: a detector is named like unknown_recipients: make new-detector NAME=word_word")
    query, cases = root / f"src/postwarden/detect/{name}.sql", root / f"tests/detect/{name}"
    if query.exists() or cases.exists():
        raise ValueError(f"there is a detector {name} already: {query}")
    cases.mkdir(parents=True)
    written = {query: TEMPLATE / "detector.sql"} | {cases / case.name: case for case in sorted(TEMPLATE.glob("*.toml"))}
    for path, template in written.items():
        path.write_text(template.read_text(encoding="utf-8"), encoding="utf-8")
    return list(written)


def main() -> int:
    parser = argparse.ArgumentParser(description="Begin a new detector.")
    parser.add_argument("name", nargs="?", default="")
    parser.add_argument("--root", type=Path, default=ROOT, help="the checkout; default: this one")
    asked = parser.parse_args()
    try:
        paths = create(asked.name, asked.root)
    except ValueError as error:
        print(error, file=sys.stderr)
        return 1
    for path in paths:
        print(f"written: {path.relative_to(asked.root)}")
    print(f"Change them, then: pytest tests/detect -k {asked.name}; make docs")
    return 0


if __name__ == "__main__":
    sys.exit(main())
