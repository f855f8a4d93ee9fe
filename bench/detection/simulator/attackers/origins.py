"""From which addresses do attackers come?"""

from __future__ import annotations

from ..chance import source
from ..geography.networks import Block, Client
from ..honest.person import Scene


def _lines(blocks: list[Block], label: str) -> list[Client]:
    """A subscriber line in each block."""
    found = []
    for number, block in enumerate(blocks):
        rng = source(label, number)
        found.append(block.host(block.line(rng), rng.getrandbits(64)))
    return found


def botnet(scene: Scene, number: int) -> list[Client]:
    """Infected machines of private people all over the world, at most one in three of them at home."""
    abroad = scene.world.bots(scene.rng, number)
    near = list(scene.world.find("fixed", scene.world.home))
    share = scene.rng.choice((0.0, 0.02, 0.1, 0.3))
    blocks = [scene.rng.choice(near) if scene.rng.random() < share else block for block in abroad]
    return _lines(blocks, f"{scene.name}/bots")


def proxies(scene: Scene, country: str, number: int) -> list[Client]:
    """Residential proxies in one country, such as can be rented by the hour."""
    blocks = list(scene.world.find("fixed", country))
    return _lines([scene.rng.choice(blocks) for _ in range(number)], f"{scene.name}/proxies")


def rented(scene: Scene, number: int = 1) -> list[Client]:
    """Servers in one data centre, sometimes in the owner's country."""
    country = scene.world.home if scene.rng.random() < 0.15 else None
    block = scene.rng.choice(scene.world.find("hosting", country))
    return [block.machine(scene.rng) for _ in range(number)]


def hidden(scene: Scene, number: int = 1) -> list[Client]:
    """Exits of a commercial VPN or an anonymiser."""
    blocks = scene.world.find(scene.rng.choice(("vpn", "vpn", "anonymiser")))
    operator = scene.rng.choice(blocks).operator
    own = [block for block in blocks if block.operator == operator]
    return [scene.rng.choice(own).machine(scene.rng) for _ in range(number)]


def any_of(scene: Scene, number: int) -> list[Client]:
    """Whatever the attacker happens to have."""
    draw = scene.rng.random()
    if draw < 0.4:
        return rented(scene, number)
    return hidden(scene, number) if draw < 0.65 else botnet(scene, number)
