"""Is a log with nothing against any account still no all-clear when the server itself has a problem?"""

from __future__ import annotations

from pathlib import Path

from postwarden.app.asked import CheckOptions
from postwarden.app.check import check
from postwarden.model.findings import Exit, Verdict
from postwarden.report.wording import headline, meaning

LOG = b"""\
2026-11-20T11:57:42+00:00 mail postfix/submission/smtpd[5]: 7253BC0589: client=a[192.0.2.7], sasl_method=PLAIN, \
sasl_username=jo@example.org
2026-11-20T11:57:43+00:00 mail postfix/smtpd[32451]: Read 45 chars: AUTH PLAIN AGFkbWluQGV4YW1wbGUub3JnAHBhc3N3
"""


def test_passwords_in_the_log_are_told_and_not_shown(tmp_path: Path) -> None:
    log = tmp_path / "mail.log"
    log.write_bytes(LOG)
    report = check(CheckOptions(logs=(str(log),)))
    assert (report.verdict, report.exit) == (Verdict.SUSPICIOUS, Exit.SUSPICIOUS)
    assert [(finding.detector, finding.evidence[0].line) for finding in report.server] == [("credentials_in_log", 2)]
    assert "AGFkb" not in report.server[0].evidence[0].text
    assert headline(report) == "nothing found in 1 account, 1 problem of the server itself"
    assert meaning(report).startswith("The accounts show nothing, but the server itself")
