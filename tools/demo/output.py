"""Where does the log go? Cut as logrotate cuts it, beside the truth about it."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Sequence
from pathlib import Path

from demo.attack import BOTNET, BRUTE_FORCE_ADDRESSES, CREDENTIAL_TEST, GUESSERS
from demo.ledger import Ledger
from demo.ordinary import TRAVELS
from demo.people import ANNA, CLARA, JONAS, OFFICE, PASSWORDS

_ROOT = Path(__file__).resolve().parents[2]
_LOGS = _ROOT / "src/postwarden/app/demo"
_TRUTH = _ROOT / "tests/stories/demo_truth.json"
# Sundays at midnight; to keep the set at three files, the oldest one holds three weeks.
_CUTS = ("2026-10-04T00:00:00", "2026-10-11T00:00:00")


def write_logs(lines: Sequence[str]) -> None:
    _LOGS.mkdir(exist_ok=True)
    for name, part in _rotated(lines).items():
        data = "".join(f"{line}\n" for line in part).encode("utf-8", "surrogateescape")
        packed = gzip.compress(data, 9, mtime=0) if name.endswith(".gz") else data
        (_LOGS / name).write_bytes(packed)


def write_truth(lines: Sequence[str], queued: Sequence[str], ledger: Ledger) -> None:
    truth = {
        "zone": "Europe/Berlin",
        "home": ["DE"],
        "lines": {name: len(part) for name, part in _rotated(lines).items()},
        "accounts": sorted(PASSWORDS),
        "compromised": _break_in(lines, queued, ledger),
        "brute_force": {
            "network": "203.0.113.0/24",
            "addresses": sorted(BRUTE_FORCE_ADDRESSES),
            "failures": ledger.guesses.total(),
            "accounts": sorted(ledger.guesses),
        },
        "spraying": {"failures": ledger.sprayed.total(), "addresses": sorted(ledger.sprayed)},
        "stale_password": {"account": CLARA, "address": OFFICE, "failures": dict(sorted(ledger.stale.items()))},
        "traveller": {"account": JONAS, "travels": TRAVELS},
    }
    _TRUTH.parent.mkdir(exist_ok=True)
    _TRUTH.write_text(json.dumps(truth, indent=1, ensure_ascii=False) + "\n")


def _break_in(lines: Sequence[str], queued: Sequence[str], ledger: Ledger) -> dict[str, object]:
    spam = [line for line in lines if f"sasl_username={ANNA}" in line and _client(line) in BOTNET]
    own = {line.split()[3].rstrip(":") for line in spam}
    guesses = [line for line in lines if _client(line) in GUESSERS and f"sasl_username={ANNA}" in line]
    return {
        "account": ANNA,
        "first_failure": _stamp(guesses[0]),
        "first_bad": _stamp(next(line for line in lines if f"[{CREDENTIAL_TEST}] ehlo=2 starttls=1 auth=1/" in line)),
        "credential_test_address": CREDENTIAL_TEST,
        "first_message": _stamp(spam[0]),
        "last_message": _stamp(spam[-1]),
        "messages": ledger.spam_messages.total(),
        "messages_by_address": dict(sorted(ledger.spam_messages.items())),
        "countries": sorted(set(BOTNET.values())),
        "senders": len(ledger.spam_senders),
        "recipients": len(ledger.spam_recipients),
        "distinct_recipients": len(set(ledger.spam_recipients)),
        "refused_recipients": len(ledger.refused & set(ledger.spam_recipients)),
        "still_queued": sorted(own & set(queued)),
        "still_queued_of_others": sorted(set(queued) - own),
    }


def _rotated(lines: Sequence[str]) -> dict[str, list[str]]:
    older, newer = _CUTS
    return {
        "mail.log.2.gz": [line for line in lines if line < older],
        "mail.log.1": [line for line in lines if older <= line < newer],
        "mail.log": [line for line in lines if line >= newer],
    }


def _client(line: str) -> str:
    found = re.search(r"\[([0-9a-f.:]+)\][:,]", line.split("]: ", 1)[-1])
    return found[1] if found else ""


def _stamp(line: str) -> str:
    return line.partition(" ")[0]
