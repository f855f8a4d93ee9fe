"""Which detectors are asked, and how are they changed?"""

from __future__ import annotations

from pathlib import Path

import pytest

from postwarden.app.asked import CheckOptions
from postwarden.app.configuration import Configuration, settings_of
from postwarden.app.detectors import Detectors, detectors
from postwarden.detect.engine import load

SHIPPED = {detector.name: detector for detector in load()}


def asked(folders: tuple[Path, ...] = (), **changes: object) -> Detectors:
    settings, flaws = settings_of({"detectors": changes}, folders=folders)
    assert flaws == []
    return detectors(CheckOptions(detectors=folders, configuration=Configuration(settings)))


def test_without_changes_all_are_asked_as_shipped() -> None:
    found = asked()
    assert [one.card for one in found.able] == [one.card for one in SHIPPED.values()]
    assert (found.limits, found.turned_off, found.complaints()) == ({}, (), [])


def test_weights_and_limits_are_changed() -> None:
    found = asked(sending_burst={"weight": 1, "limits": {"day_messages": 400, "min_z": 5.5}})
    (changed,) = (one for one in found.able if one.name == "sending_burst")
    assert changed.card.weight == 1.0
    assert changed.limits == SHIPPED["sending_burst"].limits
    assert found.limits == {"sending_burst": {"day_messages": 400, "min_z": 5.5}}
    assert isinstance(found.limits["sending_burst"]["day_messages"], int), "sentences show whole numbers as such"


def test_what_is_turned_off_has_no_limits() -> None:
    found = asked(sending_burst={"enabled": False, "limits": {"day_messages": 400}}, many_to_one={"enabled": True})
    assert found.turned_off == ("sending_burst",)
    assert {one.name for one in found.able} == SHIPPED.keys() - {"sending_burst"}
    assert "sending_burst" not in found.limits


def test_a_broken_one_is_left_out_whatever_is_changed_of_it(tmp_path: Path) -> None:
    (tmp_path / "mine.sql").write_text("select 1")
    found = asked((tmp_path,), mine={"weight": 0.1, "limits": {"most": 1}})
    assert {one.name for one in found.able} == SHIPPED.keys()
    assert found.limits == {}
    assert [error.path.name for error in found.broken] == ["mine.sql"]


def test_a_closed_folder_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.access", lambda path, mode: path != tmp_path)
    assert asked((tmp_path, tmp_path / "missing")).complaints() == [
        f"the detectors in {tmp_path} are left out: permission denied"
    ]
