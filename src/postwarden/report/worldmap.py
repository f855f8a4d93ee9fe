"""From where in the world did an account log in?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from postwarden.model.findings import Moment
from postwarden.report.clock import Clock
from postwarden.report.countries import country_name
from postwarden.report.elements import Markup, element
from postwarden.report.marks import legend, logins, mark, percent
from postwarden.report.projection import share
from postwarden.report.wording import count

SMALLEST, GROWTH = 4.0, 9.0
MANY = 20
"""A place with this many logins may be drawn largest."""

_Place = tuple[float, float, bool]


def world_map(moments: Sequence[Moment], clock: Clock) -> Markup | None:
    """The map; None where no login has a place."""
    spots: dict[_Place, list[Moment]] = defaultdict(list)
    for moment in moments:
        if moment.lat is not None and moment.lon is not None:
            spots[round(moment.lat, 1), round(moment.lon, 1), moment.bad].append(moment)
    if not spots:
        return None
    most = max(MANY, *(logins(members) for members in spots.values()))
    largest_first = sorted(spots.items(), key=lambda spot: (spot[0][2], -logins(spot[1]), spot[0]))
    drawing = element(
        "svg",
        element("use", href="#world", width="100%", height="100%"),
        (_spot(place, members, most, clock) for place, members in largest_first),
        class_="map",
        role="img",
        aria_label=f"World map of {count(logins(moments), 'login')}; the table below says the same in words",
    )
    missing = logins(moments) - sum(logins(members) for members in spots.values())
    words = "Where it logged in from" + (f"; {count(missing, 'login')} without a known place" if missing else "")
    return element(
        "figure",
        element("figcaption", words),
        drawing,
        legend("the larger, the more logins"),
    )


def _spot(place: _Place, members: Sequence[Moment], most: int, clock: Clock) -> Markup:
    lat, lon, bad = place
    x, y = share(lat, lon)
    radius = SMALLEST + GROWTH * (logins(members) / most) ** 0.5
    name = members[0].place or country_name(members[0].country)
    kind = "bad login" if bad else "login"
    times = [moment.time for moment in members]
    return mark(
        x, percent(y), radius, bad, f"{name}: {count(logins(members), kind)}, {clock.span(min(times), max(times))}"
    )


def place_rows(moments: Sequence[Moment], clock: Clock) -> list[tuple[str, ...]]:
    """Country, logins, bad ones, first, last; the worst first."""
    countries: dict[str, list[Moment]] = defaultdict(list)
    for moment in moments:
        countries[country_name(moment.country)].append(moment)
    bad = {name: logins(moment for moment in members if moment.bad) for name, members in countries.items()}
    order = sorted(countries.items(), key=lambda entry: (-bad[entry[0]], -logins(entry[1]), entry[0]))
    return [
        (
            name,
            f"{logins(members):,}",
            f"{bad[name]:,}",
            clock.minute(min(moment.time for moment in members)),
            clock.minute(max(moment.time for moment in members)),
        )
        for name, members in order
    ]
