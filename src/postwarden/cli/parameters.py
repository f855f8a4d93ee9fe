"""What kinds of values do options take, and what is said when one is wrong?"""

from __future__ import annotations

import re
from datetime import UTC, datetime, tzinfo
from ipaddress import ip_network
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import click

from postwarden.cli.moments import moment

LEAST_MEMORY_MIB = 64


class Zone(click.ParamType[tzinfo]):
    """A zone of the tz database: Europe/Berlin, UTC."""

    name = "zone"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> tzinfo:
        if isinstance(value, tzinfo):
            return value
        try:
            return ZoneInfo(str(value))
        except (ZoneInfoNotFoundError, ValueError, OSError):
            self.fail(f"{value!r} is no time zone: expected a name such as Europe/Berlin or UTC", param, ctx)


class Country(click.ParamType[str]):
    """ISO 3166-1 alpha-2."""

    name = "CC"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> str:
        code = str(value).upper()
        if not re.fullmatch(r"[A-Z]{2}", code):
            self.fail(f"{value!r} is no country code: expected two letters such as DE or US", param, ctx)
        return code


class Network(click.ParamType[str]):
    """CIDR notation."""

    name = "CIDR"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> str:
        try:
            return str(ip_network(str(value), strict=False))
        except ValueError:
            self.fail(f"{value!r} is no network: expected one such as 192.0.2.0/24 or 2001:db8::/32", param, ctx)


class Size(click.ParamType[str]):
    """An amount of memory, as DuckDB takes it."""

    name = "SIZE"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> str:
        match = re.fullmatch(r"([0-9]{1,9})(?:\.([0-9]))? ?([KMGT])i?B?", str(value).strip(), re.IGNORECASE)
        if not match:
            self.fail(f"{value!r} is no size: expected one such as 512MiB or 2GiB", param, ctx)
        mib = int(f"{match[1]}{match[2] or 0}") * 1024 ** "KMGT".index(match[3].upper()) // 10 // 1024
        if mib < LEAST_MEMORY_MIB:
            self.fail(f"{value} is too little: at least {LEAST_MEMORY_MIB}MiB are needed", param, ctx)
        return f"{mib}MiB"


def span(since: str | None, until: str | None, zone: tzinfo) -> tuple[int | None, int | None]:
    """Both ends of the time asked for, µs UTC; raises a usage error."""
    begin, end = _instant(since, zone, "--since"), _instant(until, zone, "--until")
    if begin is not None and end is not None and begin >= end:
        raise click.BadParameter(f"{until!r} is not after {since!r}", param_hint="--until")
    return begin, end


def _instant(text: str | None, zone: tzinfo, option: str) -> int | None:
    if text is None:
        return None
    try:
        return moment(text, zone, datetime.now(UTC))
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint=option) from None
