"""Do `postwarden logins` and `postwarden failures` answer, whatever is asked and whatever stands in the log?"""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import jsonschema
import pytest

from cli.console import LOGIN, run, told
from postwarden.model.access import Failures, Logins
from postwarden.model.findings import Exit
from postwarden.report.json_report import schema

HOSTILE = "=1+1\x1b[2J\u202e<script>"
FAILURE = (
    "2026-11-19T08:00:00+00:00 mx dovecot: imap-login: Disconnected (auth failed, 1 attempts in 2 secs): "
    f"user=<{HOSTILE}>, method=PLAIN, rip=203.0.113.9, lip=192.0.2.1, session=<abc>\n"
)
GROUPINGS = ("account", "ip", "network", "country", "as", "day", "hour")


@pytest.fixture
def log(tmp_path: Path) -> Path:
    path = tmp_path / "mail.log"
    path.write_bytes(LOGIN + FAILURE.encode())
    return path


def test_one_login_is_one_row(log: Path) -> None:
    done = run("logins", log)
    assert done.returncode == 0
    assert "1 login to 1 account from 1 address" in told(done)
    assert "11-19 10:00 1 1 carol@example.org 192.0.2.9" in told(done)


@pytest.mark.parametrize("command", ["logins", "failures"])
@pytest.mark.parametrize("by", [None, *GROUPINGS], ids=str)
def test_every_list_of_the_demo_fits_80_columns(command: str, by: str | None) -> None:
    done = run(command, "--demo", *(("--by", by) if by else ()))
    assert done.returncode == 0
    lines = done.stdout.decode().splitlines()
    assert len(lines) > 5
    assert [line for line in lines if len(line) > 80] == []


@pytest.mark.parametrize(("command", "kind"), [("logins", Logins), ("failures", Failures)])
@pytest.mark.parametrize("by", [(), ("--by", "account")], ids=str)
def test_json_is_what_its_schema_says(command: str, kind: type, by: tuple[str, ...]) -> None:
    plain = json.loads(run(command, "--demo", "--format", "json", *by).stdout)
    jsonschema.validate(plain, schema(kind))
    assert bool(plain["groups"]) is bool(by)
    assert bool(plain["runs"]) is not bool(by)


def test_csv_and_an_output_file(log: Path, tmp_path: Path) -> None:
    target = tmp_path / "logins.csv"
    done = run("logins", "--format", "csv", "--output", target, log)
    assert (done.returncode, done.stdout) == (0, b"")
    (row,) = csv.DictReader(io.StringIO(target.read_text()))
    assert (row["account"], row["ip"], row["protocols"], row["line"]) == ("carol@example.org", "192.0.2.9", "smtp", "2")


@pytest.mark.parametrize("form", ["table", "json", "csv"])
def test_what_strangers_write_is_shown_not_obeyed(log: Path, form: str) -> None:
    shown = run("failures", "--format", form, log).stdout.decode()
    assert "script" in shown
    assert not {"\x1b", "\u202e"} & set(shown)
    assert form != "csv" or ",'=1+1" in shown


@pytest.mark.parametrize("command", ["logins", "failures"])
def test_an_account_that_does_not_occur_is_said(log: Path, command: str) -> None:
    for form in ("table", "csv"):
        done = run(command, "--account", "carl@example.org", "--format", form, log)
        assert done.returncode == Exit.UNKNOWN
        assert "carl@example.org does not occur in these logs" in told(done)
        assert "did you mean carol@example.org?" in told(done)


@pytest.mark.parametrize("command", ["logins", "failures"])
def test_an_empty_log_is_no_success(tmp_path: Path, command: str) -> None:
    (tmp_path / "mail.log").touch()
    done = run(command, tmp_path / "mail.log")
    assert done.returncode in (Exit.CLEAN, Exit.UNKNOWN)
    assert "none" in told(done) or "no line" in told(done)
    assert run(command, tmp_path / "missing.log").returncode == Exit.UNKNOWN


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("logins", "--by", "moon"), "'moon' is not one of"),
        (("logins", "--ip", "nonsense"), "is no network"),
        (("failures", "--demo"), "name no LOG with it"),
        (("failures", "--sender", "a@example.org"), "--sender"),
    ],
    ids=str,
)
def test_what_cannot_be_asked(log: Path, arguments: tuple[str, ...], says: str) -> None:
    done = run(*arguments, log)
    assert done.returncode == Exit.USAGE
    assert says in told(done)


def test_home_is_what_is_told(log: Path) -> None:
    assert "446 logins" in told(run("logins", "--demo", "--foreign"))
    assert "1,693 logins" in told(run("logins", "--demo", "--foreign", "--home", "IN"))
