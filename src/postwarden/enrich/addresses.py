"""How do the tables of logins and failures get the places of their addresses?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import duckdb
import nanoarrow as na

from postwarden.enrich.places import Location, Places
from postwarden.model.tables import BY_NAME, PLACE, Table

Columns = Sequence[Sequence[Any]]

PLACED = ("logins", "failures", "silent_logins")
_RELAYED = """
select ip from messages semi join (
    select host, message as queue_id from deliveries where account is null and not rewritten and contains(relay, ']:')
) using (host, queue_id)
where origin = 'network' and ip is not null
"""
_NETWORKS = {"ip": na.string(), "ip_net": na.string(), "internal": na.bool_(), "location": na.int32()}
_LOCATIONS = {
    "location": na.int32(),
    "country": na.string(),
    "place": na.string(),
    "lat": na.float64(),
    "lon": na.float64(),
    "radius_km": na.float64(),
    "asn": na.int64(),
    "as_name": na.string(),
}


def enrich(connection: duckdb.DuckDBPyConnection, places: Places) -> int:
    """Create `addresses` and add the columns PLACE to the tables PLACED, which come without them.

    Expects `messages` and `deliveries`, too: who relays mail without a login is a client worth placing.

    Returns how many distinct outside addresses no database could put into a country.
    """
    _create_addresses(connection, places)
    for name in PLACED:
        _add_places(connection, BY_NAME[name])
    unplaced = "select count(*) from addresses where ip_net is not null and not internal and country is null"
    (count,) = connection.execute(unplaced).fetchone() or (0,)
    return int(count)


def _create_addresses(connection: duckdb.DuckDBPyConnection, places: Places) -> None:
    """Handed over as two tables: hundreds of thousands of addresses share a few locations."""
    every = " union ".join((*(f"select ip from {name} where ip is not null" for name in PLACED), _RELAYED))
    ips = [ip for (ip,) in connection.execute(every).fetchall()]
    networks, locations = _resolved(ips, places)
    connection.register("found_networks", _arrow(_NETWORKS, networks))
    connection.register("found_locations", _arrow(_LOCATIONS, locations))
    columns = ", ".join(f"{column.name}::{column.type} as {column.name}" for column in BY_NAME["addresses"].columns)
    connection.execute(
        f"create or replace table addresses as select {columns} "
        "from found_networks join found_locations using (location) order by ip"
    )
    connection.unregister("found_networks")
    connection.unregister("found_locations")


def _resolved(ips: list[str], places: Places) -> tuple[Columns, Columns]:
    """The columns of _NETWORKS and of _LOCATIONS."""
    numbers: dict[int, int] = {}  # by identity: `places` gives the same object for the same location
    locations: list[Location] = []
    nets: list[str | None] = []
    inside: list[bool] = []
    where: list[int] = []
    for ip in ips:
        net, internal, location = places.resolve(ip)
        number = numbers.setdefault(id(location), len(locations))
        if number == len(locations):
            locations.append(location)
        nets.append(net)
        inside.append(internal)
        where.append(number)
    found = [list(range(len(locations)))]
    found += [[getattr(location, name) for location in locations] for name in list(_LOCATIONS)[1:]]
    return (ips, nets, inside, where), found


def _arrow(schema: dict[str, Any], columns: Columns) -> na.Array:
    children = [na.c_array(column, kind) for column, kind in zip(columns, schema.values(), strict=True)]
    rows = len(columns[0])
    return na.Array(na.c_array_from_buffers(na.struct(schema), rows, [None], children=children, null_count=0))


def _add_places(connection: duckdb.DuckDBPyConnection, table: Table) -> None:
    added = {column.name for column in PLACE}
    sources = {
        column.name: f"{'addresses' if column.name in added else table.name}.{column.name}" for column in table.columns
    }
    sources["internal"] = "coalesce(addresses.internal, false)"
    columns = ", ".join(f"{sources[column.name]}::{column.type} as {column.name}" for column in table.columns)
    connection.execute(
        f"create or replace table placed as select {columns} "
        f"from {table.name} left join addresses using (ip) order by time, source, line"
    )
    connection.execute(f"drop table {table.name}")
    connection.execute(f"alter table placed rename to {table.name}")
