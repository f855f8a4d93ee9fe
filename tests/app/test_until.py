"""Does a check up to a moment say what a check of the log as it was then says?"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from postwarden.app.asked import CheckOptions
from postwarden.app.check import check
from postwarden.app.configuration import Configuration
from postwarden.model.findings import AccountVerdict

STRANGER = "client=unknown[203.0.113.9], sasl_method=PLAIN, sasl_username=root"
MIDNIGHT_US = 1_793_404_800_000_000  # 2026-10-31T00:00:00Z


def lines() -> list[str]:
    """Ten mails within ten minutes; each is told to the queue a minute later and leaves it after five."""
    told = []
    for n in range(10):
        mail = f"9248D3{n:04X}"
        sender = f"from=<x{n}@example.net>, size=900, nrcpt=30 (queue active)"
        told.append((n, f"postfix/submission/smtpd[1]: {mail}: {STRANGER}"))
        told.append((n + 1, f"postfix/qmgr[2]: {mail}: {sender}"))
        told.append((n + 5, f"postfix/qmgr[2]: {mail}: removed"))
    return [f"2026-10-31T00:{minute:02}:00Z mx {text}\n" for minute, text in sorted(told)]


def verdict(log: Path, until: int | None) -> AccountVerdict:
    known = Configuration().preferring(timezone="UTC", threads=1)
    options = CheckOptions(logs=(str(log),), configuration=known, detectors=(), hashing=False)
    [root] = check(replace(options, until=until)).accounts
    return root


def test_nothing_later_is_told(tmp_path: Path) -> None:
    log = tmp_path / "mail.log"
    log.write_text("".join(lines()))
    cut = verdict(log, MIDNIGHT_US + 7 * 60_000_000)
    log.write_text("".join(line for line in lines() if line[14:16] < "07"))
    assert cut == verdict(log, None)
    assert (cut.blast.messages, cut.blast.queued, cut.blast.recipients) == (7, 5, 180)
