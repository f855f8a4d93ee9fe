"""Is the report mailed once, with the verdict in its subject, and is nothing sent on a dry run?"""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.policy import default
from html.parser import HTMLParser
from pathlib import Path

import jsonschema
import pytest

from cli.console import run, told
from mailing.sink import sink

ROOT = Path(__file__).parents[2]


@pytest.fixture
def log(tmp_path: Path) -> Path:
    stamp = (datetime.now(UTC) - timedelta(hours=2)).isoformat()
    path = tmp_path / "mail.log"
    path.write_text(
        f"{stamp} mx postfix/submission/smtpd[1]: 9248D303AB: client=unknown[192.0.2.9], sasl_method=PLAIN, "
        "sasl_username=carol@example.org\n"
        f"{stamp} mx postfix/qmgr[2]: 9248D303AB: from=<<script>alert(1)</script>@example.org>, size=9, nrcpt=1 "
        "(queue active)\n"
    )
    return path


def test_a_dry_run_prints_the_mail_and_neither_sends_nor_remembers(log: Path, tmp_path: Path) -> None:
    with sink() as taken:
        done = run(
            "report", "--mail", "admin@example.org", "--dry-run", "--smtp", f"smtp://127.0.0.1:{taken.port}",
            "--state", tmp_path / "s.json", log,
        )  # fmt: skip
    assert (done.returncode, taken.commands, (tmp_path / "s.json").exists()) == (0, [], False)
    mail = message_from_bytes(done.stdout, policy=default)
    assert mail["Subject"].endswith(": nothing found in 1 account")


def test_it_is_sent_and_the_next_one_says_what_changed(log: Path, tmp_path: Path) -> None:
    with sink() as taken:
        server = f"smtp://127.0.0.1:{taken.port}"
        arguments = ("--mail", "admin@example.org", "--smtp", server, "--state", tmp_path / "s.json")
        first = run("report", *arguments, log)
        second = run("report", *arguments, "--since", "1d", log)
    assert (first.returncode, second.returncode) == (0, 0)
    assert "mailed to admin@example.org" in told(first)
    texts = [message_from_bytes(mail, policy=default).get_body(("plain",)) for mail in taken.mails]
    said = [text.get_content() if text else "" for text in texts]
    assert ["Since the last report" in text for text in said] == [False, True]
    assert json.loads((tmp_path / "s.json").read_text())["totals"]["logins"] == 1


def test_a_mail_that_nobody_takes_is_told_and_not_remembered(log: Path, tmp_path: Path) -> None:
    with sink(refuse="admin@") as taken:
        done = run(
            "report", "--mail", "admin@example.org", "--smtp", f"smtp://127.0.0.1:{taken.port}",
            "--state", tmp_path / "s.json", log,
        )  # fmt: skip
    assert (done.returncode, (tmp_path / "s.json").exists()) == (3, False)
    assert "did not take the mail" in told(done)


class Elements(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: set[str] = set()
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)
        self.links += [value or "" for name, value in attrs if name in ("src", "href", "background")]


def test_the_page_needs_nothing_else_and_hostile_text_stays_text(log: Path) -> None:
    page = run("report", "--format", "html", log).stdout.decode()
    parser = Elements()
    parser.feed(page)
    assert "&lt;script&gt;alert(1)" in page
    assert (parser.links, parser.seen & {"script", "img", "svg", "iframe", "link"}) == ([], set())
    assert "url(" not in page


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["--mail", "nobody"], "is no mail address"),
        (["--mail", "a@example.org", "--from", "x"], "is no mail address"),
        (["--smtp", "mx"], "is no mail server"),
        (["--smtp", "smtps://u@mx.example.org"], "belong together"),
        (["--smtp", "smtps://u@mx.example.org", "--smtp-password", "/nonexistent"], "cannot be read"),
    ],
)
def test_a_wrong_call(log: Path, arguments: list[str], why: str) -> None:
    done = run("report", *arguments, log)
    assert (done.returncode, why in told(done)) == (64, True)


def test_the_exit_code_is_the_verdicts() -> None:
    done = run("report", "--demo")
    assert done.returncode == 2
    assert b"Figures\n=======" in done.stdout


def test_the_json_keeps_to_its_schema() -> None:
    schema = json.loads((ROOT / "docs/reference/report.schema.json").read_text())
    said = json.loads(run("report", "--demo", "--format", "json").stdout)
    jsonschema.validate(said, schema)
    assert (said["check"]["verdict"], said["last"]) == ("compromised", None)
