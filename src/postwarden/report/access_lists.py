"""Which columns do lists and groups of logins and failures have on a terminal?"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto


class Kind(Enum):
    """How a value is written."""

    NUMBER = auto()
    MOMENT = auto()
    COUNTRY = auto()
    """Its code where there is little room, else its name."""
    COUNTRY_NAME = auto()
    NAME = auto()
    """Text that is shown whole; one of several stands for all, with how many more there are."""
    PROVIDER = auto()
    """Text that may be cut."""
    YES = auto()


@dataclass(frozen=True, slots=True)
class Column:
    """A field of the rows, under a title."""

    title: str
    field: str
    kind: Kind
    wide: bool = False
    """Whether it is shown on wide terminals only."""


def _number(title: str, field: str | None = None) -> Column:
    return Column(title, field or title, Kind.NUMBER)


_FIRST, _LAST = Column("first", "first", Kind.MOMENT), Column("last", "last", Kind.MOMENT)
_COUNTRY, _PROVIDER = Column("in", "country", Kind.COUNTRY), Column("provider", "provider", Kind.PROVIDER)
_ADDRESS = Column("address", "ip", Kind.NAME)
_VIA = Column("via", "protocols", Kind.NAME, wide=True)

LOGIN_RUNS = (
    _FIRST,
    Column("last", "last", Kind.MOMENT, wide=True),
    _number("logins"),
    _number("mails"),
    Column("account", "account", Kind.NAME),
    _ADDRESS,
    _COUNTRY,
    _VIA,
    Column("provider", "provider", Kind.PROVIDER, wide=True),
)
FAILURE_RUNS = (
    _FIRST,
    Column("last", "last", Kind.MOMENT, wide=True),
    _number("failed", "failures"),
    Column("names tried", "names", Kind.NAME),
    _ADDRESS,
    _COUNTRY,
    Column("then in", "came_in", Kind.YES),
    Column("provider", "provider", Kind.PROVIDER, wide=True),
)


def login_groups(by: str) -> tuple[Column, ...]:
    """Columns of `postwarden logins --by`."""
    return _grouped(by, (_number("logins"), _number("mails")), _number("accounts"), ())


def failure_groups(by: str) -> tuple[Column, ...]:
    """Columns of `postwarden failures --by`."""
    return _grouped(by, (_number("failed", "failures"),), _number("names"), (_number("then in", "succeeded"),))


def _grouped(by: str, counts: tuple[Column, ...], whose: Column, then: tuple[Column, ...]) -> tuple[Column, ...]:
    addresses, countries = _number("hosts", "addresses"), _number("countries")
    about: dict[str, tuple[Column, ...]] = {
        "account": (addresses, countries),
        "ip": (whose, _COUNTRY),
        "network": (whose, addresses, _COUNTRY),
        "country": (whose, addresses),
        "as": (whose, addresses, _COUNTRY),
        "day": (whose, addresses, countries),
        "hour": (whose, addresses, countries),
    }
    key = Column(
        {"ip": "address", "as": "provider"}.get(by, by),
        "key",
        Kind.COUNTRY_NAME if by == "country" else Kind.NAME,
    )
    times = () if by in ("day", "hour") else (_FIRST, _LAST)
    provider = (_PROVIDER,) if by in ("ip", "network") else ()
    return (key, *counts, *about[by], *then, *times, *provider)
