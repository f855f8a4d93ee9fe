"""How are bytes, seconds and shares written so that people take them in at a glance?"""

from __future__ import annotations

from postwarden.report.countries import country_name

_BINARY = ("bytes", "KiB", "MiB", "GiB", "TiB", "PiB")


def number(value: object) -> str:
    """1,234"""
    return f"{value:,}"


def amount_of_bytes(value: object) -> str:
    """999 bytes, 1.2 MiB"""
    assert isinstance(value, int)
    amount, unit = float(value), 0
    while amount >= 1000 and unit < len(_BINARY) - 1:
        amount, unit = amount / 1024, unit + 1
    return f"{value:,} B" if not unit else f"{amount:,.1f} {_BINARY[unit]}"


def amount_of_time(value: object) -> str:
    """0.3 s, 4.5 min, 6.0 h, 2.1 d"""
    assert isinstance(value, int | float)
    for size, unit in ((86_400, "d"), (3600, "h"), (60, "min")):
        if value >= size:
            return f"{value / size:,.1f} {unit}"
    return f"{value:.2f} s" if value < 10 else f"{value:.0f} s"


def percent(value: object) -> str:
    """75.9 %"""
    return f"{value:.1f} %"


def country(value: object) -> str:
    """Its name; what has no place, and what lies inside, is said so."""
    if value is None:
        return "(not placed)"
    return "own networks" if value == "internal" else country_name(str(value))


def yes(value: object) -> str:
    """yes, or nothing"""
    return "yes" if value else ""
