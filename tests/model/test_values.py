"""Which values are taken, and in which form?"""

from __future__ import annotations

import inspect
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postwarden.model import values
from postwarden.model.values import Account, AutonomousSystem, Daily, Name, Network, Origin, Sender, shown

KINDS: list[Any] = [
    kind for kind in vars(values).values() if inspect.isclass(kind) and kind.__module__ == values.__name__
]


@pytest.mark.parametrize(
    ("kind", "told", "read"),
    [
        (Account, "Anna@Example.ORG", "anna@example.org"),
        (Account, "@Example.org", "@example.org"),
        (Account, r"DOMAIN\anna", r"domain\anna"),
        (Network, "192.0.2.7/24", "192.0.2.0/24"),
        (Origin, "as64500", "AS64500"),
        (Origin, "2001:db8::1", "2001:db8::1/128"),
        (Sender, "*", "*"),
        (Sender, "@Example.com", "@example.com"),
        (Name, "Backup", "backup"),
        (Daily, 20_000, 20_000),
        (Daily, "unlimited", None),
        (AutonomousSystem, 64500, 64500),
        (AutonomousSystem, "64500", 64500),
    ],
)
def test_values(kind: Any, told: object, read: object) -> None:
    assert kind.read(told) == read


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        *(
            (Account, told)
            for told in ("", "anna@", "a b@example.org", "*@example.org", "a@x, b@x", "<a@x>", "a" * 321, 7)
        ),
        *((Sender, told) for told in ("", "anna", "anna@", "*@example.org", "**", None)),
        *((Name, told) for told in ("", "backup@example.org", "a b")),
        *((Network, told) for told in ("0.0.0.0/0", "::/0", "10.0.0.0/7", "2000::/3", 5, ["192.0.2.0/24"], True)),
        *((AutonomousSystem, told) for told in (0, -1, 2**32, "AS", "ASx", True, 1.5, "AS٣")),
        *((Origin, told) for told in ("example.org", "", None)),
        *((Daily, told) for told in (0, -1, True, 1.5, "20000", "none", 10**12)),
    ],
)
def test_refused_values(kind: Any, told: object) -> None:
    with pytest.raises(ValueError, match=r"expected") as caught:
        kind.read(told)
    assert str(caught.value).startswith(shown(told))


def test_an_as_number_is_told_as_such() -> None:
    assert str(AutonomousSystem(64500)) == "AS64500"


@pytest.mark.parametrize(
    ("whose", "account", "covered"),
    [
        ("anna@example.org", "anna@example.org", True),
        ("anna@example.org", "hanna@example.org", False),
        ("@example.org", "anna@example.org", True),
        ("@example.org", "anna@sub.example.org", False),
        ("@example.org", "anna", False),
        ("anna", "anna@example.org", False),
    ],
)
def test_who_is_meant(whose: str, account: str, covered: bool) -> None:
    assert Account.read(whose).covers(account) is covered


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.dates() | st.datetimes(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
@given(told=ANYTHING)
def test_anything_is_read_or_refused_with_a_sentence(kind: Any, told: object) -> None:
    try:
        read = kind.read(told)
    except ValueError as error:
        read = str(error)
        assert "expected" in read or "needed" in read or "too wide" in read
        assert len(read) < 300
        return
    assert read is None or kind.read(read) == read, "what was read once is in its last form"


def test_what_was_told_is_shown_on_one_line() -> None:
    assert shown("a\nb\x1b[31m") == r"'a\nb\x1b[31m'"
    assert len(shown("x" * 10_000)) == 60
    assert shown(16**5000) == "a number of thousands of digits"
