"""How do tests count the lines of a log, as `postwarden stats` does?"""

from __future__ import annotations

from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from pipeline import tables_from_files
from postwarden.model.narrowing import Asked
from postwarden.model.statistics import Figures
from postwarden.stats.figures import Question, count


def figures_of(log: Path, folder: Path, zone: str = "UTC", **asked: Any) -> Figures:
    """The figures of a file."""
    tables = tables_from_files([log], folder, zone=ZoneInfo(zone))
    last = max((done.last_time for done in tables.sources if done.last_time is not None), default=0)
    ended, top = asked.pop("ended", last + 1), asked.pop("top", None)
    return count(tables.connection, Question(zone=zone, ended=ended, asked=Asked(**asked), top=top), tables.second)


def figures_of_lines(text: str, folder: Path, **asked: Any) -> Figures:
    """The figures of lines."""
    log = folder / "mail.log"
    log.write_text(text, encoding="utf-8", errors="surrogateescape")
    return figures_of(log, folder, **asked)
