"""Is the invented world consistent: addresses, operators, what the geography data says of them?"""

from __future__ import annotations

from ipaddress import ip_address
from itertools import combinations, pairwise
from pathlib import Path
from random import Random

import maxminddb
import pytest
from simulator.chance import moody, poisson, source, zipf
from simulator.geography.access import Carrier, Changed, Fleet, Line, Mixed, Steady, Tunnel
from simulator.geography.countries import COUNTRIES, NEIGHBOURS
from simulator.geography.database import write_database
from simulator.geography.distance import flight_hours, journey_hours, kilometres
from simulator.geography.networks import Client
from simulator.geography.world import World

DAY = 86400.0


@pytest.fixture(scope="module")
def world() -> World:
    return World(1, "DE")


def test_no_two_blocks_overlap(world: World) -> None:
    spans = sorted((block.network.version, int(block.network[0]), int(block.network[-1])) for block in world.blocks)
    assert all(one[0] != next_one[0] or one[2] < next_one[1] for one, next_one in pairwise(spans))
    assert len(world.blocks) > 400


@pytest.mark.parametrize("home", sorted(NEIGHBOURS))
def test_there_is_room_for_every_home(home: str) -> None:
    world = World(1, home)
    assert all(world.find("fixed", code) and world.find("mobile", code) for code in COUNTRIES)
    assert len({block.operator.asn for block in world.blocks}) == len({block.operator.name for block in world.blocks})


def test_machines_and_lines_stay_in_their_block(world: World) -> None:
    rng = Random(1)
    for block in world.blocks[::7]:
        for _ in range(5):
            client = block.host(block.line(rng), rng.getrandbits(64))
            assert ip_address(client.ip) in block.network
            assert ip_address(block.machine(rng).ip) in block.network


def test_the_database_knows_them_and_is_seldom_wrong_about_the_country(world: World, tmp_path: Path) -> None:
    write_database(tmp_path / "places.mmdb", 1, world.blocks)
    right = total = 0
    with maxminddb.open_database(tmp_path / "places.mmdb") as database:
        for block in world.blocks:
            record = database.get(block.machine(Random(2)).ip)
            assert isinstance(record, dict)
            assert record["autonomous_system_number"] == block.operator.asn
            if block.operator.kind == "fixed":
                total += 1
                right += record["country"] == {"iso_code": block.place.country, "names": {"en": block.place.country}}
    assert right / total > 0.98


def test_leases_end_and_privacy_addresses_change(world: World) -> None:
    new = next(block for block in world.find("fixed", "DE", old=False))
    line = Line("x", (new,), DAY, 3600)
    assert line.client(100) == line.client(200)
    assert line.client(100) != line.client(100, device=1)
    prefix = [ip_address(line.client(at).ip).packed[:8] for at in (0, 7200, DAY + 1)]
    assert prefix[0] == prefix[1] != prefix[2]
    assert line.client(0) != line.client(7200)


def test_other_ways_onto_the_internet(world: World) -> None:
    home = Steady(Client("192.0.2.1"))
    assert Changed(home, Steady(Client("192.0.2.2")), 5.0).client(4.9).ip == "192.0.2.1"
    assert Changed(home, Steady(Client("192.0.2.2")), 5.0).client(5.0).ip == "192.0.2.2"
    mobiles = tuple(world.find("mobile", "DE"))
    assert len({Carrier("x", mobiles, 60, 0.2).client(at).ip for at in range(0, 3600, 60)}) > 30
    assert len({Fleet("x", mobiles, 5).client(at / 7).ip for at in range(999)}) <= 5 * len(mobiles)
    exits = [ip_address(Tunnel("x", mobiles, DAY, 1.0).client(at * DAY).ip) for at in range(20)]
    assert all(ip in mobiles[0].network for ip in exits)
    mixed = Mixed("x", ((0.5, home), (0.5, Steady(Client("192.0.2.9")))), 60)
    assert {mixed.client(at * 60).ip for at in range(50)} == {"192.0.2.1", "192.0.2.9"}


def test_nobody_flies_faster_than_planes_do() -> None:
    places = [place for country in COUNTRIES.values() for place in country.places]
    for one, other in combinations(places[::5], 2):
        assert kilometres(one, other) / flight_hours(one, other) < 850
        assert journey_hours(one, other) > kilometres(one, other) / 850


def test_draws_have_the_mean_that_is_asked_for_and_a_tail() -> None:
    rng = source("draws")
    assert 2.8 < sum(poisson(rng, 3) for _ in range(2000)) / 2000 < 3.2
    assert 47 < sum(poisson(rng, 50) for _ in range(500)) / 500 < 53
    assert 2.7 < sum(moody(rng, 3) for _ in range(4000)) / 4000 < 3.3
    ranks = [zipf(rng, 50) for _ in range(5000)]
    assert min(ranks) >= 0
    assert max(ranks) < 50
    assert ranks.count(0) > 1.5 * ranks.count(1) > 1.5 * ranks.count(4)
