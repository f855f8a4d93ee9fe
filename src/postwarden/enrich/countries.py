"""Where is a country's middle, and how far from it may somebody be who is in the country?"""

from __future__ import annotations

import csv
import math
from dataclasses import dataclass
from functools import cache
from pathlib import Path

TABLE = Path(__file__).with_name("data") / "countries.csv"


@dataclass(frozen=True, slots=True)
class Country:
    """A country, seen as a disc of its area around its centre."""

    name: str
    lat: float
    lon: float
    radius_km: float


@cache
def countries() -> dict[str, Country]:
    """All countries by ISO 3166-1 alpha-2 code."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return {
            row["code"]: Country(
                row["name"], float(row["lat"]), float(row["lon"]), round(math.sqrt(float(row["km2"]) / math.pi), 1)
            )
            for row in csv.DictReader(file)
        }
