"""How far is it, and how long does one fly?"""

from __future__ import annotations

from math import asin, cos, radians, sin, sqrt

from .countries import Place

EARTH_KM = 6371
CRUISE_KMH = 850
GROUND_HOURS = 1.0  # taxiing, climbing, landing
TRAIN_KMH = 110
BY_TRAIN_KM = 500


def kilometres(one: Place, other: Place) -> float:
    """Along the great circle."""
    lat, lon = radians(other.lat - one.lat), radians(other.lon - one.lon)
    half = sin(lat / 2) ** 2 + cos(radians(one.lat)) * cos(radians(other.lat)) * sin(lon / 2) ** 2
    return 2 * EARTH_KM * asin(sqrt(half))


def flight_hours(one: Place, other: Place) -> float:
    """From gate to gate, without changing planes."""
    return GROUND_HOURS + kilometres(one, other) / CRUISE_KMH


def journey_hours(one: Place, other: Place) -> float:
    """From door to door: by train, or by plane with all that goes before and after it."""
    far = kilometres(one, other)
    return 0.5 + far / TRAIN_KMH if far < BY_TRAIN_KM else 3.0 + flight_hours(one, other)
