"""Is the invented log the same for the same seed, in order, of the length asked for, and consistent in itself?"""

from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

GENERATE = Path(__file__).parents[2] / "bench" / "generate.py"
LINES = 20_000
QUEUE_ID = re.compile(r"postfix/[a-z/]+\[[0-9]+\]: ([0-9A-F]{11}): (.*)$", re.MULTILINE)


def generate(*arguments: str) -> str:
    command = [sys.executable, GENERATE, "--lines", str(LINES), *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=100).stdout


@pytest.fixture(scope="module")
def log() -> str:
    return generate("--seed", "7", "--per-day", "10000")


def test_it_has_the_lines_that_were_asked_for(log: str) -> None:
    assert log.count("\n") == LINES
    assert log.endswith("\n")
    assert "\0" not in log


def test_the_same_seed_gives_the_same_log_and_another_one_does_not(log: str) -> None:
    assert generate("--seed", "7", "--per-day", "10000") == log
    assert generate("--seed", "8", "--per-day", "10000") != log


def test_a_file_holds_what_standard_output_would(log: str, tmp_path: Path) -> None:
    generate("--seed", "7", "--per-day", "10000", "--output", str(tmp_path / "mail.log"))
    assert (tmp_path / "mail.log").read_text() == log


def test_rfc3339_stamps_rise(log: str) -> None:
    stamps = [datetime.fromisoformat(line.partition(" ")[0]) for line in log.splitlines()]
    assert all(earlier <= later for earlier, later in pairwise(stamps))
    assert 1.5 < (stamps[-1] - stamps[0]) / timedelta(days=1) < 2.5  # 20,000 lines, 10,000 a day


def test_rfc3164_stamps_rise_and_the_texts_are_the_same(log: str) -> None:
    plain = generate("--seed", "7", "--per-day", "10000", "--stamp", "rfc3164")
    stamps = [datetime.strptime(f"2026 {line[:15]}", "%Y %b %d %H:%M:%S") for line in plain.splitlines()]
    assert all(earlier <= later for earlier, later in pairwise(stamps))
    assert [line[16:] for line in plain.splitlines()] == [line.partition(" ")[2] for line in log.splitlines()]


def test_the_mix_is_that_of_a_small_server(log: str) -> None:
    shares = {
        "bots": len(re.findall(r"^.*198\.1[89]\..*$", log, re.MULTILINE)) / LINES,
        "postscreen": log.count(" postfix/postscreen[") / LINES,
        "mailboxes": log.count(" dovecot: imap") / LINES,
        "submissions": log.count("sasl_method=") / LINES,
    }
    assert 0.3 < shares["bots"] < 0.5
    assert 0.05 < shares["postscreen"] < 0.2
    assert 0.04 < shares["mailboxes"] < 0.2
    assert 0.005 < shares["submissions"] < 0.05


def test_a_mail_is_accepted_once_and_removed_once(log: str) -> None:
    accepted, removed = Counter[str](), Counter[str]()
    for queue_id, said in QUEUE_ID.findall(log):
        accepted[queue_id] += said.startswith("client=")
        removed[queue_id] += said == "removed"
    assert set(accepted.values()) <= {0, 1}  # a bounce has no client
    assert set(removed.values()) <= {0, 1}
    assert sum(removed.values()) > 0.8 * sum(accepted.values())


def test_a_process_serves_one_client_at_a_time(log: str) -> None:
    serving: dict[str, str] = {}
    for pid, said, client in re.findall(r"smtpd\[([0-9]+)\]: (connect|disconnect) from (\S+)", log):
        if said == "connect":
            assert pid not in serving
            serving[pid] = client
        else:
            assert serving.pop(pid) == client


def test_only_addresses_and_names_for_documentation_occur(log: str) -> None:
    addresses = set(re.findall(r"(?<![0-9.])([0-9]+\.[0-9]+\.[0-9]+)\.[0-9]+(?![0-9.])", log))
    allowed = ("198.18.", "198.19.", "192.0.2", "198.51.100", "203.0.113", "127.0.0")
    assert [net for net in addresses if not net.startswith(allowed)] == []
    domains = set(re.findall(r"@[a-z0-9.-]+\.([a-z]+\.[a-z]+)\b", log))
    assert domains <= {"example.com", "example.net", "example.org"}


def test_a_handful_of_accounts_is_broken_into(log: str) -> None:
    from_bots = re.findall(r"client=unknown\[198\.1[89]\.[0-9.]+\], sasl_method=[A-Z]+, sasl_username=(\S+)", log)
    assert 2 <= len(set(from_bots)) <= 6
