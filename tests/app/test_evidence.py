"""Is every line that a report shows the raw line of that number, whatever the log is packed or written in?"""

from __future__ import annotations

import bz2
import gzip
import json
import lzma
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from cli.console import run
from postwarden.app.asked import CheckOptions
from postwarden.app.check import Watch, check
from postwarden.app.configuration import Configuration
from postwarden.model.findings import Evidence, Report, Verdict
from postwarden.model.settings import Settings
from postwarden.model.values import Threads
from postwarden.parse.redact import CUT

START = datetime(2026, 11, 20, 10)
ACCOUNT = "carol@example.org"


def lines() -> Iterator[str]:
    """A brute force against carol that succeeds, a flood of her mail, and a password that smtpd -v logged."""
    for _ in range(60):
        yield f"warning: unknown[203.0.113.5]: SASL LOGIN authentication failed: x, sasl_username={ACCOUNT}"
    yield "> mail.example.org[192.0.2.1]: AUTH PLAIN AGNhcm9sAGh1bnRlcjI="
    for number in range(400):
        queue_id = f"9248D3{number:04X}"
        yield f"{queue_id}: client=unknown[203.0.113.5], sasl_method=LOGIN, sasl_username={ACCOUNT}"
        yield f"{queue_id}: from=<ceo{number}@example.net>, size=900, nrcpt=30 (queue active)"


def rfc3339(number: int, text: str) -> bytes:
    stamp = (START + timedelta(seconds=number)).isoformat() + "Z"
    program = "qmgr" if "nrcpt=" in text else "submission/smtpd"
    return f"{stamp} mx postfix/{program}[1]: {text}\n".encode()


def rfc3164(number: int, text: str) -> bytes:
    stamp = (START + timedelta(seconds=number)).strftime("%b %d %H:%M:%S")
    program = "qmgr" if "nrcpt=" in text else "submission/smtpd"
    return f"{stamp} mx postfix/{program}[1]: {text}\r\n".encode()


def journal(number: int, text: str) -> bytes:
    moment = int((START + timedelta(seconds=number)).timestamp() * 1e6)
    program = "qmgr" if "nrcpt=" in text else "submission/smtpd"
    fields = {
        "__REALTIME_TIMESTAMP": str(moment),
        "_HOSTNAME": "mx",
        "SYSLOG_IDENTIFIER": f"postfix/{program}",
        "SYSLOG_PID": "1",
        "MESSAGE": text,
    }
    return json.dumps(fields).encode() + b"\n"


SHAPES: dict[str, Callable[[int, str], bytes]] = {"rfc3339": rfc3339, "rfc3164-crlf": rfc3164, "journal": journal}
PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "mail.log": bytes,
    "mail.log.1.gz": gzip.compress,
    "mail.log.2.bz2": bz2.compress,
    "mail.log.3.xz": lzma.compress,
}


def evidence(report: Report) -> list[Evidence]:
    found = [one for account in report.accounts for reason in account.reasons for one in reason.evidence]
    found += [one for attacker in report.attackers for one in attacker.evidence]
    return found + [one for finding in report.server for one in finding.evidence]


def assert_raw(shown: list[Evidence], raw: list[str]) -> None:
    """Each shown line is the raw line of its number, up to where a secret was cut out."""
    assert len(shown) > 5
    for one in shown:
        kept, cut, _ = one.text.partition(CUT)
        assert raw[one.line - 1].startswith(kept) if cut else raw[one.line - 1] == one.text


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("name", PACKERS)
def test_evidence_is_the_raw_line(tmp_path: Path, name: str, shape: str) -> None:
    # Lines of bytes that are no UTF-8, empty and over-long ones count, too. A journal is known by its first line
    odd = [b"\xff\xfe\n", b"\n", b"A" * 70_000 + b"\n"]
    good = [SHAPES[shape](number, text) for number, text in enumerate(lines())]
    whole = b"".join([*good[:1], *odd, *good[1:]])
    log = tmp_path / name
    log.write_bytes(PACKERS[name](whole))
    report = check(CheckOptions(logs=(str(log),), detectors=()))
    assert report.verdict == Verdict.COMPROMISED
    assert {one.source for one in evidence(report)} == {str(log)}
    assert_raw(evidence(report), [line.decode(errors="replace").removesuffix("\r") for line in whole.split(b"\n")])


def test_evidence_of_standard_input_is_the_raw_line() -> None:
    whole = b"".join(rfc3339(number, text) for number, text in enumerate(lines()))
    done = run("check", "-", "--format", "json", input=whole)
    report = json.loads(done.stdout)
    shown = [Evidence(**one) for reason in report["accounts"][0]["reasons"] for one in reason["evidence"]]
    assert {one.source for one in shown} == {"stdin"}
    assert_raw(shown, whole.decode().split("\n"))


@pytest.mark.parametrize("form", ["text", "json", "html"])
def test_passwords_leave_in_no_report(tmp_path: Path, form: str) -> None:
    log = tmp_path / "mail.log"
    log.write_bytes(b"".join(rfc3339(number, text) for number, text in enumerate(lines())))
    done = run("check", log, "--format", form, "--explain")
    assert done.returncode == 2
    assert CUT.encode() in done.stdout
    assert b"AGNhcm9sAGh1bnRlcjI" not in done.stdout


def test_a_file_that_is_cut_while_it_is_read_is_told(tmp_path: Path) -> None:
    log = tmp_path / "mail.log"
    log.write_bytes(b"".join(rfc3339(number, text) for number, text in enumerate(lines())))

    def cut(step: str) -> None:
        if step == "gathering evidence":
            log.write_bytes(b"")

    report = check(CheckOptions(logs=(str(log),), detectors=()), Watch(step=cut))
    assert {one.text for one in evidence(report)} == {"(no longer in the file)"}


@pytest.mark.parametrize("threads", [1, 2, 5])
def test_large_logs_say_the_same_with_any_number_of_threads(tmp_path: Path, threads: int) -> None:
    """More than one block of lines: which thread read which must not be seen."""
    filler = b"2026-11-20T09:59:59Z mx postfix/smtpd[1]: connect from unknown[192.0.2.9]\n" * 100_000
    log = tmp_path / "mail.log"
    log.write_bytes(filler + b"".join(rfc3339(number, text) for number, text in enumerate(lines())) + filler)
    asked = CheckOptions(logs=(str(log),), detectors=())
    known = (Configuration(Settings(threads=Threads(count))) for count in (threads, 3))
    reports = [check(replace(asked, configuration=one)) for one in known]
    assert reports[0] == reports[1]
    assert reports[0].verdict == Verdict.COMPROMISED
