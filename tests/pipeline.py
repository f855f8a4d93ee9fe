"""How do tests get from raw log lines to tables? Through the real stages, with places of their own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo

import duckdb
from mmdb_writer import MMDBWriter
from netaddr import IPSet

from postwarden.app.pipeline import Tables, fill_tables
from postwarden.enrich.networks import OwnNetworks
from postwarden.enrich.places import Places
from postwarden.model.settings import DEFAULTS, Settings
from postwarden.sources.origin import Origin
from postwarden.sources.reading import Reading
from postwarden.store.workspace import open_workspace

UTC_ZONE = ZoneInfo("UTC")


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a network of a test lies. Provider 0: the data knows countries only."""

    country: str
    place: str
    lat: float
    lon: float
    radius_km: float = 20
    asn: int = 64496
    as_name: str = "Example Net"


def tables_from_lines(
    lines: Sequence[bytes],
    folder: Path,
    places: Mapping[str, Spot] | None = None,
    *,
    zone: tzinfo = UTC_ZONE,
    own: Sequence[str] = (),
    threads: int = 1,
    settings: Settings = DEFAULTS,
    name: str = "mail.log",
) -> Tables:
    """The tables of a log of those lines; `places` maps networks to where they lie."""
    log = folder / name
    log.write_bytes(b"".join(line.rstrip(b"\n") + b"\n" for line in lines))
    return tables_from_files([log], folder, places, zone=zone, own=own, threads=threads, settings=settings)


def tables_from_files(
    logs: Sequence[Path],
    folder: Path,
    places: Mapping[str, Spot] | None = None,
    *,
    zone: tzinfo = UTC_ZONE,
    own: Sequence[str] = (),
    threads: int = 1,
    settings: Settings = DEFAULTS,
) -> Tables:
    """The tables of several logs, oldest first."""
    readings = [Reading(Origin(str(log), "file", str(log)), at, scratch=folder) for at, log in enumerate(logs)]
    databases = [database(folder / "places.mmdb", places)] if places else []
    known = Places(databases, OwnNetworks(own), shipped=False)
    workspace = open_workspace(folder, threads=threads)
    return fill_tables(workspace, readings, known, zone, threads=threads, settings=settings)


def rows(connection: duckdb.DuckDBPyConnection, query: str) -> list[dict[str, object]]:
    """The rows of a query as dictionaries."""
    cursor = connection.execute(query)
    names = [column[0] for column in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def database(path: Path, places: Mapping[str, Spot]) -> Path:
    """Geography data in which only these networks have a place."""
    writer = MMDBWriter(6, ipv4_compatible=True, database_type="Test-City", float_type="f64")
    for network, spot in places.items():
        record: dict[str, object] = {
            "city": {"names": {"en": spot.place}},
            "country": {"iso_code": spot.country, "names": {"en": spot.country}},
            "location": {"latitude": spot.lat, "longitude": spot.lon, "accuracy_radius": round(spot.radius_km)},
        }
        if spot.asn:
            record |= {"autonomous_system_number": spot.asn, "autonomous_system_organization": spot.as_name}
        writer.insert_network(IPSet([network]), record)
    writer.to_db_file(str(path))
    return path
