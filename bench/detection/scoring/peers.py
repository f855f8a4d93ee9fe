"""Whom would the simple rules accuse that people run today?

They see the truth's own table of events instead of a log: nothing can be lost on the way, and no code is shared.
"""

from __future__ import annotations

import csv
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import maxminddb

HOUR, DAY = 3600.0, 86400.0
_LOGINS = ("message", "imap", "pop3", "sieve")


@dataclass(frozen=True, slots=True)
class Login:
    """A login of which a log tells the account."""

    at: float
    ip: str
    country: str | None
    message: bool


def logins(events: Path, places: Path) -> dict[str, list[Login]]:
    """By account, in the order of time."""
    found: defaultdict[str, list[Login]] = defaultdict(list)
    with maxminddb.open_database(places) as database, events.open(newline="") as rows:
        countries: dict[str, str | None] = {}
        for row in csv.DictReader(rows):
            ip = row["ip"]
            if row["what"] in _LOGINS:
                if ip not in countries:
                    countries[ip] = _country(database.get(ip))
                at = datetime.fromisoformat(row["time"]).timestamp()
                found[row["account"]].append(Login(at, ip, countries[ip], row["what"] == "message"))
    return dict(found)


def _country(record: object) -> str | None:
    country = record.get("country") if isinstance(record, dict) else None
    return str(country["iso_code"]) if isinstance(country, dict) else None


def _within(rows: Sequence[Login], seconds: float) -> list[Sequence[Login]]:
    """For each login those of the time before it, itself included."""
    times = [row.at for row in rows]
    return [rows[bisect_left(times, row.at - seconds) : place + 1] for place, row in enumerate(rows)]


def abroad(rows: Sequence[Login], home: Sequence[str]) -> bool:
    """Any login outside the home countries."""
    return any(row.country is not None and row.country not in home for row in rows)


def three_countries_an_hour(rows: Sequence[Login], home: Sequence[str]) -> bool:
    """At least three countries within an hour."""
    del home
    return any(len({row.country for row in window} - {None}) >= 3 for window in _within(rows, HOUR))


def six_countries_a_day(rows: Sequence[Login], home: Sequence[str]) -> bool:
    """More than five countries within a day (postfwd plug-in)."""
    del home
    return any(len({row.country for row in window} - {None}) > 5 for window in _within(rows, DAY))


def three_addresses(rows: Sequence[Login], home: Sequence[str]) -> bool:
    """At least three addresses within 300 seconds (CSF's LF_DISTSMTP)."""
    del home
    return any(len({row.ip for row in window}) >= 3 for window in _within(rows, 300))


def hundred_an_hour(rows: Sequence[Login], home: Sequence[str]) -> bool:
    """More than a hundred messages within an hour (CSF's RT_AUTHRELAY)."""
    del home
    return any(len(window) > 100 for window in _within([row for row in rows if row.message], HOUR))


Rule = Callable[[Sequence[Login], Sequence[str]], bool]
RULES: Mapping[str, Rule] = {
    "any login outside the home countries": abroad,
    "≥ 3 countries in 1 h": three_countries_an_hour,
    "> 5 countries in 24 h": six_countries_a_day,
    "≥ 3 addresses in 300 s": three_addresses,
    "> 100 messages in 1 h": hundred_an_hour,
}


def accused(events: Path, places: Path, home: Sequence[str]) -> dict[str, set[str]]:
    """Rule → accounts."""
    rows = logins(events, places)
    return {name: {account for account, of_it in rows.items() if rule(of_it, home)} for name, rule in RULES.items()}
