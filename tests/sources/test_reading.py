"""Is one source read whole, counted, hashed and, where it cannot be, told about?"""

from __future__ import annotations

import gzip
import hashlib
import io
import os
import subprocess
import sys
import threading
import tracemalloc
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from postwarden.sources import inputs, lines
from postwarden.sources.lines import LINE
from postwarden.sources.origin import Origin
from postwarden.sources.reading import Reading

from .conftest import PACKERS

Opener = Callable[..., Reading]
TEXT = b"".join(b"Nov 20 23:26:59 mail postfix/qmgr[210]: 10%08X: removed\n" % number for number in range(3000))


def read(reading: Reading) -> bytes:
    return b"".join(reading.blocks())


def test_whatever_it_is_packed_in(
    tmp_path: Path, reading: Opener, packing: str, pack: Callable[[bytes], bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lines, "BLOCK", 10_000)
    monkeypatch.setattr(inputs, "CHUNK", 3000)
    packed = pack(TEXT)
    (tmp_path / "any name at all").write_bytes(packed)
    with reading("any name at all") as source:
        assert read(source) == TEXT
        assert source.lines == 3000
        assert source.bytes == len(packed)
        assert source.sha256 == hashlib.sha256(packed).hexdigest()
        assert source.problem is None
        wanted = [1, 2, 1500, 2999, 3000]
        assert source.evidence([*wanted, 0, -1, 3001]) == {
            number: TEXT.decode().splitlines()[number - 1] for number in wanted
        }


def test_hashing_can_be_switched_off(tmp_path: Path, reading: Opener) -> None:
    (tmp_path / "log").write_bytes(TEXT)
    with reading("log", hashing=False) as source:
        assert read(source) == TEXT
        assert (source.sha256, source.bytes) == (None, len(TEXT))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    pieces=st.lists(st.sampled_from([b"a", b"\n", b"\r\n", b"\0", b"\xff\xfe", b"x" * 99]) | st.binary(max_size=9)),
    name=st.sampled_from(sorted(PACKERS)),
)
def test_any_bytes(
    tmp_path: Path, reading: Opener, monkeypatch: pytest.MonkeyPatch, pieces: list[bytes], name: str
) -> None:
    monkeypatch.setattr(lines, "BLOCK", 150)
    monkeypatch.setattr(inputs, "CHUNK", 64)
    data = b"".join(pieces)
    (tmp_path / "log").write_bytes(PACKERS[name](data))
    with reading("log") as source:
        blocks = list(source.blocks())
        split = data.split(b"\n")
        wanted = split if split[-1] else split[:-1]
        assert all(block.endswith(b"\n") and "\0" not in block.decode() for block in blocks)
        assert b"".join(blocks).count(b"\n") == source.lines == len(wanted)
        as_text = [line.replace(b"\0", "\ufffd".encode()).decode(errors="replace") for line in wanted]
        assert source.evidence(range(1, len(wanted) + 1)) == {
            number: line.removesuffix("\r") for number, line in enumerate(as_text, 1)
        }


def test_a_line_of_ten_million_bytes(tmp_path: Path, reading: Opener) -> None:
    (tmp_path / "log").write_bytes(b"first\n" + b"x" * 10_000_000 + b"\nlast")
    with reading("log") as source:
        assert read(source) == b"first\n" + b"x" * LINE + b"\nlast\n"
        assert (source.lines, source.cut_lines) == (3, 1)
        assert source.evidence([2, 3]) == {2: "x" * LINE, 3: "last"}


def test_a_packed_line_without_end_takes_no_memory(tmp_path: Path, reading: Opener) -> None:
    with gzip.open(tmp_path / "log", "wb", 1) as file:
        for _ in range(200):
            file.write(b"y" * 1_000_000)
    tracemalloc.start()
    with reading("log") as source:
        assert read(source) == b"y" * LINE + b"\n"
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 40_000_000


def test_json_lines_are_rewritten_and_evidence_is_as_it_was(tmp_path: Path, reading: Opener) -> None:
    line = '{"__REALTIME_TIMESTAMP":"1795217219098333","_HOSTNAME":"mail","SYSLOG_IDENTIFIER":"x","MESSAGE":"hello"}'
    (tmp_path / "log").write_text(f"\n{line}\nno json\n{line}")
    with reading("log") as source:
        wanted = "2026-11-20T23:26:59.098333+00:00 mail x: hello\n"
        assert read(source).decode() == f"\n{wanted}no json\n{wanted}"
        assert source.evidence([2, 3, 4]) == {2: line, 3: "no json", 4: line}


def test_a_truncated_gzip_is_used_as_far_as_it_goes(tmp_path: Path, reading: Opener) -> None:
    packed = gzip.compress(TEXT)
    (tmp_path / "log.gz").write_bytes(packed[:-500])
    with reading("log.gz") as source:
        text = read(source)
        assert TEXT.startswith(text[:-1])
        assert len(text) > len(TEXT) / 2
        assert "break off" in (source.problem or "")
        assert source.sha256 == hashlib.sha256(packed[:-500]).hexdigest()
        assert source.evidence([5]) == {5: TEXT.decode().splitlines()[4]}


def test_a_damaged_file_is_hashed_whole(tmp_path: Path, reading: Opener) -> None:
    packed = PACKERS["xz"](os.urandom(1_500_000))
    packed = packed[:300_000] + bytes(64) + packed[300_064:]
    (tmp_path / "log.xz").write_bytes(packed)
    with reading("log.xz") as source:
        read(source)
        assert "xz data are damaged" in (source.problem or "")
        assert source.sha256 == hashlib.sha256(packed).hexdigest()
        assert source.bytes == len(packed)


