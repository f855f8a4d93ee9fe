"""Which warnings come with a verdict, and which questions can the logs not answer?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pipeline import tables_from_files, tables_from_lines
from postwarden.app.asked import CheckOptions
from postwarden.app.configuration import Configuration
from postwarden.app.coverage import LeftOut, coverage
from postwarden.enrich.places import Places
from postwarden.model.coverage import Coverage
from postwarden.model.settings import Settings
from postwarden.model.values import Account
from postwarden.sources.origin import Problem

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
CONNECT = b"2026-11-20T10:00:00Z mx postfix/smtpd[1]: connect from unknown[192.0.2.9]"
STRANGE = b"2026-11-20T10:00:00Z mx postfix/smtpd[1]: frobnicated 33 times"


def login(day: int, ip: str = "192.0.2.9", account: str = "carol@example.org") -> bytes:
    stamp = f"2026-11-{day:02}T10:00:00Z mx postfix/submission/smtpd[1]:"
    return f"{stamp} 9248D3{day:04}: client=unknown[{ip}], sasl_method=PLAIN, sasl_username={account}".encode()


def covered(lines: Sequence[bytes], folder: Path, problems: Sequence[Problem] = (), **asked: object) -> Coverage:
    options = CheckOptions(**{"logs": ("mail.log",), **asked})  # type: ignore[arg-type]
    return coverage(tables_from_lines(lines, folder), Places(shipped=False), LeftOut(tuple(problems)), options, NOW)


def test_a_good_log_has_no_warnings(tmp_path: Path) -> None:
    assert covered([login(day) for day in range(10, 21)], tmp_path).warnings == ()


@pytest.mark.parametrize(
    ("lines", "warning"),
    [
        ([login(20)], "only 0.0 days of history: what is usual for an account is hardly known; add older logs"),
        ([b"Nov 20 10:00:00 mx sshd[1]: hello"], "no line of Postfix or Dovecot was found: is this a mail log?"),
        (
            [CONNECT, STRANGE, STRANGE],
            "more than half of the mail server's lines could not be read: nothing found means nothing here "
            "(`postwarden unread` lists them)",
        ),
        ([CONNECT, STRANGE], "1 line of the mail server in an unknown wording (`postwarden unread` lists them)"),
        ([CONNECT + b"x" * 20_000], "mail.log: 1 line longer than 16 KiB was cut"),
        (
            [b"Nov 20 10:92:00 mx postfix/smtpd[1]: connect from unknown[192.0.2.9]", CONNECT],
            "1 line with an impossible time, dated by the line before",
        ),
        (
            [b"2026-11-20T10:00:00Z mx postfix/smtpd[1]: disconnect from unknown[192.0.2.9] ehlo=1 auth=1 commands=2"],
            "SMTP sessions authenticated, but no line names a login: is the submission service logged elsewhere?",
        ),
        (
            [login(day, "127.0.0.1") for day in range(10, 21)],
            "11 of 11 logins come from own networks (webmail, a proxy): their true origin is not in this log, so these "
            "accounts are judged by what they did",
        ),
        (
            [
                b"2026-11-20T10:00:00Z mx postfix/smtpd[1]: warning: unknown[192.0.2.9]: "
                b"SASL LOGIN authentication failed: x"
            ],
            "most failed logins name no account: Postfix logs it from 3.9 on (Debian 12: 3.7.11), or set auth_verbose",
        ),
    ],
)
def test_warnings(tmp_path: Path, lines: Sequence[bytes], warning: str) -> None:
    warnings = [text.replace(f"{tmp_path}/", "") for text in covered(lines, tmp_path).warnings]
    assert warning in warnings


@pytest.mark.parametrize(("lines", "blind"), [([CONNECT], False), ([CONNECT, STRANGE], False), ([STRANGE], True)])
def test_blind_is_who_reads_less_than_half(tmp_path: Path, lines: Sequence[bytes], blind: bool) -> None:
    assert covered(lines, tmp_path).blind is blind


STALE = (
    "the newest line is of 2026-11-18: the mail server has been silent since, or logs elsewhere now: try `postwarden "
    "check journal`"
)


@pytest.mark.parametrize(
    ("asked", "day", "stale"),
    [
        ({"logs": ()}, 18, True),
        ({"logs": ()}, 20, False),
        ({"logs": ("mail.log",)}, 18, False),
        ({"logs": (), "demo": True}, 18, False),
    ],
)
def test_logs_that_were_found_by_themselves_should_be_fresh(
    tmp_path: Path, asked: dict[str, object], day: int, stale: bool
) -> None:
    assert (STALE in covered([login(day)], tmp_path, **asked).warnings) is stale


def test_two_days_are_not_stale_yet(tmp_path: Path) -> None:
    last = datetime(2026, 11, 18, 10, tzinfo=UTC)
    tables = tables_from_lines([login(18)], tmp_path)
    for age, stale in ((timedelta(days=2), False), (timedelta(days=2, seconds=1), True)):
        warned = coverage(tables, Places(shipped=False), LeftOut(), CheckOptions(), last + age).warnings
        assert (STALE in warned) is stale


def test_the_newest_of_several_logs_counts(tmp_path: Path) -> None:
    logs = [tmp_path / "mail.log.1", tmp_path / "mail.log"]
    for log, day in zip(logs, (1, 20), strict=True):
        log.write_bytes(login(day) + b"\n")
    tables = tables_from_files(logs, tmp_path)
    assert coverage(tables, Places(shipped=False), LeftOut(), CheckOptions(), NOW).warnings == ()


def test_what_could_not_be_opened_is_a_source_with_an_error(tmp_path: Path) -> None:
    problems = [Problem("gone.log", "cannot be read: No such file or directory"), Problem("b.gz", "holds", lost=False)]
    found = covered([login(20)], tmp_path, problems)
    assert [(s.path, s.lines, s.error) for s in found.sources][1:] == [(problems[0].path, 0, problems[0].text)]
    assert found.warnings[:2] == ("gone.log: cannot be read: No such file or directory", "b.gz: holds")


def test_counts_are_of_the_time_asked_for_and_lines_of_all_that_was_read(tmp_path: Path) -> None:
    since, until = (int(datetime(2026, 11, day, tzinfo=UTC).timestamp()) * 1_000_000 for day in (12, 15))
    found = covered([login(day) for day in range(10, 21)], tmp_path, since=since, until=until)
    assert (found.lines, found.logins) == (11, 3)
    assert found.days == pytest.approx(4.58)
    assert found.unseen == ""


def test_a_time_between_two_logs_is_unseen(tmp_path: Path) -> None:
    logs = [tmp_path / "mail.log.1", tmp_path / "mail.log"]
    for log, days in zip(logs, ((1, 2), (19, 20)), strict=True):
        log.write_bytes(b"".join(login(day) + b"\n" for day in days))
    tables = tables_from_files(logs, tmp_path)
    since, until = (int(datetime(2026, 11, day, tzinfo=UTC).timestamp()) * 1_000_000 for day in (5, 9))
    options = CheckOptions(logs=("x",), since=since, until=until)
    assert coverage(tables, Places(shipped=False), LeftOut(), options, NOW).unseen


def test_names_are_compared_whatever_their_case(tmp_path: Path) -> None:
    lines = [login(20, account="Jürgen@EXAMPLE.org")]
    assert covered(lines, tmp_path, accounts=("JÜRGEN@example.org",)).unseen == ""
    assert covered(lines, tmp_path, accounts=("jurgen@example.org",)).unseen


def test_several_accounts_may_be_missing(tmp_path: Path) -> None:
    found = covered([login(20)], tmp_path, accounts=("carol@example.org", "x@example.org", "y@example.org"))
    assert found.unseen == "x@example.org, y@example.org do not occur in these logs"


@pytest.mark.parametrize(
    ("logged", "told", "hint"),
    [
        ("carol", "carol@example.org", "carol@example.org, who never logs in here; did you mean carol?"),
        ("carol@example.org", "Carol", "carol, who never logs in here; did you mean carol@example.org?"),
        ("carol@example.org", "carol@example.com", None),
        ("carol@example.org", "carol@example.org", None),
        ("carol@example.org", "@example.com", None),
        ("carol@example.org", "dave", None),
    ],
)
def test_an_account_of_the_configuration_that_the_log_spells_otherwise(
    tmp_path: Path, logged: str, told: str, hint: str | None
) -> None:
    known = Configuration(Settings(shared_mailboxes=(Account.read(told),)))
    lines = [login(day, account=logged) for day in range(10, 21)]
    warned = covered(lines, tmp_path, configuration=known).warnings
    assert warned == ((f"the configuration names {hint}",) if hint else ())
