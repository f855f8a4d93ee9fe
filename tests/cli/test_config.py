"""Is a configuration begun, checked and used as it says, and its mistakes told before anything is read?"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from cli.console import LOGIN, close, run, told, without_rights
from postwarden.model.findings import Exit


@pytest.fixture
def log(tmp_path: Path) -> Path:
    path = tmp_path / "mail.log"
    path.write_bytes(LOGIN)
    return path


def written(folder: Path, *lines: str) -> Path:
    path = folder / "postwarden.toml"
    path.write_text("\n".join(lines) + "\n")
    return path


def demo(folder: Path, *lines: str) -> dict[str, Any]:
    """What the check of the demo says with this configuration."""
    done = run("check", "--demo", "--format", "json", "--config", written(folder, *lines))
    assert done.returncode in (0, 1, 2), told(done)
    report: dict[str, Any] = json.loads(done.stdout)
    return report


def reasons(report: dict[str, Any]) -> dict[str, int]:
    return {reason["detector"]: reason["points"] for reason in report["accounts"][0]["reasons"]}


def test_the_sample_is_printed_or_written_once(tmp_path: Path) -> None:
    path = tmp_path / "postwarden.toml"
    printed = run("config", "init")
    assert (printed.returncode, printed.stderr) == (0, b"")
    done = run("config", "init", "--output", path)
    assert done.returncode == 0
    assert "is written: edit it" in told(done)
    assert path.read_bytes() == printed.stdout
    path.write_text("mine")
    again = run("config", "init", "--output", path)
    assert again.returncode == Exit.USAGE
    assert "postwarden.toml exists already: it stays as it is" in told(again)
    assert path.read_text() == "mine"
    assert os.listdir(tmp_path) == ["postwarden.toml"]  # noqa: PTH208


def test_a_sample_that_cannot_be_written_is_a_usage_error(tmp_path: Path) -> None:
    done = run("config", "init", "--output", tmp_path / "missing/postwarden.toml")
    assert done.returncode == Exit.USAGE
    assert f"cannot be written: there is no folder {tmp_path}/missing" in told(done)
    folder = tmp_path / "closed"
    folder.mkdir()
    done = run("config", "init", "--output", close(folder) / "x.toml", preexec_fn=without_rights)
    assert done.returncode == Exit.USAGE
    assert "cannot be written: Permission denied" in told(done)
    folder.chmod(0o700)


def test_a_good_configuration_is_told_as_it_is_in_effect(tmp_path: Path) -> None:
    done = run("config", "check", written(tmp_path, 'home_countries = ["DE", "AT"]'))
    assert (done.returncode, done.stderr) == (0, b"")
    lines = done.stdout.decode().splitlines()
    assert lines[0] == f"{tmp_path}/postwarden.toml is understood"
    assert lines[1].split() == ["home_countries", "DE,", "AT"]


@pytest.mark.parametrize("call", [("config", "check"), ("check", "missing.log", "--config")], ids=" ".join)
def test_mistakes_are_told_with_their_lines(tmp_path: Path, call: tuple[str, ...]) -> None:
    path = written(tmp_path, 'home_countris = ["DE"]', "memory = 5", '"\\u001b[31m" = 1')
    done = run(*call, path)
    assert done.returncode == Exit.USAGE
    assert done.stdout == b""
    text = done.stderr.decode()
    assert f"\n{path}:1: unknown setting 'home_countris'; did you mean 'home_countries'?\n" in text
    assert f"\n{path}:2: memory: 5 is no size: expected one such as 512MiB or 2GiB\n" in text
    assert "\x1b" not in text


@pytest.mark.parametrize("call", [("config", "check"), ("check", "missing.log", "--config")], ids=" ".join)
def test_a_configuration_that_cannot_be_read_is_never_passed_over(tmp_path: Path, call: tuple[str, ...]) -> None:
    done = run(*call, tmp_path / "missing.toml")
    assert done.returncode == Exit.USAGE
    assert "missing.toml: cannot be read: No such file or directory" in told(done)
    done = run(*call, tmp_path)
    assert "cannot be read: Is a directory" in told(done)
    secret = close(written(tmp_path, "threads = 1"))
    done = run(*call, secret, preexec_fn=without_rights)
    assert done.returncode == Exit.USAGE
    assert "cannot be read: Permission denied: let this user read it, or name another with --config" in told(done)


def test_a_broken_detector_of_the_administrators_fails_the_check_of_the_configuration(tmp_path: Path) -> None:
    (tmp_path / "broken.sql").write_text("select 1")
    done = run("config", "check", written(tmp_path, 'detectors_folder = "."'))
    assert done.returncode == Exit.USAGE
    assert "is understood" in told(done)
    assert "broken.sql:1: no header" in told(done)


def test_without_a_file_the_way_to_one_is_told() -> None:
    if Path("/etc/postwarden").exists():
        pytest.skip("this machine has a configuration")
    done = run("config", "check")
    assert done.returncode == 0
    assert "there is no /etc/postwarden/postwarden.toml: everything is as shipped" in told(done)


def test_a_configuration_is_named_in_the_report(log: Path) -> None:
    written(log.parent, 'timezone = "Asia/Tokyo"', "[detectors.many_to_one]", "enabled = false")
    call = ("check", log, "--config", "postwarden.toml")
    done = run(*call, cwd=log.parent)
    assert done.returncode == Exit.CLEAN
    text = told(done)
    assert "configuration postwarden.toml" in text
    assert "turned off many_to_one" in text
    assert "(Asia/Tokyo)" in text
    assert "(UTC)" in told(run(*call, "--timezone", "UTC", cwd=log.parent))
    for zone in ((), ("--timezone", "UTC")):
        report = json.loads(run(*call, *zone, "--format", "json", cwd=log.parent).stdout)
        assert report["timezone"] == (zone[1] if zone else "Asia/Tokyo")


def test_the_demo_is_not_of_this_machine_but_takes_a_named_configuration(tmp_path: Path) -> None:
    assert demo(tmp_path)["coverage"]["configuration"] == f"{tmp_path}/postwarden.toml"
    assert json.loads(run("check", "--demo", "--format", "json").stdout)["coverage"]["configuration"] == ""


def test_weights_limits_and_detectors_that_are_turned_off(tmp_path: Path) -> None:
    shipped = reasons(demo(tmp_path))
    changed = demo(
        tmp_path,
        "[detectors.unknown_recipients]",
        "weight = 0.1",
        "[detectors.forged_sender]",
        "enabled = false",
        "[detectors.sending_burst.limits]",
        "hour_messages = 1_000_000",
        "hour_recipients = 1_000_000",
        "day_messages = 1_000_000",
        "day_recipients = 1_000_000",
    )
    assert {"unknown_recipients", "forged_sender", "sending_burst"} <= shipped.keys()
    found = reasons(changed)
    assert shipped.keys() - found.keys() == {"forged_sender", "sending_burst"}
    assert found["unknown_recipients"] <= 10 < shipped["unknown_recipients"]
    assert changed["coverage"]["turned_off"] == ["forged_sender"]


def test_silenced_findings_are_not_judged_but_counted(tmp_path: Path) -> None:
    report = demo(
        tmp_path, "[[silence]]", 'account = "anna.berg@example.org"', "until = 2026-12-31", 'why = "an exercise"'
    )
    assert (report["verdict"], report["accounts"]) == ("clean", [])
    [silenced] = report["coverage"]["silenced"]
    assert silenced.pop("findings") > 3
    assert silenced == {
        "detector": None,
        "account": "anna.berg@example.org",
        "network": None,
        "until": "2026-12-31",
        "why": "an exercise",
    }
    done = run("check", "--demo", "--config", tmp_path / "postwarden.toml")
    assert "findings about anna.berg@example.org until 2026-12-31: an exercise" in told(done)


def test_what_happened_after_a_silence_is_judged_and_its_end_is_told(tmp_path: Path) -> None:
    written(tmp_path, "[[silence]]", 'account = "@example.org"', "until = 2026-10-01", 'why = "an exercise"')
    done = run("check", "--demo", "--config", "postwarden.toml", cwd=tmp_path)
    assert done.returncode == Exit.COMPROMISED
    assert "! postwarden.toml:1: the silence until 2026-10-01 has ended (an exercise)" in told(done)


def test_home_countries_and_own_networks_are_those_of_the_options(tmp_path: Path) -> None:
    def reported(*arguments: str) -> Any:
        report = json.loads(run("check", "--demo", "--format", "json", *arguments).stdout)
        report["coverage"]["configuration"] = ""
        return report

    path = str(written(tmp_path, 'home_countries = ["NG", "DE"]', 'own_networks = ["203.0.113.0/24"]'))
    options = ("--home", "NG", "--home", "DE", "--own", "203.0.113.0/24")
    assert reported("--config", path) == reported(*options) != reported()
    empty = str(written(tmp_path, 'home_countries = ["US"]', 'own_networks = ["198.51.100.0/24"]'))
    assert reported("--config", empty, *options) == reported(*options), "options win"
