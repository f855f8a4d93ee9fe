"""Whose addresses change or mislead although the person stays? VPNs, mobile carriers, IPv6, satellites, moves."""

from __future__ import annotations

from ..clock import DAY, HOUR
from ..geography.access import Access, Carrier, Changed, Line, Mixed, Steady, Tunnel
from ..geography.countries import COUNTRIES
from .lines import NEVER, home_line, phone_line
from .person import EVERY_DAY, Person, Scene


def _tunnel(scene: Scene, favourite: float, hold: float) -> Access:
    exits = list(scene.world.find("vpn"))
    operator = scene.rng.choice(exits).operator
    own = [block for block in exits if block.operator == operator]
    own.sort(key=lambda block: (block.place.country != scene.world.home, block.place.country))
    if scene.rng.random() < 0.3:  # the favourite exit is not always the one at home
        scene.rng.shuffle(own)
    return Tunnel(f"{scene.name}/vpn", tuple(own), hold, favourite)


def vpn_user(person: Person, scene: Scene) -> Person:
    """A commercial VPN most of the time, mostly the same exit."""
    tunnel = _tunnel(scene, scene.rng.uniform(0.7, 0.97), scene.rng.choice((6 * HOUR, DAY)))
    share = scene.rng.uniform(0.5, 0.95)
    home = Mixed(f"{scene.name}/mix", ((share, tunnel), (1 - share, person.home)), 6 * HOUR)
    return person.but(home=home, mobile=home if scene.rng.random() < 0.5 else person.mobile)


def vpn_hopper(person: Person, scene: Scene) -> Person:
    """A VPN that picks another country for each connection."""
    tunnel = _tunnel(scene, scene.rng.uniform(0.05, 0.4), scene.rng.uniform(0.3, 3) * HOUR)
    home = Mixed(f"{scene.name}/mix", ((0.8, tunnel), (0.2, person.home)), 4 * HOUR)
    return person.but(home=home, mobile=home)


def roaming_phone(person: Person, scene: Scene) -> Person:
    """A mobile carrier whose exits change all the time, and with them the city that the data names."""
    blocks = list(scene.world.find("mobile", person.domain.place.country))
    operator = scene.rng.choice(blocks).operator
    own = tuple(block for block in blocks if block.operator == operator)
    carrier = Carrier(f"{scene.name}/cgnat", own, scene.rng.uniform(60, 1500), scene.rng.uniform(0.1, 0.5))
    return person.but(mobile=carrier, home=carrier if scene.rng.random() < 0.5 else person.home, phone=0.8)


def ipv6_privacy(person: Person, scene: Scene) -> Person:
    """A new IPv6 address several times a day and a new prefix every day (RFC 8981)."""
    place = person.place
    blocks = [block for block in scene.world.find("fixed", place.country, old=False) if block.place == place]
    blocks = blocks or list(scene.world.find("fixed", place.country, old=False))
    line = Line(f"{scene.name}/privacy", (scene.rng.choice(blocks),), scene.rng.choice((DAY, 3 * DAY)), 2 * HOUR)
    return person.but(home=line, home_days=EVERY_DAY)


def satellite_user(person: Person, scene: Scene) -> Person:
    """Lives in the country; the satellite's ground station is in another one."""
    blocks = list(scene.world.find("satellite"))
    operator = scene.rng.choice(blocks).operator
    own = tuple(block for block in blocks if block.operator == operator)
    return person.but(home=Carrier(f"{scene.name}/satellite", own, 2 * DAY, scene.rng.uniform(0.5, 0.9)))


def gateway_user(person: Person, scene: Scene) -> Person:
    """The company's filtering proxy in the cloud: its exits are in several countries."""
    exits = tuple(scene.world.find("gateway"))
    proxy = Tunnel(f"{scene.name}/gateway", exits, 8 * HOUR, scene.rng.uniform(0.6, 0.95))
    return person.but(work=proxy, home=Mixed(f"{scene.name}/mix", ((0.6, proxy), (0.4, person.home)), 4 * HOUR))


def house_mover(person: Person, scene: Scene) -> Person:
    """Moves to another city and has another provider from then on."""
    moment = scene.workday(0.25, 0.8) * DAY
    place = scene.rng.choice(COUNTRIES[person.domain.place.country].places)
    after = home_line(f"{scene.name}/new", scene.world, place, scene.rng)
    stays_away = {} if place == person.place else {"home_days": EVERY_DAY}
    return person.but(home=Changed(person.home, after, moment), **stays_away)


def new_carrier(person: Person, scene: Scene) -> Person:
    """Another mobile contract in the middle of the month."""
    moment = scene.workday(0.25, 0.8) * DAY
    after = phone_line(f"{scene.name}/new", scene.world, person.domain.place, scene.rng)
    return person.but(mobile=Changed(person.mobile, after, moment), phone=0.6)


def public_wifi(person: Person, scene: Scene) -> Person:
    """A student or freelancer in cafés and libraries: a handful of foreign networks every week."""
    blocks = [
        *scene.world.near(person.place, "fixed", scene.rng),
        *scene.world.near(person.place, "business", scene.rng),
    ]
    spots: list[tuple[float, Access]] = [(0.4, person.home)]
    for number in range(scene.rng.randint(4, 9)):
        block = scene.rng.choice(blocks)
        spots.append((scene.rng.uniform(0.02, 0.2), Line(f"{scene.name}/cafe{number}", (block,), NEVER, DAY)))
    cafes = Mixed(f"{scene.name}/cafes", tuple(spots), 3 * HOUR)
    return person.but(home=cafes, work=None)


def rented_server(person: Person, scene: Scene) -> Person:
    """Reads and writes on a machine in a data centre (remote desktop)."""
    block = scene.rng.choice(scene.world.find("hosting", scene.rng.choice((scene.world.home, "NL", "FR", "US"))))
    desktop = Steady(block.machine(scene.rng))
    return person.but(home=Mixed(f"{scene.name}/mix", ((0.6, desktop), (0.4, person.home)), 5 * HOUR), work=desktop)
