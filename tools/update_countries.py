"""How is the table of countries made? `python tools/update_countries.py` measures the shapes of Natural Earth.

Needs npm. Writes src/postwarden/enrich/data/countries.csv: ISO 3166-1 alpha-2 code, name, centre and area of each
country. Parts farther than MAINLAND_KM from the largest part are left out: the centre of France is in France, not in
the Atlantic.
"""

from __future__ import annotations

import csv
import json
import math
from collections.abc import Iterator
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any, NamedTuple

from npm_package import fetch

TARGET = Path(__file__).parents[1] / "src/postwarden/enrich/data/countries.csv"
EARTH_KM = 6371.0
MAINLAND_KM = 2500
PART_KM = 500

# Shapes without a code of their own in the source.
UNCODED = {"Kosovo": "XK", "Indian Ocean Ter.": "AU"}
# Countries with a code that the source draws as part of another: near which point their parts are.
PARTS = {
    "GF": ("FR", 4.0, -53.0),
    "GP": ("FR", 16.2, -61.5),
    "MQ": ("FR", 14.6, -61.0),
    "RE": ("FR", -21.1, 55.5),
    "YT": ("FR", -12.8, 45.2),
    "BQ": ("NL", 12.2, -68.3),
    "SJ": ("NO", 78.5, 17.0),
    "BV": ("NO", -54.4, 3.4),
    "CX": ("AU", -10.5, 105.6),
    "CC": ("AU", -12.2, 96.8),
    "TK": ("NZ", -9.0, -171.8),
}
# Where the official name is long, or one name serves two countries.
NAMES = {
    "BN": "Brunei",
    "BQ": "Caribbean Netherlands",
    "CD": "DR Congo",
    "CG": "Congo",
    "CI": "Côte d'Ivoire",
    "CN": "China",
    "CZ": "Czechia",
    "FK": "Falkland Islands",
    "FM": "Micronesia",
    "GM": "Gambia",
    "IR": "Iran",
    "LA": "Laos",
    "MD": "Moldova",
    "MF": "Saint Martin",
    "MK": "North Macedonia",
    "PS": "Palestine",
    "RE": "Réunion",
    "RU": "Russia",
    "SX": "Sint Maarten",
    "SY": "Syria",
    "TW": "Taiwan",
    "TZ": "Tanzania",
    "UM": "US Minor Outlying Islands",
    "US": "United States",
    "VA": "Vatican City",
    "VG": "British Virgin Islands",
    "VI": "US Virgin Islands",
}

Point = tuple[float, float]


class Part(NamedTuple):
    """One polygon: the sum of its surface's unit vectors points at its centre and is nearly as long as its area."""

    x: float
    y: float
    z: float

    @property
    def km2(self) -> float:
        return math.hypot(*self) * EARTH_KM**2


def parts(topology: Any, shape: Any) -> Iterator[Part]:
    """The polygons of a TopoJSON shape. The first ring is the outline, the others are holes."""
    polygons = [shape["arcs"]] if shape["type"] == "Polygon" else shape["arcs"]
    for polygon in polygons:
        rings = [_measure(_ring(topology, arcs)) for arcs in polygon]
        yield Part(*(sum(values) for values in zip(*rings, strict=True)))


def _ring(topology: Any, arcs: list[int]) -> list[Point]:
    points: list[Point] = []
    for arc in arcs:
        line = _line(topology, arc if arc >= 0 else ~arc)
        points += line if arc >= 0 else line[::-1]
    return points


def _line(topology: Any, arc: int) -> list[Point]:
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    xs = accumulate(step[0] for step in topology["arcs"][arc])
    ys = accumulate(step[1] for step in topology["arcs"][arc])
    return [(math.radians(x * sx + tx), math.radians(y * sy + ty)) for x, y in zip(xs, ys, strict=True)]


def _measure(ring: list[Point]) -> Part:
    """The vector of a ring is half the sum, over its edges, of the angle times the edge's normal."""
    x = y = z = 0.0
    for (lon1, lat1), (lon2, lat2) in pairwise(ring):
        a, b = _vector(lon1, lat1), _vector(lon2, lat2)
        normal = (b[1] * a[2] - b[2] * a[1], b[2] * a[0] - b[0] * a[2], b[0] * a[1] - b[1] * a[0])
        sine = math.hypot(*normal)
        if sine > 0:
            half = math.asin(min(1.0, sine)) / sine / 2
            x, y, z = x + normal[0] * half, y + normal[1] * half, z + normal[2] * half
    return Part(x, y, z)


def _vector(lon: float, lat: float) -> tuple[float, float, float]:
    return math.cos(lat) * math.cos(lon), math.cos(lat) * math.sin(lon), math.sin(lat)


def centre(pieces: list[Part]) -> Point:
    """Latitude and longitude in degrees."""
    x, y, z = (sum(piece[axis] for piece in pieces) for axis in range(3))
    return math.degrees(math.atan2(z, math.hypot(x, y))), math.degrees(math.atan2(y, x))


def km_between(a: Point, b: Point) -> float:
    (lat1, lon1), (lat2, lon2) = (tuple(map(math.radians, point)) for point in (a, b))
    square = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH_KM * math.asin(math.sqrt(square))


def shapes(topology: Any, codes: dict[str, str]) -> dict[str, list[Part]]:
    """Every country's polygons."""
    found: dict[str, list[Part]] = {}
    for shape in topology["objects"]["countries"]["geometries"]:
        drawn = codes.get(shape.get("id", "")) or UNCODED.get(shape["properties"]["name"])
        if drawn and shape.get("arcs"):
            for part in parts(topology, shape):
                found.setdefault(_country(drawn, part), []).append(part)
    return found


def _country(drawn: str, part: Part) -> str:
    """The country whose own code the part has, although it is drawn as part of another."""
    at = centre([part])
    near = [(km_between(at, (lat, lon)), code) for code, (owner, lat, lon) in PARTS.items() if owner == drawn]
    km, code = min(near, default=(math.inf, drawn))
    return code if km < PART_KM else drawn


def row(code: str, name: str, pieces: list[Part]) -> tuple[str, str, str, str, str]:
    largest = centre([max(pieces, key=lambda piece: piece.km2)])
    mainland = [piece for piece in pieces if km_between(centre([piece]), largest) < MAINLAND_KM]
    lat, lon = centre(mainland)
    return code, name, f"{lat:.2f}", f"{lon:.2f}", f"{max(1, sum(piece.km2 for piece in mainland)):.0f}"


def main() -> None:
    atlas = fetch("world-atlas@2", "countries-10m.json")
    names = fetch("i18n-iso-countries@7", "codes.json", "langs/en.json")
    codes = {number: code for code, _, number, *_ in json.loads(names.files["codes.json"])}
    english = json.loads(names.files["langs/en.json"])["countries"]
    found = shapes(json.loads(atlas.files["countries-10m.json"]), codes)
    with TARGET.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(("code", "name", "lat", "lon", "km2"))
        for code, pieces in sorted(found.items()):
            name = english[code]
            table.writerow(row(code, NAMES.get(code) or (name if isinstance(name, str) else name[0]), pieces))
    print(f"{TARGET}: {len(found)} countries, world-atlas {atlas.version}, i18n-iso-countries {names.version}")


if __name__ == "__main__":
    main()
