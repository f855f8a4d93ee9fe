"""Is nothing done twice, nothing of others touched, and everything taken back?"""

from __future__ import annotations

from pathlib import Path

import pytest

from postwarden.install.steps import ENABLE, Impossible, Remove, Run, Write, do, to_install, to_remove
from postwarden.install.units import MARK, Access, Wanted, files, places

WANTED = Wanted(("/usr/bin/postwarden",), ("--mail", "admin@example.org"), Access(("adm",)))
LATER = Wanted(("/usr/bin/postwarden",), ("--mail", "admin@example.org"), Access(("adm",)), at="08:00")


def install(root: Path, wanted: Wanted = WANTED, *, systemd: bool = True) -> list[str]:
    steps = to_install(files(wanted, systemd=systemd), root, systemd=systemd)
    for step in steps:
        do(step)
    return [str(step).replace(str(root), "") for step in steps]


def test_what_is_there_is_not_done_again(tmp_path: Path) -> None:
    assert [step.rpartition("/")[2] for step in install(tmp_path)] == [
        "postwarden-report.service",
        "postwarden-report.timer",
    ]
    assert install(tmp_path) == []
    assert install(tmp_path, LATER) == ["write /etc/systemd/system/postwarden-report.timer"]


@pytest.mark.parametrize("systemd", [True, False])
def test_removal_leaves_nothing_behind(tmp_path: Path, systemd: bool) -> None:
    install(tmp_path, systemd=systemd)
    for step in to_remove(places(), tmp_path, systemd=True):
        do(step)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
    assert to_remove(places(), tmp_path, systemd=True) == []


@pytest.mark.parametrize("systemd", [True, False])
def test_one_report_a_day_and_not_two(tmp_path: Path, systemd: bool) -> None:
    """Who changes over to cron, or from it, has no use for the other any more."""
    install(tmp_path, systemd=systemd)
    done = install(tmp_path, systemd=not systemd)
    assert {step.split("/")[-1] for step in done if step.startswith("remove")} == {
        place.split("/")[-1] for place in files(WANTED, systemd=systemd)
    }
    left = {f"/{path.relative_to(tmp_path)}" for path in tmp_path.rglob("*") if path.is_file()}
    assert left == set(files(WANTED, systemd=not systemd))


@pytest.mark.parametrize(("active", "enabled"), [(True, True), (True, False), (False, True)])
def test_a_timer_that_would_not_survive_is_started_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, active: bool, enabled: bool
) -> None:
    program = tmp_path / "systemctl"
    program.write_text(f"#!/bin/sh\ncase $1 in is-active) {str(active).lower()};; *) {str(enabled).lower()};; esac\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    monkeypatch.setattr("postwarden.install.steps._content", lambda path: MARK if path.suffix == ".timer" else None)
    steps = to_install({"/etc/systemd/system/postwarden-report.timer": MARK}, Path("/"), systemd=True)
    assert steps == ([] if active and enabled else [ENABLE])


def test_what_is_not_needed_is_told_when_it_fails(tmp_path: Path) -> None:
    assert do(Run(("false",), needed=False)) == "false failed (exit code 1): "
    assert do(Run(("true",), needed=False)) == ""
    with pytest.raises(Impossible, match=r"^false failed"):
        do(Run(("false",)))


def test_removal_takes_what_the_service_has_kept(tmp_path: Path) -> None:
    install(tmp_path)
    state = tmp_path / "var/lib/private/postwarden-report"
    stamp = tmp_path / "var/lib/systemd/timers/stamp-postwarden-report.timer"
    for path in (state / "report.json", stamp, tmp_path / "var/lib/private/other/kept"):
        path.parent.mkdir(parents=True)
        path.touch()
    (tmp_path / "var/lib/postwarden-report").symlink_to("private/postwarden-report")
    for step in to_remove(places(), tmp_path, systemd=True):
        do(step)
    left = [path.relative_to(tmp_path) for path in tmp_path.rglob("*") if not path.is_dir() or path.is_symlink()]
    assert left == [Path("var/lib/private/other/kept")]
    assert not state.exists()


def test_files_of_others_are_neither_replaced_nor_removed(tmp_path: Path) -> None:
    other = tmp_path / "etc/systemd/system/postwarden-report.timer"
    other.parent.mkdir(parents=True)
    other.write_text("[Timer]\n")
    with pytest.raises(Impossible, match="move it away"):
        install(tmp_path)
    assert to_remove(places(), tmp_path, systemd=True) == []
    assert other.read_text() == "[Timer]\n"


def test_a_link_is_replaced_and_not_followed(tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_text(MARK)
    link = tmp_path / "etc/cron.d/postwarden-report"
    link.parent.mkdir(parents=True)
    link.symlink_to(victim)
    install(tmp_path, systemd=False)
    assert (victim.read_text(), link.is_symlink()) == (MARK, False)


def test_what_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "etc").write_text("no folder")
    with pytest.raises(Impossible, match="could not write"):
        do(Write(tmp_path / "etc/x", MARK))
    do(Remove(tmp_path / "gone"))
