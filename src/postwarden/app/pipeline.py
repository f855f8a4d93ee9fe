"""How do logs become the tables that detectors ask? Read, link, place: the stages one after the other."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import duckdb

from postwarden.app.lists import fill_lists
from postwarden.app.log_reader import LogReader, SourceRead
from postwarden.enrich.addresses import enrich
from postwarden.enrich.places import Places
from postwarden.link.linking import link
from postwarden.model.settings import DEFAULTS, Settings
from postwarden.sources.reading import Reading

Step = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Tables:
    """A workspace whose tables are filled, and what is known about how they came to be."""

    connection: duckdb.DuckDBPyConnection
    second: duckdb.DuckDBPyConnection | None
    """Another one to the same tables, where there is memory to do two things at once."""
    sources: list[SourceRead]
    hits: dict[str, int]
    """Lines read per format name."""
    unplaced: int
    """Outside addresses that no geography data knows."""


def fill_tables(
    connection: duckdb.DuckDBPyConnection,
    readings: Iterable[Reading],
    places: Places,
    zone: tzinfo,
    *,
    zone_is_told: bool = True,
    threads: int = 2,
    settings: Settings = DEFAULTS,
    kinds: Collection[str] | None = None,
    progress: Callable[[int], None] = lambda _: None,
    step: Step = lambda _: None,
) -> Tables:
    """Read the sources and fill the tables of postwarden.model. `kinds` are the records wanted; None: all."""
    reader = LogReader(connection, zone, zone_is_told=zone_is_told, threads=threads, kinds=kinds, progress=progress)
    sources = reader.read(readings)
    step("linking")
    second = connection.cursor() if reader.read_little else None
    if second:
        reader.show_records(second)
    link(connection, second)
    step("placing addresses")
    unplaced = enrich(connection, places)
    fill_lists(connection, settings)
    return Tables(connection, second, sources, dict(zip(reader.format_names(), reader.hits, strict=True)), unplaced)


def machine_zone() -> tzinfo:
    """The zone that this machine's syslog writes in: $TZ, else /etc/localtime."""
    name = os.environ.get("TZ", "").removeprefix(":") or _linked_zone()
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return datetime.now().astimezone().tzinfo or ZoneInfo("UTC")


def _linked_zone() -> str:
    """`Europe/Berlin` from /etc/localtime -> /usr/share/zoneinfo/Europe/Berlin."""
    target = str(Path("/etc/localtime").resolve())
    return target.partition("/zoneinfo/")[2].removeprefix("posix/").removeprefix("right/") or "UTC"
