"""Is what can be read only once (standard input, a FIFO) read whole, and kept as evidence?"""

from __future__ import annotations

import gzip
import hashlib
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from postwarden.sources import inputs
from postwarden.sources.origin import Origin
from postwarden.sources.reading import Reading

from .removals import TEXT, Opener, read


@pytest.mark.parametrize("kind", ["pipe", "file"])
def test_standard_input(tmp_path: Path, kind: str, packing: str, pack: Callable[[bytes], bytes]) -> None:
    script = (
        "import sys; from pathlib import Path; from postwarden.sources.reading import *\n"
        "with Reading(Origin('stdin', 'stdin'), 0, scratch=Path(sys.argv[1])) as r:\n"
        "    n = sum(map(len, r.blocks()))\n"
        "    print(n, r.lines, r.bytes, r.sha256, r.problem, r.evidence([2999]), list(Path(sys.argv[1]).iterdir()))\n"
    )
    packed = pack(TEXT)
    (tmp_path / "log").write_bytes(packed)
    (tmp_path / "scratch").mkdir()
    call = [sys.executable, "-c", script, str(tmp_path / "scratch")]
    if kind == "pipe":
        done = subprocess.run(call, input=packed, capture_output=True, check=False)
    else:
        with (tmp_path / "log").open("rb") as file:
            done = subprocess.run(call, stdin=file, capture_output=True, check=False)
    line = TEXT.decode().splitlines()[2998]
    told = f"{len(TEXT)} 3000 {len(packed)} {hashlib.sha256(packed).hexdigest()} None {{2999: '{line}'}} []\n"
    assert (done.stderr, done.stdout.decode()) == (b"", told)


def test_a_terminal_is_no_log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _, terminal = os.openpty()
    monkeypatch.setattr(os, "dup", lambda _: terminal)
    with Reading(Origin("stdin", "stdin"), 0, scratch=tmp_path) as source:
        assert source.problem == "standard input is a terminal: pipe a log into it"


def test_a_fifo(tmp_path: Path, reading: Opener) -> None:
    os.mkfifo(tmp_path / "fifo")
    writer = threading.Thread(target=(tmp_path / "fifo").write_bytes, args=[gzip.compress(TEXT)])
    with reading("fifo") as source:
        writer.start()
        assert read(source) == TEXT
        assert source.evidence([1]) == {1: TEXT.decode().splitlines()[0]}
    writer.join()


def test_a_fifo_that_nobody_writes_to(tmp_path: Path, reading: Opener, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inputs, "_WRITER_MS", 10)
    os.mkfifo(tmp_path / "fifo")
    with reading("fifo") as source:
        assert read(source) == b""
        assert source.problem == "is a FIFO that nobody writes to"


def test_a_fifo_whose_writer_takes_its_time(tmp_path: Path, reading: Opener, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inputs, "_WRITER_MS", 10)
    os.mkfifo(tmp_path / "fifo")
    with reading("fifo") as source:
        descriptor = os.open(tmp_path / "fifo", os.O_WRONLY)
        late = threading.Timer(0.2, lambda: (os.write(descriptor, b"late\n"), os.close(descriptor)))
        late.start()
        assert read(source) == b"late\n"


def test_a_full_disk_costs_the_evidence_only(tmp_path: Path, reading: Opener, monkeypatch: pytest.MonkeyPatch) -> None:
    os.mkfifo(tmp_path / "fifo")
    monkeypatch.setattr("postwarden.sources.spool.Spool.add", full)
    writer = threading.Thread(target=(tmp_path / "fifo").write_bytes, args=[TEXT])
    with reading("fifo") as source:
        writer.start()
        assert read(source) == TEXT
        assert source.problem == "its lines cannot be kept as evidence: No space left on device"
        assert source.evidence([1]) == {}
    writer.join()


def test_without_scratch_folder_only_the_evidence_is_missing(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "fifo")
    writer = threading.Thread(target=(tmp_path / "fifo").write_bytes, args=[TEXT])
    name = str(tmp_path / "fifo")
    with Reading(Origin(name, "file", name), 0, scratch=tmp_path / "gone") as source:
        writer.start()
        assert read(source) == TEXT
        assert source.problem == "its lines cannot be kept as evidence: No such file or directory"
        assert source.evidence([1]) == {}
    writer.join()


def full(spool: object, text: bytes) -> None:
    raise OSError(28, "No space left on device")
