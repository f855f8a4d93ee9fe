"""Does `postwarden trace` tell the story of a mail, whatever is asked and whatever strangers wrote?"""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import jsonschema
import pytest

from cli.console import run, told
from postwarden.model.findings import Exit
from postwarden.model.trace import Trace
from postwarden.report.json_report import schema

HOSTILE = "=1+1\x1b[2J\u202e<script>"
LOG = (
    "2026-11-19T08:00:00+00:00 mx postfix/submission/smtpd[1]: connect from unknown[203.0.113.9]\n"
    "2026-11-19T08:00:01+00:00 mx postfix/submission/smtpd[1]: AAAAAAA1: client=unknown[203.0.113.9], "
    "sasl_method=PLAIN, sasl_username=anna@example.org\n"
    f"2026-11-19T08:00:02+00:00 mx postfix/cleanup[2]: AAAAAAA1: message-id=<{HOSTILE}@example.com>\n"
    "2026-11-19T08:00:03+00:00 mx postfix/qmgr[3]: AAAAAAA1: from=<bank@example.com>, size=900, nrcpt=1 "
    "(queue active)\n"
    + "".join(
        f"2026-11-19T{hour:02}:00:04+00:00 mx postfix/smtp[4]: AAAAAAA1: to=<b@example.net>, "
        "relay=mx.example.net[198.51.100.9]:25, delay=2, delays=0/0/0/2, dsn=4.7.0, status=deferred "
        f"(host mx.example.net[198.51.100.9] said: 451 {HOSTILE})\n"
        for hour in (8, 9, 10)
    )
    + "2026-11-19T10:00:05+00:00 mx postfix/submission/smtpd[1]: disconnect from unknown[203.0.113.9] ehlo=1 auth=1 "
    "mail=1 rcpt=1 data=1 quit=1 commands=6\n"
)


@pytest.fixture
def log(tmp_path: Path) -> Path:
    path = tmp_path / "mail.log"
    path.write_text(LOG, encoding="utf-8")
    return path


def test_a_story_in_words(log: Path) -> None:
    done = run("trace", "AAAAAAA1", log)
    assert done.returncode == 0
    text = told(done)
    assert "bank@example.com to 1 recipient, STILL QUEUED when the log ended" in text
    assert "! the sender is not the login: anna@example.org" in text
    assert "08:00:01 login anna@example.org by PLAIN from 203.0.113.9" in text
    assert "2 more attempts with this result, the last 10:00:04" in text


def test_raw_lines_are_shown_where_they_are_asked_for(log: Path) -> None:
    assert "sasl_username=" not in told(run("trace", "AAAAAAA1", log))
    text = told(run("trace", "AAAAAAA1", "--raw", log))
    assert "sasl_username=anna@example.org" in text
    assert "mail.log:2" in text
    assert text.count("status=deferred") == 3  # none is folded away
    (mail,) = json.loads(run("trace", "AAAAAAA1", "--raw", "--format", "json", log).stdout)["mails"]
    assert [step["raw"] is not None for step in mail["steps"]] == [True] * 8


@pytest.mark.parametrize("form", ["table", "json", "csv"])
def test_what_strangers_write_is_shown_not_obeyed(log: Path, form: str) -> None:
    for query in ("AAAAAAA1", HOSTILE):
        shown = run("trace", query, "--raw", "--format", form, log).stdout.decode()
        assert not {"\x1b", "\u202e"} & set(shown)
        assert form == "csv" or "script" in shown


def test_json_is_what_its_schema_says(log: Path) -> None:
    plain = json.loads(run("trace", "AAAAAAA1", "--format", "json", log).stdout)
    jsonschema.validate(plain, schema(Trace))
    assert plain["understood_as"] == "queue id"


def test_csv_has_a_line_for_each_step(log: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(run("trace", "AAAAAAA1", "--format", "csv", log).stdout.decode())))
    assert [row["kind"] for row in rows][-1] == "disconnect"
    assert [row["line"] for row in rows] == [str(number) for number in range(1, 9)]


@pytest.mark.parametrize("query", ["ZZZZZZZ9", "nobody@example.org", "192.0.2.77", HOSTILE])
def test_what_is_not_there_is_said(log: Path, query: str) -> None:
    done = run("trace", query, log)
    assert done.returncode == Exit.UNKNOWN
    assert "no mail in these logs has it" in told(done)


def test_an_empty_log_and_a_missing_one(tmp_path: Path) -> None:
    (tmp_path / "mail.log").touch()
    assert run("trace", "AAAAAAA1", tmp_path / "mail.log").returncode == Exit.UNKNOWN
    assert "missing.log" in told(run("trace", "AAAAAAA1", tmp_path / "missing.log"))
    assert run("trace").returncode == Exit.USAGE
    assert run("trace", " ", tmp_path / "mail.log").returncode == Exit.USAGE


def test_a_password_in_a_reply_is_cut_out(log: Path) -> None:
    log.write_text(LOG.replace("451 ", "451 you said AUTH PLAIN AGFubmEAc2VjcmV0 "), encoding="utf-8")
    for form in ("table", "json", "csv"):
        assert b"AGFubmEAc2VjcmV0" not in run("trace", "AAAAAAA1", "--raw", "--format", form, log).stdout


def test_the_demo_fits_80_columns() -> None:
    done = run("trace", "anna.berg@example.org", "--demo", "--since", "2026-10-16T00:48", "--raw")
    assert done.returncode == 0
    assert [line for line in done.stdout.decode().splitlines() if len(line) > 80] == []
