"""Is it shown before it is done, and undone by --remove?"""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.console import run, told


def files(root: Path) -> list[str]:
    return sorted(path.name for path in root.rglob("*") if path.is_file())


def test_show_do_repeat_remove(tmp_path: Path) -> None:
    wanted = ("install", "--mail", "admin@example.org", "--root", tmp_path)
    shown = run(*wanted)
    assert (shown.returncode, files(tmp_path)) == (0, [])
    assert b"This would be done" in shown.stdout
    assert b"--mail admin@example.org --smtp smtp://localhost" in shown.stdout
    assert run(*wanted, "--yes").returncode == 0
    assert files(tmp_path) == ["postwarden-report.service", "postwarden-report.timer"]
    assert "Nothing to do" in told(run(*wanted, "--yes"))
    assert "remove " in told(run("install", "--remove", "--root", tmp_path))
    assert run("install", "--remove", "--root", tmp_path, "--yes").returncode == 0
    assert files(tmp_path) == []
    assert "nothing is installed" in told(run("install", "--remove", "--root", tmp_path))


def test_cron(tmp_path: Path) -> None:
    assert run("install", "--cron", "--mail", "a@example.org", "--root", tmp_path, "--yes").returncode == 0
    assert files(tmp_path) == ["postwarden-report"]


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        ([], "to whom? --mail ADDRESS"),
        (["--mail", "x"], "is no mail address"),
        (["--mail", "a@example.org", "--at", "25:00"], "is no time of day"),
        (["--mail", "a@example.org", "--smtp", "smtps://u@mx.example.org"], "belong together"),
    ],
)
def test_a_wrong_call(tmp_path: Path, arguments: list[str], why: str) -> None:
    done = run("install", *arguments, "--root", tmp_path)
    assert (done.returncode, why in told(done)) == (64, True)
