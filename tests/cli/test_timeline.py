"""Does `postwarden timeline` tell the story of an account, on the terminal and as a page?"""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import jsonschema
import pytest

from cli.console import LOGIN, run, told
from postwarden.model.findings import Exit
from postwarden.model.timeline import Timeline
from postwarden.report.json_report import schema

ANNA = "anna.berg@example.org"
HOSTILE = "<script>alert(1)</script>\x1b[2J\u202e"
MAIL = (
    "2026-11-19T08:00:01+00:00 mx postfix/smtpd[1]: AAAAAAA1: client=unknown[203.0.113.9], sasl_method=PLAIN, "
    "sasl_username=anna@example.org\n"
    f"2026-11-19T08:00:02+00:00 mx postfix/qmgr[3]: AAAAAAA1: from=<{HOSTILE}@example.com>, size=900, nrcpt=1 "
    "(queue active)\n"
)


@pytest.fixture
def log(tmp_path: Path) -> Path:
    path = tmp_path / "mail.log"
    path.write_text(MAIL, encoding="utf-8")
    return path


def test_the_story_of_the_demo() -> None:
    done = run("timeline", ANNA, "--demo", env={"TZ": "Europe/Berlin"})
    assert done.returncode == 0
    assert [line for line in done.stdout.decode().splitlines() if len(line) > 80] == []
    text = told(done)
    assert text.startswith(f"COMPROMISED {ANNA}")
    assert "22:41 ! login from 198.51.100.5" in text
    assert "23:47 ! 31 logins by smtp from 198.51.100.134, London, United Kingdom" in text
    assert "31 mails to 130 recipients, all under other names" in text
    assert "08:47 2 logins by smtp from 192.0.2.11" in text  # her own: no mark
    assert "120 before: --all tells them, too" in text
    assert "before: --all" not in told(run("timeline", ANNA, "--demo", "--all"))


def test_every_login_of_the_intruder_is_in_it() -> None:
    entries = json.loads(run("timeline", ANNA, "--demo", "--format", "json").stdout)["entries"]
    bad = [entry for entry in entries if entry["bad"] and entry["kind"] == "login"]
    assert (sum(entry["count"] for entry in bad), sum(entry["mails"] for entry in bad)) == (420, 420)
    assert sum(entry["recipients"] for entry in bad) == 1906


def test_json_is_what_its_schema_says(log: Path) -> None:
    for arguments in ((ANNA, "--demo", "--raw"), ("anna@example.org", log), ("nobody", log)):
        jsonschema.validate(json.loads(run("timeline", "--format", "json", *arguments).stdout), schema(Timeline))


def test_raw_lines_are_those_around_each_login(log: Path) -> None:
    assert "sasl_username" not in told(run("timeline", "anna@example.org", log))
    assert "mail.log:1 2026-11-19T08:00:01" in told(run("timeline", "anna@example.org", "--raw", log))


def test_a_page_beside_the_terminal(log: Path, tmp_path: Path) -> None:
    target = tmp_path / "anna.html"
    done = run("timeline", "anna@example.org", "--raw", "--html", target, log)
    assert done.returncode == 0
    assert "1 login by smtp from 203.0.113.9" in told(done)
    page = target.read_text(encoding="utf-8")
    assert page.startswith("<!doctype html>")
    assert "1 login by smtp from 203.0.113.9" in page
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page
    assert not {"\x1b", "\u202e"} & set(page)
    assert "http://" not in page.replace("http://www.w3.org", "")


@pytest.mark.parametrize("form", ["table", "json", "csv"])
def test_what_strangers_write_is_shown_not_obeyed(log: Path, form: str) -> None:
    for account in ("anna@example.org", HOSTILE):
        done = run("timeline", account, "--raw", "--format", form, log)
        assert not {"\x1b", "\u202e"} & set((done.stdout + done.stderr).decode())


def test_csv_has_a_line_for_each_entry(log: Path) -> None:
    done = run("timeline", "anna@example.org", "--format", "csv", log)
    rows = [row for row in csv.DictReader(io.StringIO(done.stdout.decode())) if row["kind"] == "login"]
    assert [(row["count"], row["ip"], row["forged"]) for row in rows] == [("1", "203.0.113.9", "1")]


def test_an_account_that_does_not_occur(log: Path) -> None:
    done = run("timeline", "ana@example.org", log)
    assert done.returncode == Exit.UNKNOWN
    assert "ana@example.org does not occur in these logs" in told(done)
    assert "did you mean anna@example.org?" in told(done)


def test_an_account_that_was_only_attacked_has_a_story() -> None:
    done = run("timeline", "admin@example.org", "--demo")
    assert done.returncode == 0
    assert "admin@example.org never logged in" in told(done)
    assert "39 failed logins by imap and smtp from 12 addresses" in told(done)


def test_an_empty_log_and_a_folder_that_is_not_there(tmp_path: Path) -> None:
    (tmp_path / "mail.log").touch()
    assert run("timeline", "anna", tmp_path / "mail.log").returncode == Exit.UNKNOWN
    assert run("timeline", "anna", tmp_path / "missing.log").returncode == Exit.UNKNOWN
    assert run("timeline", "", tmp_path / "mail.log").returncode == Exit.USAGE
    (tmp_path / "mail.log").write_bytes(LOGIN)
    done = run("timeline", "carol@example.org", "--html", tmp_path / "missing/page.html", tmp_path / "mail.log")
    assert done.returncode == Exit.USAGE
    assert "there is no folder" in told(done)
