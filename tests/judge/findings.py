"""Findings made by hand, for tests of the verdict."""

from __future__ import annotations

from postwarden.model.findings import Finding, Line

DAY = 86_400_000_000
HOUR = 3_600_000_000
BEGIN = 1_780_000_000_000_000 // DAY * DAY
ANNA = "anna@example.org"


def access(
    points: float, detector: str = "odd_access", *, time: int = BEGIN, key: str = ANNA, network: str | None = None
) -> Finding:
    facts: dict[str, object] = {"ip_net": network} if network else {}
    text = f"{detector} says {points}"
    return Finding(detector, "account", key, "access", time, time, points, text, (Line(0, 1),), facts, "T1078")


def use(
    points: float, detector: str = "odd_use", *, time: int = BEGIN, last: int | None = None, key: str = ANNA
) -> Finding:
    text = f"{detector} says {points}"
    return Finding(detector, "account", key, "use", time, last or time, points, text, (Line(0, 2),), {}, "T1586.002")


def attack(points: float, network: str, detector: str = "brute_force") -> Finding:
    return Finding(detector, "ip_net", network, "access", BEGIN, BEGIN, points, "tried", (Line(0, 3),), {}, "T1110")
