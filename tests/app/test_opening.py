"""Which sources are opened, and what is left behind when they are closed?"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import pytest

from postwarden.app import opening
from postwarden.app.opening import NothingToRead, opened
from postwarden.sources.find import find_logs


@pytest.fixture
def scratch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "scratch"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    monkeypatch.setattr("tempfile.tempdir", None)
    return folder


def on_a_machine_with(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "find_logs", lambda: find_logs(root))


def test_a_machine_without_logs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    on_a_machine_with(tmp_path, monkeypatch)
    with pytest.raises(NothingToRead, match=r"no mail log on this machine: neither /var/log/mail.log"), opened(()):
        pass


def test_a_machine_with_logs(tmp_path: Path, scratch: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "var/log"
    folder.mkdir(parents=True)
    for name in ("mail.log", "mail.log.1", "syslog"):
        (folder / name).write_bytes(b"x" * 10)
    on_a_machine_with(tmp_path, monkeypatch)
    with opened(()) as found:
        assert [Path(reading.origin.path).name for reading in found.readings] == ["mail.log.1", "mail.log"]
        assert found.size == 20


def test_scratch_goes_when_sources_are_closed(tmp_path: Path, scratch: Path) -> None:
    log = tmp_path / "mail.log"
    log.write_bytes(b"")
    with suppress(KeyboardInterrupt), opened([str(log)]) as found:
        assert found.scratch.parent == scratch
        assert found.scratch.stat().st_mode & 0o777 == 0o700
        (found.scratch / "spilled").write_bytes(b"x")
        raise KeyboardInterrupt
    assert list(scratch.iterdir()) == []


@pytest.mark.parametrize(
    ("logs", "says"),
    [(["missing.log"], r"^missing.log: cannot be read"), (["a.log", "b.log"], r"^a.log: cannot .*; b.log: cannot")],
)
def test_nothing_of_what_was_named_can_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, logs: Sequence[str], says: str
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(NothingToRead, match=says), opened(logs):
        pass


def test_a_file_that_vanishes_is_still_read(tmp_path: Path, scratch: Path) -> None:
    log = tmp_path / "mail.log"
    log.write_bytes(b"one\n")
    with opened([str(log)]) as found:
        log.unlink()
        assert found.size == 0
        assert b"".join(found.readings[0].blocks()) == b"one\n"


def test_more_sources_than_can_be_numbered_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "MOST_SOURCES", 2)
    for number in range(3):
        (tmp_path / f"{number}.log").write_bytes(b"x\n")
    with pytest.raises(NothingToRead, match="3 files are more than the 2 that"), opened([str(tmp_path)]):
        pass
