"""By what may the service read the logs?"""

from __future__ import annotations

import grp
import os
from pathlib import Path

import pytest

from postwarden.app.installing import access_to, out_of_reach
from postwarden.install.units import Access


@pytest.fixture
def log(tmp_path: Path) -> Path:
    path = tmp_path / "mail.log"
    path.touch()
    return path


def test_the_group_of_the_log(log: Path) -> None:
    if os.geteuid():
        pytest.skip("only root gives files away")
    os.chown(log, 0, grp.getgrnam("adm").gr_gid)
    log.chmod(0o640)
    assert access_to([log]) == Access(("adm",))


def test_a_log_that_only_its_owner_reads(log: Path) -> None:
    log.chmod(0o600)
    assert access_to([log]) == Access(everything=True)


def test_a_log_that_everybody_reads(log: Path) -> None:
    log.chmod(0o644)
    assert access_to([log, log.with_name("gone")]) == Access()


def test_homes_are_hidden_from_services() -> None:
    assert out_of_reach(("/home/anna/venv/bin/postwarden",)) == "/home/anna/venv/bin/postwarden"
    assert out_of_reach(("/opt/postwarden/bin/postwarden", "-m")) == ""
