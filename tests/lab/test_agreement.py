"""Do real servers' logs, read by the product, say exactly what the scenario did? Every row of every table."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from lab.agreement import disagreements, nameless_sessions
from lab.clock import ZONE
from lab.playing import Played, scenario_names
from pipeline import tables_from_files


@pytest.mark.parametrize("scenario", scenario_names())
def test_every_row_is_true_and_nothing_is_missing(
    scenario: str, played: Callable[[str], Played], tmp_path: Path
) -> None:
    done = played(scenario)
    for log in (done.log, done.traditional):
        tables = tables_from_files([log], tmp_path, zone=ZONE)
        assert not disagreements(done.truth, tables.connection, nameless=nameless_sessions(done.log))


@pytest.mark.parametrize("scenario", scenario_names())
def test_no_line_of_the_servers_is_left_unread(scenario: str, played: Callable[[str], Played], tmp_path: Path) -> None:
    for log in (played(scenario).log, played(scenario).traditional):
        (read,) = tables_from_files([log], tmp_path, zone=ZONE).sources
        counts = read.counts
        assert (counts.unread, counts.malformed, counts.bad_stamps) == (0, 0, 0)
        assert counts.read > 0
        # rsyslogd's own line is the only one of another program
        assert counts.other == log.read_text().count(" rsyslogd: ")
