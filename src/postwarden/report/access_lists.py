"""Which columns do lists and groups of logins and failures have on a terminal?"""

from __future__ import annotations

from postwarden.report.columns import Column, Kind, numbers

_FIRST, _LAST = Column("first", "first", Kind.MOMENT), Column("last", "last", Kind.MOMENT)
_COUNTRY, _PROVIDER = Column("in", "country", Kind.SHORT_COUNTRY), Column("provider", "provider", Kind.TEXT)
_ADDRESS = Column("address", "ip", Kind.NAME)
_VIA = Column("via", "protocols", Kind.NAME, wide=True)

LOGIN_RUNS = (
    _FIRST,
    Column("last", "last", Kind.MOMENT, wide=True),
    *numbers("logins", "mails"),
    Column("account", "account", Kind.NAME),
    _ADDRESS,
    _COUNTRY,
    _VIA,
    Column("provider", "provider", Kind.TEXT, wide=True),
)
FAILURE_RUNS = (
    _FIRST,
    Column("last", "last", Kind.MOMENT, wide=True),
    *numbers("failures:failed"),
    Column("names tried", "names", Kind.NAME),
    _ADDRESS,
    _COUNTRY,
    Column("then in", "came_in", Kind.YES),
    Column("provider", "provider", Kind.TEXT, wide=True),
)


def login_groups(by: str) -> tuple[Column, ...]:
    """Columns of `postwarden logins --by`."""
    return _grouped(by, numbers("logins", "mails"), numbers("accounts"), ())


def failure_groups(by: str) -> tuple[Column, ...]:
    """Columns of `postwarden failures --by`."""
    return _grouped(by, numbers("failures:failed"), numbers("names"), numbers("succeeded:then in"))


def _grouped(
    by: str, counts: tuple[Column, ...], whose: tuple[Column, ...], then: tuple[Column, ...]
) -> tuple[Column, ...]:
    addresses, countries = numbers("addresses:hosts"), numbers("countries")
    about: dict[str, tuple[Column, ...]] = {
        "account": (*addresses, *countries),
        "ip": (*whose, _COUNTRY),
        "network": (*whose, *addresses, _COUNTRY),
        "country": (*whose, *addresses),
        "as": (*whose, *addresses, _COUNTRY),
        "day": (*whose, *addresses, *countries),
        "hour": (*whose, *addresses, *countries),
    }
    key = Column(
        {"ip": "address", "as": "provider"}.get(by, by),
        "key",
        Kind.COUNTRY if by == "country" else Kind.NAME,
    )
    times = () if by in ("day", "hour") else (_FIRST, _LAST)
    provider = (_PROVIDER,) if by in ("ip", "network") else ()
    return (key, *counts, *about[by], *then, *times, *provider)
