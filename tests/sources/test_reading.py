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

from .conftest import PACKERS
from .removals import TEXT, Opener, read


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
