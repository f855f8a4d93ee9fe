"""Does the plug-in speak as the guidelines want it to, on one stream and with four exit codes?"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from cli.console import close, run, without_rights

NOW = datetime.now(UTC)
LINE = re.compile(r"POSTWARDEN (OK|WARNING|CRITICAL|UNKNOWN) - [^|]+(\| (\w+=\d+s?;[^; ]*;[^; ]*;0 ?)+)?")


def login(account: str = "carol@example.org", ip: str = "192.0.2.9") -> str:
    stamp = (NOW - timedelta(minutes=1)).isoformat()
    return (
        f"{stamp} mx postfix/submission/smtpd[1]: 9248D303AB: client=unknown[{ip}], sasl_method=PLAIN, "
        f"sasl_username={account}\n"
    )


@pytest.fixture
def log(tmp_path: Path) -> Path:
    path = tmp_path / "mail.log"
    path.write_text(login())
    return path


def plugin(log: Path, *arguments: str, **how: Any) -> tuple[int, list[str]]:
    done = run("nagios", "--state", log.parent / "s.json", *arguments, log, **how)
    assert done.stderr == b""
    lines = done.stdout.decode().splitlines()
    assert LINE.fullmatch(lines[0]), lines[0]
    return done.returncode, lines


def test_ok(log: Path) -> None:
    code, lines = plugin(log)
    assert code == 0
    assert lines[0].startswith("POSTWARDEN OK - no account looks odd; 1 login, 0 failures, 0 mails in 15 min | ")
    assert " logins=1;;;0 " in lines[0]


def test_system_account_is_critical_and_names_the_next_command(log: Path) -> None:
    log.write_text(login("root"))
    code, lines = plugin(log)
    assert code == 2
    assert lines[1] == "root COMPROMISED: the system account logged in from 192.0.2.0/24"
    assert lines[2] == "look: postwarden check --since 2d --account root"


def test_thresholds_stand_in_the_performance_data(log: Path) -> None:
    code, lines = plugin(log, "-w", "logins=0", "-c", "age=~:7200")
    assert (code, "logins is 1" in lines[0]) == (1, True)
    assert " logins=1;0;;0 " in lines[0]
    assert re.search(r" age=\d+s;;~:7200;0$", lines[0])


def test_hostile_names_stay_text(log: Path) -> None:
    log.write_text(login("root@|x=1\x1b[31m<b>"))
    _, lines = plugin(log)
    text = "\n".join(lines)
    assert "root@¦x=1" in text
    assert not re.search("[\x1b<>]", text)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["-w", "nothing=1"], "is no figure: expected one of compromised"),
        (["-c", "logins=x"], "is no range: expected a range"),
        (["--since", "soon"], "is no length of time"),
        (["--nonsense"], "No such option"),
        (["--config", "/nonexistent/x.toml"], "the configuration cannot be used"),
    ],
)
def test_a_wrong_call_is_unknown(log: Path, arguments: list[str], told: str) -> None:
    code, lines = plugin(log, *arguments)
    assert (code, told in " ".join(lines)) == (3, True), lines


def test_an_unreadable_log_is_unknown(log: Path) -> None:
    close(log)
    code, lines = plugin(log, preexec_fn=without_rights)
    assert (code, "Permission denied" in lines[0]) == (3, True), lines


def test_a_state_that_cannot_be_written_is_unknown(log: Path) -> None:
    folder = log.parent / "closed"
    folder.mkdir()
    close(folder)
    code, lines = plugin(log, "--state", str(folder / "x.json"), preexec_fn=without_rights)
    assert (code, "name a file that this user may write to" in lines[0]) == (3, True), lines
