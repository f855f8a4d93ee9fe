"""Who logged in, and who failed to? From arguments to the lists."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from postwarden.app.asked import CheckOptions
from postwarden.app.check import Read, Watch, read
from postwarden.app.coverage import LeftOut, coverage
from postwarden.app.narrowing import Narrowing, asked, database_zone
from postwarden.app.telling import window, zone_name
from postwarden.investigate import access
from postwarden.model.access import Failures, Logins
from postwarden.model.coverage import Coverage
from postwarden.model.findings import Exit
from postwarden.parse.redact import redact

VERSION = 1


@dataclass(frozen=True, slots=True)
class Listing:
    """How the rows are put together."""

    by: str | None = None
    foreign: bool = False
    """Only logins from outside the home countries and own networks."""
    everything: bool = False
    """Aborted attempts and outages, too."""


def logins(options: CheckOptions, narrowing: Narrowing, listing: Listing, watch: Watch | None = None) -> Logins:
    """Read the logs and list who logged in. Raises NothingToRead and Refused."""
    watch = watch or Watch()
    with read(options, watch, access.NEEDS, judging=False) as done:
        watch.step("counting")
        grouping = access.Grouping(listing.by, database_zone(done.zone), narrowing.top)
        told = access.logins(done.tables.connection, asked(options, narrowing), grouping, foreign=listing.foreign)
        return Logins(**_told(options, done, listing, told))


def failures(options: CheckOptions, narrowing: Narrowing, listing: Listing, watch: Watch | None = None) -> Failures:
    """Read the logs and list who failed to log in. Raises NothingToRead and Refused."""
    watch = watch or Watch()
    with read(options, watch, judging=False) as done:
        watch.step("counting")
        grouping = access.Grouping(listing.by, database_zone(done.zone), narrowing.top)
        told = access.failures(
            done.tables.connection, asked(options, narrowing), grouping, everything=listing.everything
        )
        return Failures(**_told(options, done, listing, told))


def seen(options: CheckOptions, done: Read) -> tuple[Exit, Coverage]:
    """What could be seen, and whether what was asked for is in it."""
    covered = coverage(done.tables, done.places, LeftOut(done.problems), options, judging=False)
    unread = covered.blind or all(source.error is not None for source in covered.sources)
    return Exit.UNKNOWN if unread or covered.unseen else Exit.CLEAN, covered


def safe(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Facts of a row as they may leave the machine: what others wrote without passwords, lists as tuples."""
    told: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in facts.items()}
    return told | {"text": redact(told["text"])} if told.get("text") else told


def _told(options: CheckOptions, done: Read, listing: Listing, told: access.Found[Any, Any]) -> dict[str, Any]:
    code, covered = seen(options, done)
    return {
        "version": VERSION,
        "window": window(done.tables, options),
        "exit": int(code),
        "by": listing.by,
        "totals": told.totals,
        "runs": () if listing.by else told.rows,
        "groups": told.rows if listing.by else (),
        "left_out": told.left_out,
        "coverage": covered,
        "timezone": zone_name(options.zone),
    }
