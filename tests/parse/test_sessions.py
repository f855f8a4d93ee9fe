"""Is the `connect` of a session found within a block, and none where the block cannot tell?"""

from __future__ import annotations

from datetime import UTC

import nanoarrow
import pytest

from postwarden.parse.dating import Zone
from postwarden.parse.known import format_tables, native_available
from postwarden.parse.names import Names
from postwarden.parse.parsed import Matcher
from postwarden.parse.reference_matcher import ReferenceMatcher

SECOND = 1_000_000


def both() -> list[str]:
    return ["reference", "native"] if native_available() else ["reference"]


def matcher_of(kind: str) -> Matcher:
    if kind == "reference":
        return ReferenceMatcher(format_tables(), Names(format_tables()), Zone(UTC))
    from postwarden.parse.matcher import Matcher as NativeMatcher

    native: Matcher = NativeMatcher(format_tables(), Names(format_tables()), Zone(UTC))
    return native


def begins(kind: str, *lines: str) -> list[tuple[int | None, int | None]]:
    """Line and second of the `connect` of each `disconnect`; a line is `host pid text`, one a second."""
    block = b""
    for second, line in enumerate(lines):
        host, pid, text = line.split(" ", 2)
        minute, rest = divmod(second, 60)
        clock = f"{minute // 60:02}:{minute % 60:02}:{rest:02}"
        block += f"2026-11-20T{clock}+00:00 {host} postfix/smtpd[{pid}]: {text}\n".encode()
    records = matcher_of(kind).parse(block, 1, 2026, 11, b"").tables["disconnect"]
    midnight = 1_795_132_800
    return [
        (row["begin_line"], row["begin_time"] and row["begin_time"] // SECOND - midnight)
        for row in nanoarrow.Array(records).to_pylist()
    ]


@pytest.fixture(params=both())
def kind(request: pytest.FixtureRequest) -> str:
    told: str = request.param
    return told


def test_the_last_connect_of_the_process_is_the_begin(kind: str) -> None:
    one, other = "connect from a[192.0.2.1]", "connect from b[192.0.2.2]"
    ends = [f"dis{one} commands=0/0", f"dis{other} commands=0/0"]
    found = begins(
        kind, f"mx 7 {one}", f"mx 8 {other}", f"mx 7 {ends[0]}", f"mx 7 {one}", f"mx 8 {ends[1]}", f"mx 7 {ends[0]}"
    )
    assert found == [(1, 0), (2, 1), (4, 3)]


@pytest.mark.parametrize(
    "begun",
    [
        "mx 8 connect from a[192.0.2.1]",
        "other 7 connect from a[192.0.2.1]",
        "mx 7 connect from a[192.0.2.11]",
        "mx 7 connect from a[unknown]",
        "mx 7 connect from a[::ffff:192.0.2.1]",
    ],
)
def test_another_process_host_or_address_is_none(kind: str, begun: str) -> None:
    assert begins(kind, begun, "mx 7 disconnect from a[192.0.2.1] commands=0/0") == [(None, None)]


def test_an_address_in_between_leaves_it_open(kind: str) -> None:
    lines = (
        "mx 7 connect from a[192.0.2.1]",
        "mx 7 connect from b[192.0.2.2]",
        "mx 7 disconnect from a[192.0.2.1] x=1",
    )
    assert begins(kind, *lines) == [(None, None)]


def test_no_address_is_an_address(kind: str) -> None:
    assert begins(kind, "mx 7 connect from unknown[]", "mx 7 disconnect from unknown[] commands=0/0") == [(1, 0)]


def test_many_processes_are_remembered(kind: str) -> None:
    count = 1500
    lines = [f"mx {pid} connect from a[192.0.2.1]" for pid in range(1, count + 1)]
    ends = [f"mx {pid} disconnect from a[192.0.2.1] commands=0/0" for pid in range(count, 0, -1)]
    assert [line for line, _ in begins(kind, *lines, *ends)] == list(range(count, 0, -1))
