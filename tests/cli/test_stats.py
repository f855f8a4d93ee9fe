"""Does `postwarden stats` count the time and the lists that it is asked for?"""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from cli.console import LOGIN, run, told
from postwarden.model.findings import Exit


def mails(*days: datetime) -> str:
    """A mail at noon of each day."""
    return "".join(
        f"{day:%Y-%m-%d}T12:00:00+00:00 mx postfix/smtpd[1]: AAAAAA{n}: client=mx.example.net[192.0.2.8]\n"
        f"{day:%Y-%m-%d}T12:00:01+00:00 mx postfix/qmgr[2]: AAAAAA{n}: "
        "from=<a@example.net>, size=9, nrcpt=1 (queue active)\n"
        for n, day in enumerate(days)
    )


def ago(days: int) -> datetime:
    return datetime.now(UTC) - timedelta(days=days)


@pytest.fixture
def log(tmp_path: Path) -> Path:
    path = tmp_path / "mail.log"
    path.write_text(mails(ago(2), ago(1), ago(0)))
    return path


def counted(log: Path, *arguments: str) -> dict[str, Any]:
    done = run("stats", "--format", "json", "--timezone", "UTC", *arguments, log)
    assert done.returncode == 0, done.stderr
    plain: dict[str, Any] = json.loads(done.stdout)
    return plain


@pytest.mark.parametrize(
    ("arguments", "days"),
    [
        ((), [2, 1, 0]),
        (("--yesterday",), [1]),
        (("--date", "yesterday"), [1]),
        (("--date", "today"), [0]),
        (("--date", "2 days ago"), [2]),
        (("--since", "yesterday"), [1, 0]),
        (("--until", "yesterday"), [2]),
    ],
    ids=str,
)
def test_days(log: Path, arguments: tuple[str, ...], days: list[int]) -> None:
    spelled = (word.replace("2 days ago", f"{ago(2):%Y-%m-%d}") for word in arguments)
    told = counted(log, *spelled)["figures"]["per_day"]
    assert [row["date"] for row in told] == [f"{ago(day):%Y-%m-%d}" for day in days]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--date", "2026-13-01"), "'2026-13-01' is no day: expected today, yesterday or one such as 2026-11-20"),
        (("--date", "9999-12-31"), "is no day"),
        (("--yesterday", "--since", "1h"), "say the time once"),
        (("--yesterday", "--date", "today"), "say the time once"),
        (("--date", "today", "--until", "1h"), "say the time once"),
        (("--ip", "300.0.0.1"), "'300.0.0.1' is no network: expected one such as 192.0.2.0/24"),
        (("--only", "nonsense"), "'nonsense' is not one of"),
        (("--only", "totals", "--format", "json"), "take `.figures.LIST` with jq"),
        (("--top", "-1"), "--top"),
        (("--demo",), "name no LOG with it"),
    ],
    ids=str,
)
def test_what_cannot_be_asked(log: Path, arguments: tuple[str, ...], says: str) -> None:
    done = run("stats", *arguments, log)
    assert done.returncode == Exit.USAGE
    assert says in told(done)


def test_narrowed_to_an_account_and_a_client(tmp_path: Path) -> None:
    log = tmp_path / "mail.log"
    log.write_bytes(LOGIN)
    assert counted(log, "--account", "@example.org", "--ip", "192.0.2.0/24")["figures"]["totals"]["logins"] == 1
    assert counted(log, "--account", "carol@example.org", "--ip", "192.0.2.8")["figures"]["totals"]["logins"] == 0
    assert counted(log, "--sender", "x@example.org")["figures"]["totals"]["received"] == 0


def test_an_account_that_is_misspelt_is_said(tmp_path: Path) -> None:
    log = tmp_path / "mail.log"
    log.write_bytes(LOGIN)
    for form in ("table", "csv"):
        done = run("stats", "--account", "carl@example.org", "--format", form, log)
        assert "did you mean carol@example.org?" in told(done)
        assert (b"did you mean" in done.stderr) is (form == "csv")


def test_csv_and_an_output_file(log: Path, tmp_path: Path) -> None:
    target = tmp_path / "days.csv"
    done = run("stats", "--format", "csv", "--only", "per_day", "--timezone", "UTC", "--output", target, log)
    assert (done.returncode, done.stdout) == (0, b"")
    rows = list(csv.DictReader(io.StringIO(target.read_text())))
    assert [row["received"] for row in rows] == ["1", "1", "1"]


@pytest.mark.parametrize("arguments", [("--since", "2030-01-01"), ("--date", "2001-01-01")], ids=str)
def test_a_time_that_the_log_does_not_have_is_no_success(log: Path, arguments: tuple[str, ...]) -> None:
    assert run("stats", *arguments, log).returncode == Exit.UNKNOWN


def test_nothing_to_read(tmp_path: Path) -> None:
    done = run("stats", tmp_path / "missing.log")
    assert done.returncode == Exit.UNKNOWN
    assert "missing.log" in told(done)


def test_the_demo_fits_80_columns() -> None:
    done = run("stats", "--demo", "--detail")
    assert done.returncode == 0
    lines = done.stdout.decode().splitlines()
    assert [line for line in lines if len(line) > 80] == []
    assert "Sessions with smtpd per day" in lines
