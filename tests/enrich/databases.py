"""How do the tests make an MMDB file of their own?"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from mmdb_writer import MMDBWriter
from netaddr import IPSet

Record = Mapping[str, object]


def make(path: Path, records: Mapping[str, Record], *, ip_version: int = 6, built: int | None = None) -> Path:
    """A database that says `records[network]` of each network."""
    writer = MMDBWriter(ip_version=ip_version, ipv4_compatible=ip_version == 6, database_type="Test")
    for network, record in records.items():
        writer.insert_network(IPSet([network]), dict(record))
    if built is not None:
        about = writer._build_meta()
        writer._build_meta = lambda: about | {"build_epoch": built}
    writer.to_db_file(str(path))
    return path
