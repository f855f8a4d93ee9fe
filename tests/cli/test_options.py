"""What is said when an option's value cannot be used?"""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.console import LOGIN, close, run, told, without_rights
from postwarden.model.findings import Exit

CARD = """-- asks = "Who is it?"
-- key = "account"
-- axis = "access"
-- attack = "T1078"
-- weight = 0.5
-- lookback = "1 day"
-- tells = "{account}"

"""


@pytest.fixture
def log(tmp_path: Path) -> Path:
    path = tmp_path / "mail.log"
    path.write_bytes(LOGIN)
    return path


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--memory", "nonsense"), "'nonsense' is no size: expected one such as 512MiB or 2GiB"),
        (("--memory", "1KiB"), "1KiB is too little: at least 64MiB are needed"),
        (("--memory", "-1"), "'-1' is no size"),
        (("--threads", "0"), "--threads"),
        (("--since", "nonsense"), "--since: 'nonsense' is no moment: expected 15m, 2h, 3d"),
        (("--until", "2026-13-01"), "--until: '2026-13-01' is no moment"),
        (("--since", "1h", "--until", "2h"), "--until: '2h' is not after '1h'"),
        (("--timezone", "Mars"), "'Mars' is no time zone: expected a name such as Europe/Berlin"),
        (("--timezone", "../../etc/passwd"), "is no time zone"),
        (("--home", "Germany"), "is no country code: expected two letters"),
        (("--home", "uk"), "--home: UK is the code of no country in ISO 3166-1; did you mean GB?"),
        (("--own", "0.0.0.0/0"), "'0.0.0.0/0' is too wide: expected /8 or a longer prefix"),
        (("--own", "300.0.0.0/8"), "'300.0.0.0/8' is no network: expected one such as 192.0.2.0/24"),
        (("--format", "xml"), "'xml' is not one of 'text', 'json', 'html'"),
        (("--nonsense",), "No such option"),
        (("--geo", "missing.mmdb"), "missing.mmdb: cannot be read: No such file or directory"),
        (("--geo", "mail.log"), "mail.log: is no MMDB file: expected a database such as GeoLite2-City.mmdb"),
        (("--geo", "."), "is no MMDB file"),
        (("--detectors", "missing"), "Directory 'missing' does not exist"),
        (("--detectors", "mail.log"), "is a file"),
        (("--demo",), "name no LOG with it"),
        (("--output", "missing/report.html"), "missing/report.html cannot be written: there is no folder"),
        (("--output", "."), "is a directory"),
        (("--output", "mail.log/x"), "mail.log/x cannot be written"),
    ],
    ids=" ".join,
)
def test_a_value_that_cannot_be_used_is_a_usage_error(log: Path, arguments: tuple[str, ...], says: str) -> None:
    done = run("check", log.name, *arguments, cwd=log.parent)
    assert done.returncode == Exit.USAGE, told(done)
    assert says in told(done)
    assert done.stdout == b""


@pytest.mark.parametrize("arguments", [(), ("nonsense",), ("--nonsense",), ("check", "a", "--threads", "x")])
def test_a_wrong_call_is_a_usage_error(arguments: tuple[str, ...]) -> None:
    done = run(*arguments)
    assert done.returncode == Exit.USAGE
    assert "Usage: postwarden" in told(done)


def test_a_broken_detector_is_named_with_its_line_and_the_rest_goes_on(log: Path) -> None:
    folder = log.parent / "detectors"
    folder.mkdir()
    (folder / "broken.sql").write_text(CARD + "select *\nfrom logins\nwhere nosuch > 3\n")
    (folder / "empty.sql").write_text("")
    done = run("check", log, "--detectors", folder, "--format", "json")
    assert done.returncode == Exit.CLEAN
    assert f"detector left out: {folder}/broken.sql:11: Binder Error" in told(done)
    assert f"detector left out: {folder}/empty.sql:1: no header" in told(done)


@pytest.mark.parametrize(
    "columns",
    [
        "null::bigint as time, source, line",
        "time, null::int as source, line",
        "time, source, -4 as line",
        "time, source, 1.5 as line",
        "time, source, line, 1e300 as last_time",
        "time, source, line, ['x'] as lines",
        "time, source, line, [{'foo': 1}] as evidence",
        "time, source, line, [null] as evidence",
    ],
)
def test_a_detector_that_returns_nonsense_is_left_out(log: Path, columns: str) -> None:
    (log.parent / "odd.sql").write_text(f"{CARD}select account, {columns} from logins\n")
    done = run("check", log, "--detectors", log.parent, "--format", "json")
    assert done.returncode == Exit.CLEAN
    assert "odd.sql:9: " in told(done)


def test_evidence_that_is_in_no_log_is_shown_without_text(log: Path) -> None:
    (log.parent / "odd.sql").write_text(f"{CARD}select account, time, 99 as source, line, 1 as strength from logins\n")
    done = run("check", log, "--detectors", log.parent)
    assert done.returncode == Exit.SUSPICIOUS
    assert "?:2 (no longer in the file)" in told(done)


def test_a_database_that_may_not_be_read_is_a_usage_error(log: Path) -> None:
    secret = log.parent / "secret.mmdb"
    secret.write_bytes(b"")
    done = run("check", log, "--geo", close(secret), preexec_fn=without_rights)
    assert done.returncode == Exit.USAGE
    assert "secret.mmdb: cannot be read: Permission denied" in told(done)


def test_a_folder_that_may_not_be_written_is_told_before_the_logs_are_read(log: Path) -> None:
    folder = log.parent / "closed"
    folder.mkdir()
    done = run("check", log.parent / "missing.log", "--output", close(folder) / "x.html", preexec_fn=without_rights)
    assert done.returncode == Exit.USAGE
    assert "x.html cannot be written: no permission" in told(done)
    folder.chmod(0o700)
