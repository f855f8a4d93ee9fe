"""How is documentation.mmdb made? From the tables of documentation.md: `python tools/make_documentation_mmdb.py`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from mmdb_writer import MMDBWriter
from netaddr import IPSet

DATA = Path(__file__).parents[1] / "src/postwarden/enrich/data"
COLUMNS = ("network", "country", "city", "lat", "lon", "km", "asn", "as_name", "use")
Row = dict[str, str]


def plan(text: str) -> Iterator[Row]:
    """The rows of all tables in documentation.md."""
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if len(cells) == len(COLUMNS) and "/" in cells[0]:
            yield dict(zip(COLUMNS, cells, strict=True))


def record(row: Row) -> dict[str, object]:
    """The row in the field names of GeoLite2-City and GeoLite2-ASN together."""
    found: dict[str, object] = {}
    if row["country"]:
        found["country"] = {"iso_code": row["country"]}
    if row["city"]:
        found["city"] = {"names": {"en": row["city"]}}
    if row["lat"]:
        found["location"] = {
            "latitude": float(row["lat"]),
            "longitude": float(row["lon"]),
            "accuracy_radius": int(row["km"]),
        }
    if row["asn"]:
        found["autonomous_system_number"] = int(row["asn"])
        found["autonomous_system_organization"] = row["as_name"]
    return found


def main() -> None:
    writer = MMDBWriter(
        ip_version=6,
        ipv4_compatible=True,
        database_type="Postwarden-Documentation-City-ASN",
        languages=["en"],
        description="Invented places of the addresses reserved for documentation",
    )
    for row in plan((DATA / "documentation.md").read_text(encoding="utf-8")):
        writer.insert_network(IPSet([row["network"]]), record(row))
    writer.to_db_file(str(DATA / "documentation.mmdb"))


if __name__ == "__main__":
    main()
