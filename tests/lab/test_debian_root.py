"""Is a root folder whole or not there at all, whatever happens while it is made? Nothing is fetched here."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from lab import debian_root as module
from lab.debian_root import MissingRoot, debian_root
from lab.namespaces import refused

# What stands for debootstrap: each run adds a line beside the root folder.
_COUNT = 'echo run >> "$(dirname "$1")/runs"; mkdir -p "$1/etc"; '
_WORKS = _COUNT + "echo whole > $1/etc/debian_version"
_FAILS = _COUNT + "echo 'E: Failed getting release file'; exit 1"
_HANGS = _COUNT + "sleep 600"
_PATIENCE = 20.0

needs_namespaces = pytest.mark.skipif(refused() is not None, reason=f"no namespaces here: {refused()}")


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / ".lab"
    monkeypatch.setattr(module, "_CACHE", folder)
    monkeypatch.setattr(module, "_PROGRAMS", {"unshare": "util-linux"})
    monkeypatch.setattr(module, "_MAKE", _WORKS)
    return folder


def runs(cache: Path) -> int:
    return (cache / "runs").read_text().count("run")


@needs_namespaces
def test_the_second_call_makes_nothing(cache: Path) -> None:
    root = debian_root("trixie")
    assert (root / "etc/debian_version").read_text() == "whole\n"
    assert debian_root("trixie") == root == cache / "trixie"
    assert runs(cache) == 1


@needs_namespaces
def test_two_that_want_it_at_once_make_it_once(cache: Path) -> None:
    with ThreadPoolExecutor(2) as both:
        roots = set(both.map(debian_root, ["trixie", "trixie"]))
    assert roots == {cache / "trixie"}
    assert runs(cache) == 1


@needs_namespaces
def test_a_failure_leaves_nothing_and_says_why(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_MAKE", _FAILS)
    monkeypatch.setenv("LAB_MIRROR", "http://mirror.example.org/debian")
    with pytest.raises(MissingRoot, match=r"(?s)Failed getting release file.*http://mirror\.example\.org/debian"):
        debian_root("trixie")
    assert sorted(path.name for path in cache.iterdir()) == ["runs", "trixie.lock", "trixie.log"]


@needs_namespaces
def test_what_a_killed_run_has_left_is_not_taken_for_a_root(cache: Path) -> None:
    killed_while_making(cache)
    (cache / "trixie.unfinished/etc/left").write_text("behind")
    root = debian_root("trixie")
    assert runs(cache) == 2
    assert sorted(path.name for path in (root / "etc").iterdir()) == ["debian_version", "lab-recipe"]
    assert not (cache / "trixie.unfinished").exists()


@needs_namespaces
def test_a_folder_that_holds_something_else_is_made_anew(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    debian_root("trixie")
    monkeypatch.setattr(module, "_PACKAGES", (*module._PACKAGES, "pflogsumm"))
    debian_root("trixie")
    assert runs(cache) == 2


def test_missing_debootstrap_is_told(cache: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(module, "_PROGRAMS", {"debootstrap": "debootstrap"})
    monkeypatch.setattr(module, "_PATH", str(tmp_path))
    with pytest.raises(MissingRoot, match="apt-get install debootstrap"):
        debian_root("trixie")
    assert not (cache / "trixie").exists()


def test_a_root_of_another_user_is_refused(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (cache / "trixie").mkdir(parents=True)
    monkeypatch.setattr(os, "geteuid", lambda: (cache / "trixie").stat().st_uid + 1)
    with pytest.raises(MissingRoot, match=r"trixie belongs to user \d+"):
        debian_root("trixie")


def test_a_folder_that_cannot_be_written_is_told(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_CACHE", Path("/proc/.lab"))
    with pytest.raises(MissingRoot, match=r"/proc/\.lab/trixie\.lock cannot be written"):
        debian_root("trixie")


def test_only_known_releases_are_made() -> None:
    with pytest.raises(MissingRoot, match=r"'bookworm', only for trixie"):
        debian_root("bookworm")


def killed_while_making(cache: Path) -> None:
    code = (
        f"from pathlib import Path; from lab import debian_root as module; module._CACHE = Path({str(cache)!r}); "
        f"module._PROGRAMS = {{}}; module._MAKE = {_HANGS!r}; module.debian_root('trixie')"
    )
    path = {"PYTHONPATH": str(Path(__file__).parents[1])}
    making = subprocess.Popen(
        [sys.executable, "-c", code], env={**os.environ, **path}, stderr=subprocess.DEVNULL, start_new_session=True
    )
    until = time.monotonic() + _PATIENCE
    while not (cache / "trixie.unfinished/etc").exists() and making.poll() is None and time.monotonic() < until:
        time.sleep(0.02)
    os.killpg(making.pid, signal.SIGKILL)
    making.wait()
