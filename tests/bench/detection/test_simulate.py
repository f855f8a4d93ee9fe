"""Is the month the same for the same seed, well-formed, of the right size and only with invented addresses?"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import maxminddb
import pytest
from simulator.month import EVENTS, LOG, PLACES, TRUTH

SEED = 5  # that of the month fixture
SIMULATE = Path(__file__).parents[3] / "bench" / "detection" / "simulate.py"


def run(folder: Path, *options: str, hash_seed: str = "0") -> Path:
    command = [sys.executable, str(SIMULATE), "--seed", str(SEED), "--output", str(folder), *options]
    subprocess.run(command, check=True, timeout=100, env={**os.environ, "PYTHONHASHSEED": hash_seed})
    return folder


def places(path: Path) -> list[tuple[str, object]]:
    with maxminddb.open_database(path) as database:
        return sorted(((str(network), record) for network, record in database), key=lambda entry: entry[0])


@pytest.fixture(scope="module")
def lines(month: Path) -> list[str]:
    return (month / LOG).read_text().splitlines()


def test_the_same_seed_gives_the_same_month(month: Path, tmp_path: Path) -> None:
    again = run(tmp_path, hash_seed="77")
    for name in (LOG, TRUTH, EVENTS):
        assert (again / name).read_bytes() == (month / name).read_bytes(), name
    assert places(again / PLACES) == places(month / PLACES)


def test_rfc3164_stamps_hold_the_same_texts_and_the_file_tells_the_year(month: Path, tmp_path: Path) -> None:
    plain = run(tmp_path, "--stamp", "rfc3164") / LOG
    texts = [line[16:] for line in plain.read_text().splitlines()]
    assert texts == [line.partition(" ")[2] for line in (month / LOG).read_text().splitlines()]
    assert all(re.match(r"[A-Z][a-z]{2} [ 1-3][0-9] [0-9:]{8} mail ", line) for line in plain.read_text().splitlines())
    begin = datetime.fromisoformat(json.loads((month / TRUTH).read_text())["begin"])
    assert datetime.fromtimestamp(plain.stat().st_mtime, UTC) == begin + timedelta(days=30)


def test_another_seed_gives_another_month(month: Path, tmp_path: Path) -> None:
    command = [sys.executable, str(SIMULATE), "--seed", str(SEED + 1), "--output", str(tmp_path)]
    subprocess.run(command, check=True, timeout=100)
    assert (tmp_path / LOG).read_bytes() != (month / LOG).read_bytes()


def test_too_short_a_month_is_refused(tmp_path: Path) -> None:
    command = [sys.executable, str(SIMULATE), "--seed", "1", "--output", str(tmp_path), "--days", "5"]
    done = subprocess.run(command, check=False, timeout=100, capture_output=True, text=True)
    assert done.returncode == 2
    assert "--days 5" in done.stderr


def test_stamps_rise(lines: list[str]) -> None:
    stamps = [datetime.fromisoformat(line.partition(" ")[0]) for line in lines]
    assert all(earlier <= later for earlier, later in pairwise(stamps))
    assert timedelta(days=29) < stamps[-1] - stamps[0] < timedelta(days=30)


def test_the_size_is_sane(lines: list[str]) -> None:
    assert 150_000 < len(lines) < 450_000


def test_a_mail_is_accepted_once_and_removed_once(lines: list[str]) -> None:
    accepted, active, removed = Counter[str](), set[str](), Counter[str]()
    for line in lines:
        if found := re.search(r" postfix/\S+\[\d+\]: ([0-9A-F]{9,12}): (client=|uid=|removed|from=)", line):
            queue_id, said = found.groups()
            accepted[queue_id] += said in ("client=", "uid=")
            removed[queue_id] += said == "removed"
            if said == "from=":
                active.add(queue_id)
    assert set(accepted.values()) <= {0, 1}
    assert set(removed.values()) <= {0, 1}
    assert set(removed) <= active | set(accepted)
    assert sum(removed.values()) > 0.98 * len(active)


def test_a_process_serves_one_client_at_a_time(lines: list[str]) -> None:
    serving: dict[str, str] = {}
    for line in lines:
        if found := re.search(r" (postfix/\S*smtpd\[\d+\]): (connect|disconnect) from (\S+)", line):
            process, said, client = found.groups()
            if said == "connect":
                assert process not in serving, line
                serving[process] = client
            else:
                assert serving.pop(process) == client, line


def test_the_counters_of_a_session_add_up(lines: list[str]) -> None:
    checked = 0
    for line in lines:
        if found := re.search(r": disconnect from \S+ (.*?) ?commands=(\d+)(?:/(\d+))?$", line):
            counters = re.findall(r"=(\d+)(?:/(\d+))?", found[1])
            assert sum(int(good) for good, _ in counters) == int(found[2]), line
            assert sum(int(tried or good) for good, tried in counters) == int(found[3] or found[2]), line
            checked += 1
    assert checked > 10_000


def test_every_dovecot_session_begins_before_it_ends(lines: list[str]) -> None:
    begun = set()
    for line in lines:
        if found := re.search(r"-login: Login: .*session=<([^>]+)>", line):
            begun.add(found[1])
        elif found := re.search(r"dovecot: (?:imap|pop3|managesieve)\([^)]*\)<\d+><([^>]+)>: Disconnected", line):
            assert found[1] in begun


def test_only_addresses_and_names_for_documentation_and_benchmarks_occur(lines: list[str]) -> None:
    text = "\n".join(lines)
    old = set(re.findall(r"(?<![0-9.])(\d+\.\d+\.\d+)\.\d+(?![0-9.])", text))
    allowed = ("198.18.", "198.19.", "192.0.2", "198.51.100", "127.0.0", "10.20.0")
    assert [net for net in old if not net.startswith(allowed)] == []
    new = set(re.findall(r"\[([0-9a-f]*:[0-9a-f:]*:[0-9a-f:]*)\]|rip=([0-9a-f]*:[0-9a-f:]+)", text))
    assert all(one.startswith("2001:db8:") or one == "::1" for pair in new for one in pair if one)
    domains = set(re.findall(r"@[a-z0-9.-]+\.([a-z]+\.[a-z]+)\b", text))
    assert domains <= {"example.com", "example.net", "example.org"}


def test_the_shares_are_those_that_were_asked_for(month: Path) -> None:
    truth = json.loads((month / TRUTH).read_text())
    accounts = truth["accounts"].values()
    attacked = share(bool(account["attack"]) for account in accounts)
    assert 240 < len(accounts) < 320
    assert 0.03 < attacked < 0.065


def share(flags: Iterable[bool]) -> float:
    known = list(flags)
    return sum(known) / len(known)
