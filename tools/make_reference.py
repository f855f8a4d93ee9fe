"""How are the pages of docs/reference/ made? From the code: `python tools/make_reference.py`.

`--check` writes nothing and fails where a page is not what the code says.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from reference.commands import command_line
from reference.configuration import configuration
from reference.detectors import detectors
from reference.formats import dovecot_formats, postfix_formats
from reference.tables import tables

from postwarden.model.access import Failures, Logins
from postwarden.model.daily import Daily
from postwarden.model.findings import Report
from postwarden.model.plain_words import PlainWords
from postwarden.model.replay import Replay
from postwarden.model.statistics import Statistics
from postwarden.model.timeline import Timeline
from postwarden.model.trace import Trace
from postwarden.report.json_report import schema

FOLDER = Path(__file__).parents[1] / "docs/reference"
MADE = "<!-- Written by tools/make_reference.py from the code: change it there. -->\n\n"


def pages() -> dict[str, str]:
    """Every generated file of docs/reference/ by name."""
    made = {
        "command-line.md": command_line(),
        "configuration.md": configuration(),
        "detectors.md": detectors(),
        "formats-postfix.md": postfix_formats(),
        "formats-dovecot.md": dovecot_formats(),
        "tables.md": tables(),
    }
    schemas = {
        "check.schema.json": schema(Report),
        "replay.schema.json": schema(Replay),
        "stats.schema.json": schema(Statistics),
        "logins.schema.json": schema(Logins),
        "failures.schema.json": schema(Failures),
        "trace.schema.json": schema(Trace),
        "timeline.schema.json": schema(Timeline),
        "explain.schema.json": schema(PlainWords),
        "report.schema.json": schema(Daily),
    }
    return {name: MADE + text for name, text in made.items()} | {
        name: json.dumps(told, indent=2) + "\n" for name, told in schemas.items()
    }


def main() -> int:
    parser = argparse.ArgumentParser(description="Write docs/reference/ from the code.")
    parser.add_argument("--check", action="store_true", help="only say which pages are out of date")
    parser.add_argument("--folder", type=Path, default=FOLDER)
    asked = parser.parse_args()
    stale = []
    for name, text in pages().items():
        path = asked.folder / name
        if path.is_file() and path.read_text(encoding="utf-8") == text:
            continue
        stale.append(name)
        if not asked.check:
            path.write_text(text, encoding="utf-8")
    for name in stale:
        print(f"{asked.folder / name}: {'out of date: run `make docs`' if asked.check else 'written'}")
    return 1 if stale and asked.check else 0


if __name__ == "__main__":
    sys.exit(main())
