"""How is the shipped country table renewed? `python tools/update_country_table.py`, then commit what it changed.

Needs npm. Writes src/postwarden/enrich/data/country.mmdb and the note of its origin beside it.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import maxminddb
from npm_package import fetch

PACKAGE = "@ip-location-db/geo-whois-asn-country-mmdb"
DATABASE = "geo-whois-asn-country.mmdb"  # IPv4 and IPv6 in one file
TARGET = Path(__file__).parents[1] / "src/postwarden/enrich/data/country.mmdb"
NOTE = """\
# country.mmdb

Country of every public address, from the registries' own records (geofeeds, then whois, then AS registration).

| | |
|---|---|
| package | npm `{package}` {version} |
| built | {built} |
| licence | the package declares {licence}; its readme says CC BY 4.0 by the NRO, so the attribution below is kept |
| renew | `python tools/update_country_table.py` |

{attribution}

The maintainers warn in the readme of this release that the data made in this way has errors, that the npm package ends
with it, and that corrected data appears among the releases of their repository (sapics/ip-location-db). A file from
there, or any other MMDB, is used with `--geo FILE` or by laying it into /usr/share/GeoIP: it is then asked before this
table.
"""


def main() -> None:
    package = fetch(PACKAGE, DATABASE, "NRO_LICENSE")
    TARGET.write_bytes(package.files[DATABASE])
    with maxminddb.open_database(TARGET) as reader:
        built = datetime.fromtimestamp(reader.metadata().build_epoch, UTC).date()
    note = NOTE.format(
        package=PACKAGE,
        version=package.version,
        built=built,
        licence=package.licence,
        attribution=package.files["NRO_LICENSE"].decode().strip(),
    )
    TARGET.with_suffix(".md").write_text(note, encoding="utf-8")
    print(f"{TARGET}: {package.version}, built {built}")


if __name__ == "__main__":
    main()
