"""Do statistics come with the right window, zone and warnings?"""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.console import LOGIN
from postwarden.app.asked import CheckOptions
from postwarden.app.check import check
from postwarden.app.narrowing import Narrowing
from postwarden.app.stats import statistics
from postwarden.model.findings import Exit

DAY = 86_400_000_000


@pytest.fixture
def log(tmp_path: Path) -> Path:
    path = tmp_path / "mail.log"
    path.write_bytes(LOGIN)
    return path


def test_what_concerns_judging_only_is_not_said(log: Path) -> None:
    options = CheckOptions(logs=(str(log),))
    assert any("days of history" in warning for warning in check(options).coverage.warnings)
    assert not any("days of history" in warning for warning in statistics(options).coverage.warnings)


def test_the_time_asked_for_is_the_window(log: Path) -> None:
    whole = statistics(CheckOptions(logs=(str(log),)))
    assert (whole.exit, whole.figures.totals.logins) == (Exit.CLEAN, 1)
    none = statistics(CheckOptions(logs=(str(log),), until=DAY))
    assert (none.exit, none.figures.totals.logins) == (Exit.UNKNOWN, 0)


def test_lists_are_cut_where_it_is_wanted(log: Path) -> None:
    assert len(statistics(CheckOptions(demo=True), Narrowing(top=2)).figures.accounts) == 2
    assert statistics(CheckOptions(demo=True)).figures.left_out == {}


def test_lines_that_no_format_reads_are_no_success(tmp_path: Path) -> None:
    log = tmp_path / "mail.log"
    log.write_text("2026-11-20T10:00:00Z mx postfix/smtpd[1]: frobnicated\n" * 9)
    assert statistics(CheckOptions(logs=(str(log),))).exit == Exit.UNKNOWN
