"""Is each setting in effect told, and where its value comes from?"""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from cli.console import run, told
from postwarden.app import origins
from postwarden.app.configuration import Configuration, configured
from postwarden.app.origins import InForce, in_force
from postwarden.detect.engine import load
from postwarden.model.findings import Exit
from postwarden.model.settings import Settings, fields
from postwarden.model.values import Country

FILE = """home_countries = ["DE"]
trusted_as = [64500]

[bulk_senders]
"a@example.org" = 5
"b@example.org" = "unlimited"

[detectors.sending_burst]
weight = 0.5
limits = { day_messages = 400 }

[detectors.many_to_one]
enabled = false

[[silence]]
until = 2026-12-31
why = "moves"
detector = "many_origins"
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "postwarden.toml"
    path.write_text(FILE)
    return path


def found(known: Configuration, *, everything: bool = False) -> dict[str, InForce]:
    return {one.setting: one for one in in_force(known, everything=everything)}


def test_without_a_file_every_setting_is_as_shipped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(origins, "mynetworks", lambda: ("192.0.2.0/24",))
    shown = found(Configuration())
    assert [field.name for field in fields(Settings) if field.name not in shown] == ["detectors", "silence"]
    others = {name: one.source for name, one in shown.items() if one.source != "default"}
    assert others == {
        "mynetworks": "postconf mynetworks",
        "timezone": "this machine's",
        "threads": "one per processor",
    }
    assert shown["threads"].value == len(os.sched_getaffinity(0))
    assert shown["mynetworks"].said == "192.0.2.0/24"
    assert shown["devices"].said == shown["own_networks"].said == "-"


def test_what_the_file_says_is_told_with_its_line(file: Path) -> None:
    shown = found(configured(file))
    lines = {one.setting: one.source for one in shown.values() if one.source.startswith(f"{file}:")}
    assert lines == {
        "home_countries": f"{file}:1",
        "trusted_as": f"{file}:2",
        "bulk_senders": f"{file}:4",
        "silence.0": f"{file}:15",
        "detectors.sending_burst.weight": f"{file}:9",
        "detectors.sending_burst.day_messages": f"{file}:10",
        "detectors.many_to_one.enabled": f"{file}:13",
    }
    assert shown["trusted_as"].value == ["AS64500"]
    assert shown["bulk_senders"].value == {"a@example.org": 5, "b@example.org": None}
    assert shown["silence.0"].said == "until = 2026-12-31, why = moves, detector = many_origins"
    assert shown["detectors.many_to_one.enabled"].said == "false"


def test_options_win_over_the_file(file: Path) -> None:
    shown = found(configured(file).preferring(home_countries=(Country("AT"),), threads=2, timezone=None))
    assert (shown["home_countries"].value, shown["home_countries"].source) == (["AT"], "--home")
    assert (shown["threads"].value, shown["threads"].source) == (2, "--threads")
    assert shown["timezone"].source == "this machine's"
    assert shown["trusted_as"].source == f"{file}:2"


def test_every_weight_and_limit_is_told_when_asked_for(file: Path) -> None:
    shown = found(configured(file), everything=True)
    for detector in load():
        if detector.name != "many_to_one":
            assert f"detectors.{detector.name}.weight" in shown
            assert all(f"detectors.{detector.name}.{limit.name}" in shown for limit in detector.limits)
    assert shown["detectors.forged_sender.weight"].source == "default"
    assert shown["detectors.sending_burst.day_messages"].value == 400


def test_the_command_line(file: Path) -> None:
    done = run("config", "show", "--config", file, "--home", "AT", "--own", "192.0.2.0/24")
    assert (done.returncode, done.stderr) == (0, b"")
    lines = [line.split() for line in done.stdout.decode().splitlines()]
    assert lines[:2] == [["home_countries", "--home", "AT"], ["own_networks", "--own", "192.0.2.0/24"]]
    plain = json.loads(run("config", "show", "--config", file, "--format", "json").stdout)
    assert plain["version"] == 1
    assert plain["settings"][0] == {"setting": "home_countries", "value": ["DE"], "from": f"{file}:1"}
    refused = run("config", "show", "--config", file, "--home", "UK")
    assert refused.returncode == Exit.USAGE
    assert "did you mean GB?" in told(refused)


def test_text_is_harmless_on_a_terminal(file: Path) -> None:
    file.write_text(FILE.replace("moves", "\\u001b[31m"))
    for form in ("text", "json"):
        assert b"\x1b" not in run("config", "show", "--config", file, "--format", form).stdout