def test_an_empty_file(tmp_path: Path, reading: Opener) -> None:
    (tmp_path / "log").touch()
    with reading("log") as source:
        assert list(source.blocks()) == []
        assert (source.lines, source.bytes, source.problem) == (0, 0, None)
        assert source.sha256 == hashlib.sha256().hexdigest()
        assert source.evidence([1]) == {}


def test_a_program_is_read_and_doubted(reading: Opener) -> None:
    with reading("/bin/ls") as source:
        read(source).decode()
        assert source.lines == Path("/bin/ls").read_bytes().count(b"\n") + 1
        assert source.problem == "looks like binary data: is this a log?"


@pytest.mark.parametrize(
    ("path", "problem"),
    [
        ("gone", "cannot be read: No such file or directory"),
        (".", "is a directory"),
        ("loop", "cannot be read: Too many levels of symbolic links"),
        ("/dev/zero", "is a device, not a log"),
    ],
)
def test_what_cannot_be_read_is_told(tmp_path: Path, reading: Opener, path: str, problem: str) -> None:
    (tmp_path / "loop").symlink_to("loop")
    with reading(path) as source:
        assert list(source.blocks()) == []
        assert (source.problem, source.sha256, source.dated) == (problem, None, None)
        assert source.evidence([1]) == {}


def test_an_error_half_way_is_told_and_the_rest_used(
    tmp_path: Path, reading: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "log").write_bytes(TEXT)
    monkeypatch.setattr(inputs, "CHUNK", 1000)
    real = os.pread

    def failing(descriptor: int, size: int, offset: int) -> bytes:
        if offset > 50_000:
            raise OSError(5, "Input/output error")
        return real(descriptor, size, offset)

    monkeypatch.setattr(os, "pread", failing)
    with reading("log") as source:
        assert read(source) == TEXT[:51_000] + b"\n" * (not TEXT[:51_000].endswith(b"\n"))
        assert source.problem == "could be read only up to byte 51000: Input/output error"
        assert source.sha256 is None


def test_rotation_in_between_takes_nothing_away(tmp_path: Path, reading: Opener) -> None:
    (tmp_path / "log").write_bytes(TEXT)
    with reading("log") as source:
        read(source)
        (tmp_path / "log").rename(tmp_path / "log.1")
        (tmp_path / "log").write_bytes(b"new\n")
        (tmp_path / "log.1").unlink()
        assert source.evidence([1]) == {1: TEXT.decode().splitlines()[0]}


def test_a_line_that_grew_meanwhile_is_shown_as_it_was_read(tmp_path: Path, reading: Opener) -> None:
    (tmp_path / "log").write_bytes(b"one\ntw")
    with reading("log") as source:
        assert read(source) == b"one\ntw\n"
        with (tmp_path / "log").open("ab") as file:
            file.write(b"o\nthree\n")
        assert source.evidence([1, 2, 3]) == {1: "one", 2: "tw"}


@pytest.mark.parametrize("after", [b"", b"one\n", b"new\nlog\nof other\nlines, and longer\n"])
def test_lines_of_a_file_that_was_truncated_are_left_out(tmp_path: Path, reading: Opener, after: bytes) -> None:
    (tmp_path / "log").write_bytes(b"one\ntwo\n")
    with reading("log") as source:
        read(source)
        (tmp_path / "log").write_bytes(after)
        assert source.evidence([1, 2]) == {}


def test_stopping_early_leaves_no_thread(tmp_path: Path, reading: Opener, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "BLOCK", 1000)
    monkeypatch.setattr(inputs, "CHUNK", 1000)
    (tmp_path / "log").write_bytes(TEXT)
    before = threading.active_count()
    with reading("log") as source:
        assert next(source.blocks())
    assert threading.active_count() == before


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


def test_more_files_than_a_process_may_usually_open(tmp_path: Path) -> None:
    script = (
        "import resource, sys; from pathlib import Path; from postwarden.sources.reading import *\n"
        "resource.setrlimit(resource.RLIMIT_NOFILE, (30, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))\n"
        "path = sys.argv[1]\n"
        "all = [Reading(Origin(path, 'file', path), n, scratch=Path('/')) for n in range(100)]\n"
        "print({r.problem for r in all}, {b''.join(r.blocks()) for r in all})\n"
    )
    (tmp_path / "log").write_bytes(b"x")
    done = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path / "log")], capture_output=True, text=True, check=False
    )
    assert (done.stderr, done.stdout) == ("", "{None} {b'x\\n'}\n")


def test_the_moment_of_the_last_line(tmp_path: Path, reading: Opener) -> None:
    header = io.BytesIO()
    with gzip.GzipFile(fileobj=header, mode="wb", mtime=1_700_000_000) as file:
        file.write(TEXT)
    (tmp_path / "mail.log.2.gz").write_bytes(header.getvalue())
    (tmp_path / "mail.log-20251101.gz").write_bytes(header.getvalue())
    (tmp_path / "mail.log").write_bytes(TEXT)
    (tmp_path / "mail.log-20991231").write_bytes(TEXT)
    for name in ("mail.log", "mail.log-20991231"):
        os.utime(tmp_path / name, (1_750_000_000, 1_750_000_000))
    dated = {path.name: reading(path.name).dated for path in tmp_path.iterdir()}
    assert dated == {
        "mail.log.2.gz": datetime.fromtimestamp(1_700_000_000, UTC),
        "mail.log-20251101.gz": datetime(2025, 11, 1, 23, 59, 59).astimezone(),
        "mail.log": datetime.fromtimestamp(1_750_000_000, UTC),
        "mail.log-20991231": datetime.fromtimestamp(1_750_000_000, UTC),
    }
