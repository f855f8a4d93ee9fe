"""How does the shipped demo incident come about? `make capture-demo`: a quarter of an hour in the lab.

The story is tests/lab/demo/; see also src/postwarden/app/demo/README.md. Nothing is written unless the tables that are
read from the log say row by row what happened.
"""

from __future__ import annotations

import gzip
import json
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from lab.agreement import disagreements
from lab.clock import ZONE
from lab.demo.summary import NOT_KEPT, summary
from lab.lab import Lab
from lab.truth import Truth
from pipeline import tables_from_files

_ROOT = Path(__file__).resolve().parents[1]
_LOGS = _ROOT / "src/postwarden/app/demo"
_TRUTH = _ROOT / "tests/stories/demo_truth.json"
_ROWS = _ROOT / "tests/stories/demo_rows.json.gz"
# Sundays at midnight; to keep the set at three files, the oldest one holds three weeks.
_CUTS = ("2026-10-04T00:00:00", "2026-10-11T00:00:00")
# The servers have been running for long when the log begins.
_BEGIN = "2026-09-14T00:00:00"
_START = {"script/action", "master/started"}


def main() -> None:
    with Lab("lab.demo.story:SCENARIO") as lab:
        truth = lab.play()
        log = _rotated(lab.log.read_text("ascii").splitlines())
        truth.notices = [notice for notice in truth.notices if notice.kind not in _START]
    with tempfile.TemporaryDirectory() as folder:
        _write_logs(log, Path(folder))
        if wrong := _wrong(truth, Path(folder)):
            raise SystemExit("\n".join(wrong))
    _write_logs(log, _LOGS)
    truth.write(_ROWS)
    _TRUTH.write_text(json.dumps(summary(truth, log), indent=1, ensure_ascii=False) + "\n")


def _rotated(lines: Sequence[str]) -> Mapping[str, Sequence[str]]:
    """Cut as logrotate cuts it."""
    begin, older, newer = _BEGIN, *_CUTS
    return {
        "mail.log.2.gz": [line for line in lines if begin <= line < older],
        "mail.log.1": [line for line in lines if older <= line < newer],
        "mail.log": [line for line in lines if line >= newer],
    }


def _wrong(truth: Truth, folder: Path) -> list[str]:
    """What the tables get wrong, and how many lines could not be read."""
    logs = [folder / name for name in ("mail.log.2.gz", "mail.log.1", "mail.log")]
    tables = tables_from_files(logs, folder, zone=ZONE)
    unread = [f"{source.counts.unread} lines unread" for source in tables.sources if source.counts.unread]
    return [*disagreements(truth, tables.connection, without=NOT_KEPT), *unread]


def _write_logs(log: Mapping[str, Sequence[str]], folder: Path) -> None:
    for name, lines in log.items():
        data = "".join(f"{line}\n" for line in lines).encode()
        (folder / name).write_bytes(gzip.compress(data, 9, mtime=0) if name.endswith(".gz") else data)


if __name__ == "__main__":
    main()
