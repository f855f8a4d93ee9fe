"""By what may the service read the logs, and can it run at all?"""

from __future__ import annotations

import grp
import os
from pathlib import Path

import pytest

from postwarden.app.installing import access_to, closed, needed, out_of_reach
from postwarden.install.units import Access


@pytest.fixture
def log(tmp_path: Path) -> Path:
    path = tmp_path / "mail.log"
    path.touch()
    return path


def given_to(path: Path, group: str, mode: int) -> None:
    if os.geteuid():
        pytest.skip("only root gives files away")
    os.chown(path, 0, grp.getgrnam(group).gr_gid)
    path.chmod(mode)


def test_the_group_of_the_log(log: Path) -> None:
    given_to(log, "adm", 0o640)
    assert access_to([log], log.parent) == Access(("adm",))


def test_a_log_that_only_its_owner_reads(log: Path) -> None:
    log.chmod(0o600)
    assert access_to([log], log.parent) == Access(everything=True)


def test_a_log_that_everybody_reads(log: Path) -> None:
    log.chmod(0o644)
    assert access_to([log, log.with_name("gone")], log.parent) == Access()


def test_a_log_of_a_group_without_a_name(log: Path) -> None:
    if os.geteuid():
        pytest.skip("only root gives files away")
    os.chown(log, 0, 54_321)
    log.chmod(0o640)
    assert access_to([log], log.parent) == Access(everything=True)


@pytest.mark.parametrize(("mode", "group"), [(0o750, "mail"), (0o754, "mail"), (0o700, None), (0o755, "")])
def test_a_folder_that_does_not_let_everybody_in(log: Path, mode: int, group: str | None) -> None:
    """A log that all may read is of no use in it to those who cannot pass, or cannot list what is rotated."""
    folder = log.parent / "mail"
    folder.mkdir()
    given_to(folder, "mail", mode)
    inside = folder / "mail.log"
    inside.touch()
    given_to(inside, "adm", 0o640)
    wanted = Access(everything=True) if group is None else Access(tuple(sorted({"adm", group} - {""})))
    assert access_to([inside], log.parent) == wanted


def test_homes_are_hidden_from_services() -> None:
    assert out_of_reach(("/home/anna/venv/bin/postwarden",)) == "/home/anna/venv/bin/postwarden"
    assert out_of_reach(("/opt/postwarden/bin/postwarden",)) == ""


def test_links_into_homes_are_seen_through(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.path.realpath", lambda path: "/root/.local/pipx/bin/postwarden")
    assert out_of_reach(("/usr/local/bin/postwarden",)) == "/usr/local/bin/postwarden"


def test_an_interpreter_in_a_home_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """An environment in /opt whose Python is one of root's own."""
    monkeypatch.setattr("sys.executable", "/opt/postwarden/bin/python")
    monkeypatch.setattr("sys.prefix", "/opt/postwarden")
    monkeypatch.setattr("sys.base_prefix", "/root/.pyenv/versions/3.11.7")
    assert out_of_reach(needed(("/opt/postwarden/bin/postwarden",))) == "/root/.pyenv/versions/3.11.7"


def test_what_only_root_may_enter_is_closed_to_the_service(tmp_path: Path) -> None:
    program = tmp_path / "bin/postwarden"
    program.parent.mkdir()
    program.touch()
    program.chmod(0o755)
    assert closed([str(program)], Access(), tmp_path) == ""
    program.parent.chmod(0o700)
    assert closed([str(program)], Access(), tmp_path) == str(program.parent)
    assert closed([str(program)], Access(everything=True), tmp_path) == ""


def test_the_groups_of_the_service_open_what_is_theirs(log: Path) -> None:
    given_to(log, "adm", 0o640)
    assert closed([str(log)], Access(("adm",)), log.parent) == ""
    assert closed([str(log)], Access(("mail",)), log.parent) == str(log)
