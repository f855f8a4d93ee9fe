"""How is src/postwarden/report/resources/world.svg made?

    npm pack world-atlas && tar xzf world-atlas-*.tgz
    python tools/make_world_outline.py package/countries-110m.json > src/postwarden/report/resources/world.svg

The input is TopoJSON: land is drawn from its rings, borders from the arcs that two countries share, each once.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any

from postwarden.report.projection import ASPECT, SOUTH, share

WIDTH = 2000
HEIGHT = round(WIDTH / ASPECT)

Degrees = tuple[float, float]
Point = tuple[int, int]


def decoded_arcs(topology: dict[str, Any]) -> list[list[Degrees]]:
    """Arcs are stored as steps on a grid: (longitude, latitude) of each point."""
    (scale_x, scale_y), (left, bottom) = topology["transform"]["scale"], topology["transform"]["translate"]
    return [
        [
            (left + x * scale_x, bottom + y * scale_y)
            for x, y in accumulate(map(tuple, arc), lambda here, step: (here[0] + step[0], here[1] + step[1]))
        ]
        for arc in topology["arcs"]
    ]


def rings(geometry: dict[str, Any]) -> Iterator[list[int]]:
    """The rings of a geometry, each a list of arc numbers; ~n is arc n backwards."""
    if geometry["type"] == "GeometryCollection":
        for part in geometry["geometries"]:
            yield from rings(part)
    elif geometry["type"] == "Polygon":
        yield from geometry["arcs"]
    elif geometry["type"] == "MultiPolygon":
        for polygon in geometry["arcs"]:
            yield from polygon


def joined(ring: list[int], arcs: list[list[Degrees]]) -> list[Degrees]:
    points: list[Degrees] = []
    for number in ring:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        points += arc[1:] if points else arc
    return points


def unwrapped(ring: list[Degrees]) -> list[Degrees]:
    """The ring with longitudes that run on over the date line instead of jumping to the other side."""
    points = ring[:1]
    for lon, lat in ring[1:]:
        last = points[-1][0]
        points.append((lon - 360 * round((lon - last) / 360), lat))
    return points


def cut(ring: list[Degrees], limit: float, keep: int) -> list[Degrees]:
    """The part of a ring west (keep = -1) or east (keep = 1) of a meridian (Sutherland and Hodgman)."""
    points: list[Degrees] = []
    for (lon_a, lat_a), (lon_b, lat_b) in zip(ring, ring[1:] + ring[:1], strict=True):
        inside_a, inside_b = keep * (lon_a - limit) >= 0, keep * (lon_b - limit) >= 0
        if inside_a:
            points.append((lon_a, lat_a))
        if inside_a != inside_b:
            points.append((limit, lat_a + (lat_b - lat_a) * (limit - lon_a) / (lon_b - lon_a)))
    return points


def on_the_map(ring: list[Degrees]) -> Iterator[list[Degrees]]:
    """A ring over the date line lies on the map in two parts, one at each edge."""
    whole = unwrapped(ring)
    for turn in (-360, 0, 360):
        part = cut(cut([(lon + turn, lat) for lon, lat in whole], 180, -1), -180, 1)
        if part:
            yield part


def drawn(points: Iterable[Degrees]) -> list[Point]:
    """Points on the drawing's grid, without repetitions."""
    grid: list[Point] = []
    for lon, lat in points:
        x, y = share(lat, lon)
        point = (round(x * WIDTH), round(y * HEIGHT))
        if not grid or grid[-1] != point:
            grid.append(point)
    return grid


def path(lines: Iterable[list[Point]], *, closed: bool) -> str:
    """SVG path data in relative steps, as short as they can be written."""
    parts = []
    for line in lines:
        if len(line) < (3 if closed else 2):
            continue
        steps = [(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(line)]
        numbers = "".join(f"{value:+d}" if value < 0 else f" {value}" for step in steps for value in step)
        parts.append(f"M{line[0][0]} {line[0][1]}l{numbers.lstrip()}{'z' if closed else ''}")
    return "".join(parts)


def shared_arcs(topology: dict[str, Any]) -> list[int]:
    """The arcs that are part of two countries."""
    uses = Counter(
        number if number >= 0 else ~number for ring in rings(topology["objects"]["countries"]) for number in ring
    )
    return sorted(number for number, times in uses.items() if times > 1)


def outline(topology: dict[str, Any]) -> str:
    arcs = decoded_arcs(topology)
    coasts = (joined(ring, arcs) for ring in rings(topology["objects"]["land"]))
    parts = (part for coast in coasts if max(lat for _, lat in coast) > SOUTH for part in on_the_map(coast))
    land = path(map(drawn, parts), closed=True)
    borders = path((drawn(arcs[number]) for number in shared_arcs(topology)), closed=False)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" id="world" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'preserveAspectRatio="none"><path class="land" d="{land}"/>'
        f'<path class="borders" fill="none" d="{borders}"/></svg>\n'
    )


if __name__ == "__main__":
    sys.stdout.write(outline(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))))
