"""What kinds of values do options take, and what is said when one is wrong?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING, Generic, TypeVar

import click

from postwarden.cli.moments import length, moment
from postwarden.model.values import Country, Network, Size, ZoneName

if TYPE_CHECKING:
    from postwarden.app.configuration import Configuration

Value = TypeVar("Value")


class Told(click.ParamType[Value], Generic[Value]):
    """A value that settings take, too; `name` stands for it in the help."""

    def __init__(self, name: str, read: Callable[[object], Value]) -> None:
        self.name = name
        self._read = read

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> Value:
        try:
            return self._read(value)
        except ValueError as error:
            self.fail(str(error), param, ctx)


COUNTRY = Told("CC", Country.read)
NETWORK = Told("CIDR", Network.read)
SIZE = Told("SIZE", Size.read)
ZONE = Told("zone", ZoneName.read)
LENGTH = Told("TIME", lambda told: length(str(told)))


def configuration(file: Path | None, *, demo: bool = False, folders: Sequence[Path] = ()) -> Configuration:
    """The configuration named, else the usual one; the demo is not of this machine. Raises a usage error."""
    from postwarden.app.configuration import Configuration, ConfigurationError, configured
    from postwarden.report.neutral import visible

    if demo and file is None:
        return Configuration()
    try:
        return configured(file, folders=folders)
    except ConfigurationError as error:
        lines = "".join(f"\n{visible(str(problem))}" for problem in error.problems)
        raise click.ClickException(f"the configuration cannot be used{lines}") from error


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
