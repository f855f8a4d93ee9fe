"""Is what is kept whole or told to be not, for one run at a time, and for nobody else?"""

from __future__ import annotations

from pathlib import Path

import pytest

from postwarden.store.kept import KeptError, alone, load, save


def test_what_was_saved_is_loaded_and_nobody_else_may_read_it(tmp_path: Path) -> None:
    path = tmp_path / "new/folder/state.json"
    assert load(path) is None
    with alone(path):
        save(path, b"one")
        save(path, b"two")
    assert load(path) == b"two"
    assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    assert sorted(file.name for file in path.parent.iterdir()) == ["state.json", "state.json.lock"]


def test_two_runs_do_not_share_it(tmp_path: Path) -> None:
    with alone(tmp_path / "s"), pytest.raises(KeptError, match="another run"), alone(tmp_path / "s"):
        raise AssertionError


def test_links_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "other").write_bytes(b"secret")
    (tmp_path / "s").symlink_to(tmp_path / "other")
    (tmp_path / "t.lock").symlink_to(tmp_path / "other")
    with pytest.raises(KeptError, match="cannot be read"):
        load(tmp_path / "s")
    with pytest.raises(KeptError, match="cannot be kept"), alone(tmp_path / "t"):
        raise AssertionError
    save(tmp_path / "s", b"mine")
    assert (tmp_path / "other").read_bytes() == b"secret"


def test_what_cannot_be_written_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "s").mkdir()
    with pytest.raises(KeptError, match="cannot be written"):
        save(tmp_path / "s", b"x")
    assert [file.name for file in tmp_path.iterdir()] == ["s"]
