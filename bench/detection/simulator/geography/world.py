"""Which networks does the world of one seed have?

198.18.0.0/15 (RFC 2544) and 2001:db8::/32 (RFC 3849) are cut into pieces and dealt to operators. There are 512 /24s and
1,024 /42s: a /48 of the latter stands for what is a /24 in the real Internet.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from ipaddress import IPv4Network, IPv6Network
from itertools import chain
from random import Random

from ..chance import source
from .countries import BOT_RICH, COUNTRIES, NEIGHBOURS, Place
from .networks import Block, Operator
from .operators import MAIL_CLOUDS, Register

# operators, regions of each, and how many of the regions have old addresses
_AT_HOME = {"fixed": (3, 14, 7), "mobile": (2, 8, 4), "business": (2, 12, 8), "hosting": (3, 3, 2)}
_NEXT_DOOR = {"fixed": (2, 4, 2), "mobile": (1, 2, 1), "business": (1, 3, 2), "hosting": (1, 2, 1)}
_ELSEWHERE = {"fixed": (2, 3, 1), "mobile": (1, 2, 1), "business": (1, 1, 0), "hosting": (1, 2, 1)}
_VPN_COUNTRIES = 12
SERVERS_OWN = IPv6Network("2001:db8:ffc0::/42")  # where the mail server itself is


class World:
    """All blocks, by kind of operator and country."""

    def __init__(self, seed: int, home: str) -> None:
        self.seed = seed
        self.home = home
        self.rng = source(seed, "world")
        self.blocks: list[Block] = []
        self._found: defaultdict[tuple[str, str], list[Block]] = defaultdict(list)
        self._old = self._shuffled(IPv4Network("198.18.0.0/15").subnets(new_prefix=24))
        new = IPv6Network("2001:db8::/32").subnets(new_prefix=42)
        self._new = self._shuffled(network for network in new if network != SERVERS_OWN)
        register = Register(self.rng)
        for code in COUNTRIES:
            near = code in NEIGHBOURS[home]
            self._populate(register, code, _AT_HOME if code == home else _NEXT_DOOR if near else _ELSEWHERE)
        self._services(register)

    def find(self, kind: str, country: str | None = None, old: bool | None = None) -> Sequence[Block]:
        """The blocks of such operators; those of the wanted protocol where there are any."""
        if country is None:
            every = chain.from_iterable(blocks for (of, _), blocks in self._found.items() if of == kind)
        else:
            every = chain(self._found[kind, country])
        known = list(every)
        return [block for block in known if old is None or block.old == old] or known

    def bots(self, rng: Random, number: int) -> list[Block]:
        """Where that many infected machines of private people stand."""
        codes = list(COUNTRIES)
        weights = [BOT_RICH.get(code, 1) for code in codes]
        return [
            rng.choice(self.find(rng.choice(("fixed", "fixed", "fixed", "mobile")), code))
            for code in rng.choices(codes, weights, k=number)
        ]

    def near(self, place: Place, kind: str, rng: Random) -> list[Block]:
        """Blocks of one operator in that city, or at least in that country."""
        known = self.find(kind, place.country)
        operator = rng.choice(known).operator
        of_it = [block for block in known if block.operator == operator]
        return [block for block in of_it if block.place == place] or of_it

    def _shuffled(self, networks: Iterator[IPv4Network] | Iterator[IPv6Network]) -> Iterator[IPv4Network | IPv6Network]:
        dealt: list[IPv4Network | IPv6Network] = list(networks)
        self.rng.shuffle(dealt)
        return iter(dealt)

    def _populate(self, register: Register, code: str, plan: dict[str, tuple[int, int, int]]) -> None:
        places = COUNTRIES[code].places
        for kind, (operators, regions, old) in plan.items():
            for _ in range(operators):
                operator = register.enter(kind, code)
                everywhere = len(places) if kind in ("fixed", "business") else 0  # people live and work in every city
                for region in range(max(regions, everywhere)):
                    self._deal(operator, places[region % len(places)], region < old)

    def _services(self, register: Register) -> None:
        """Those that are at home in many countries: VPNs, anonymisers, mail clouds, gateways, satellites."""
        for kind, operators, countries in (("vpn", 4, _VPN_COUNTRIES), ("anonymiser", 2, 6), ("gateway", 1, 6)):
            for _ in range(operators):
                operator = register.enter(kind, self.rng.choice(list(COUNTRIES)))
                self._spread(operator, countries)
        for _ in range(2):
            self._spread(register.enter("satellite", "US"), 5)
        for name, asn, country in MAIL_CLOUDS:
            operator = Operator(name, asn, "mail cloud", country, None)
            for region in range(4):
                self._deal(operator, self.rng.choice(COUNTRIES[country].places), region < 2)

    def _spread(self, operator: Operator, countries: int) -> None:
        abroad = self.rng.sample(sorted(COUNTRIES), countries)
        for code in dict.fromkeys((self.home, *abroad)):
            self._deal(operator, self.rng.choice(COUNTRIES[code].places), self.rng.random() < 0.5)

    def _deal(self, operator: Operator, real: Place, old: bool) -> None:
        network = next(self._old if old else self._new)
        block = Block(network, operator, real)
        self.blocks.append(block)
        self._found[operator.kind, real.country].append(block)
