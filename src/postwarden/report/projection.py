"""Where on the drawn map does a place lie?

Natural Earth projection by its polynomial (Šavrič, Jenny and Patterson 2011); without Antarctica.
"""

from __future__ import annotations

from math import pi, radians

NORTH = 84.0
SOUTH = -57.0


def _plane(lat: float, lon: float) -> tuple[float, float]:
    phi = radians(lat)
    square = phi * phi
    fourth = square * square
    x = radians(lon) * (
        0.8707 - 0.131979 * square + fourth * (-0.013791 + fourth * (0.003971 * square - 0.001529 * fourth))
    )
    y = phi * (1.007226 + square * (0.015085 + fourth * (-0.044475 + 0.028874 * square - 0.005916 * fourth)))
    return x, y


_HALF_WIDTH = 0.8707 * pi
_TOP = _plane(NORTH, 0)[1]
_BOTTOM = _plane(SOUTH, 0)[1]

ASPECT = 2 * _HALF_WIDTH / (_TOP - _BOTTOM)
"""Width of the map divided by its height."""


def share(lat: float, lon: float) -> tuple[float, float]:
    """How far from the left and from the top, as shares of the map's width and height."""
    x, y = _plane(min(NORTH, max(SOUTH, lat)), lon)
    return (x + _HALF_WIDTH) / (2 * _HALF_WIDTH), (_TOP - y) / (_TOP - _BOTTOM)
