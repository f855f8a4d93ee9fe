"""Does every delivery and every queue event of a real server stand in the story of its mail, and only there?"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from pipeline import tables_from_files
from postwarden.investigate.trace import trace
from postwarden.model.findings import Line
from postwarden.model.narrowing import Asked

GOLDEN = Path(__file__).parents[1] / "lab/golden"
SHARED = ("connect", "disconnect", "failure", "reports")  # several mails of a session; a report and what it is about


@pytest.mark.parametrize("release", ["bookworm", "trixie"])
def test_no_line_of_filtered_mails_is_lost_or_told_twice(release: str, tmp_path: Path) -> None:
    connection = tables_from_files([GOLDEN / release / "content_filter/mail.log"], tmp_path).connection
    told: Counter[Line] = Counter()
    for (queue_id,) in connection.execute("select distinct queue_id from messages").fetchall():
        (story,) = trace(connection, queue_id, Asked()).stories
        told.update(step.at for step in story.steps if step.facts["kind"] not in SHARED)
    rows = connection.execute(
        "select source, line from deliveries union select source, line from queue_events"
    ).fetchall()
    assert len(rows) > 20
    assert [row for row in rows if told[Line(*row)] == 0] == []
    assert [line for line, times in told.items() if times > 1] == []
