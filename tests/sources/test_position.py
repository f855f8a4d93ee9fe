"""Does a position outlive the program, and is anything else refused in words?"""

from __future__ import annotations

import pytest

from postwarden.sources.origin import SourceError
from postwarden.sources.position import Fingerprint, Place, Position

PLACE = Place("mail.log", 2**64 - 1, 2**64 - 1, 5 << 30, None, Fingerprint.of(b"first"), Fingerprint.of(b"last"), 7)


@pytest.mark.parametrize("position", [Position(PLACE), Position(Place("mail.log"), PLACE)])
def test_what_is_kept_comes_back(position: Position) -> None:
    assert Position.from_json(position.to_json()) == position
    assert Position.from_json(position.to_json().decode()) == position


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (b"", "truncated"),
        (b"\xff", "malformed"),
        (b"[]", "array"),
        (b"{}", "`current`"),
        (b'{"current": {"path": "x", "offset": -1}}', "$.current.offset"),
        (b'{"current": {"path": "x", "offset": 9999999999999999999}}', "$.current.offset"),
        (b'{"current": {"path": "x", "head": {"size": 99999}}}', "$.current.head.size"),
    ],
)
def test_anything_else_is_refused_with_what_to_do(text: bytes, why: str) -> None:
    with pytest.raises(SourceError, match="remove it, and following begins anew") as raised:
        Position.from_json(text)
    assert why in str(raised.value)


def test_nothing_has_no_fingerprint() -> None:
    assert Fingerprint.of(b"") == Fingerprint()
    assert Fingerprint.of(b"a") != Fingerprint.of(b"b")
