"""Does `stats` count what pflogsumm counts, wherever both count the same thing? Debian's pflogsumm runs beside it."""

from __future__ import annotations

import gzip
import io
import os
from pathlib import Path

import pytest

import generate
from lab.capture import GOLDEN
from lab.clock import ZONE
from lab.truth import Truth
from postwarden.app.check import DEMO
from stats.counting import figures_of
from stats.pflogsumm import PROGRAM, summary
from stats.side_by_side import (
    days,
    differences,
    known_ends,
    known_services,
    without_forgeries,
    without_hangups,
    without_refiled,
    written,
)

pytestmark = pytest.mark.skipif(not PROGRAM, reason="pflogsumm is not installed")

GOLDEN_LOGS = sorted(GOLDEN.glob("*/*/*.log*"))
EXPLAINED = {
    "content_filter": without_refiled,
    "queue_work": without_refiled,
    "hostile": without_forgeries,
    "refusals": without_hangups,
}
"""Scenarios in which something happens that both do not count alike, and how their logs look without it."""
NAMED = "submissions/smtpd["


def text(path: Path) -> str:
    raw = path.read_bytes()
    return (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode("utf-8", "surrogateescape")


def known(log: str) -> str:
    """What pflogsumm reads rightly: without the two differences that hit nearly every log of today."""
    return known_ends(known_services(log))


def demo() -> str:
    return "".join(text(Path(str(DEMO)) / name) for name in ("mail.log.2.gz", "mail.log.1", "mail.log"))


def generated(*, fractions: bool) -> str:
    out = io.BytesIO()
    generate.write(out, lines=30_000, seed=7, per_day=12_000, fractions=fractions)
    return out.getvalue().decode()


def told_by_both(log: str, end: float, folder: Path) -> list[str]:
    path = written(known(log), folder)
    os.utime(path, (end, end))  # stamps without a year are dated from the file's age
    return differences(figures_of(path, folder, str(ZONE)), summary(path))


@pytest.mark.parametrize("log", GOLDEN_LOGS, ids=lambda log: str(log.relative_to(GOLDEN)))
def test_logs_of_real_servers(log: Path, tmp_path: Path) -> None:
    end = max(row.span.end for row in Truth.read(next(log.parent.glob("truth.json*"))).connections)
    whole = text(log)
    explained = EXPLAINED.get(log.parent.name)
    if explained is not None:
        assert told_by_both(whole, end, tmp_path) != []
        whole = explained(whole)
        assert whole.count("\n") > 20
    assert told_by_both(whole, end, tmp_path) == []


def test_the_shipped_incident(tmp_path: Path) -> None:
    told = demo()
    assert NAMED in told
    ours = figures_of(written(told, tmp_path), tmp_path, "Europe/Berlin")
    assert differences(ours, summary(written(known(told), tmp_path))) == []
    assert ours.totals.received > 1000


@pytest.mark.parametrize("fractions", [False, True], ids=["rfc3164", "rfc3339"])
def test_a_generated_log_of_three_days(fractions: bool, tmp_path: Path) -> None:
    path = written(known(generated(fractions=fractions)), tmp_path)
    theirs = summary(path)
    assert days(theirs) == 3
    assert differences(figures_of(path, tmp_path), theirs) == []


def test_sessions_take_the_same_time_where_stamps_have_no_fractions(tmp_path: Path) -> None:
    path = written(generated(fractions=False), tmp_path)
    ours, theirs = figures_of(path, tmp_path), summary(path)
    assert theirs.totals["total connect time"].value == ours.totals.connection_seconds > 1000


def test_a_figure_that_is_wrong_is_found(tmp_path: Path) -> None:
    told = known(generated(fractions=True))
    path = written(told, tmp_path)
    theirs = summary(path)
    for words, figure in (
        (" status=sent ", "delivered"),
        (" status=deferred ", "deferrals"),
        (" status=bounced ", "bounced"),
        (" NOQUEUE: reject: ", "rejected"),
        (": client=", "received"),
        (": disconnect from ", "smtpd connections"),
    ):
        lines = told.splitlines(keepends=True)
        lines.remove(next(line for line in lines if words in line))
        found = differences(figures_of(written("".join(lines), tmp_path), tmp_path), theirs)
        assert figure in {difference.partition(":")[0] for difference in found}
