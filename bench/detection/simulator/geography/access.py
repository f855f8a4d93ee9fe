"""With which address does somebody appear at some moment? One class per way onto the Internet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from ..chance import source, weighted
from ..clock import Moment
from .networks import Block, Client


class Access(Protocol):
    """A way onto the Internet."""

    def client(self, at: Moment, device: int = 0) -> Client:
        """The address at that moment; devices behind one line may differ in IPv6."""


@dataclass(frozen=True, slots=True)
class Steady:
    """A fixed address: an office behind its NAT, a server, webmail on the mail host itself."""

    always: Client

    def client(self, at: Moment, device: int = 0) -> Client:
        """The only one."""
        del at, device
        return self.always


@dataclass(frozen=True, slots=True)
class Line:
    """A subscriber line: the prefix lives for `lease`, the second half of an IPv6 address for `privacy` (RFC 8981)."""

    name: str
    blocks: tuple[Block, ...]
    lease: float
    privacy: float

    def client(self, at: Moment, device: int = 0) -> Client:
        """Address of one device; with IPv4 all of them share one."""
        of_lease = source(self.name, int(at // self.lease))
        block = of_lease.choice(self.blocks)
        line = block.line(of_lease)
        interface = source(self.name, device, int(at // self.privacy)).getrandbits(64) if not block.old else 0
        return block.host(line, interface)


@dataclass(frozen=True, slots=True)
class Carrier:
    """A mobile network: another address of another exit after every `hold`, the usual region more often than others."""

    name: str
    blocks: tuple[Block, ...]
    hold: float
    loyalty: float

    def client(self, at: Moment, device: int = 0) -> Client:
        """The address of this spell."""
        del device
        spell = source(self.name, int(at // self.hold))
        block = self.blocks[0] if spell.random() < self.loyalty else spell.choice(self.blocks)
        return block.host(block.line(spell), spell.getrandbits(64))


@dataclass(frozen=True, slots=True)
class Tunnel:
    """A VPN: one exit per spell, shared with all its other customers."""

    name: str
    exits: tuple[Block, ...]
    hold: float
    favourite: float

    def client(self, at: Moment, device: int = 0) -> Client:
        """The exit's address."""
        del device
        spell = source(self.name, int(at // self.hold))
        block = self.exits[0] if spell.random() < self.favourite else spell.choice(self.exits)
        return block.machine(source(str(block.network), spell.randrange(12)))


@dataclass(frozen=True, slots=True)
class Fleet:
    """Many machines of one service, any of which may come."""

    name: str
    blocks: tuple[Block, ...]
    machines: int = 40

    def client(self, at: Moment, device: int = 0) -> Client:
        """Another one each time."""
        del device
        draw = source(self.name, at)
        block = draw.choice(self.blocks)
        return block.machine(source(str(block.network), draw.randrange(self.machines)))


@dataclass(frozen=True, slots=True)
class Mixed:
    """Now this, now that; one choice holds for a spell."""

    name: str
    choices: tuple[tuple[float, Access], ...]
    hold: float

    def client(self, at: Moment, device: int = 0) -> Client:
        """From whichever is used in this spell."""
        chosen = weighted(source(self.name, "mixed", device, int(at // self.hold)), self.choices)
        return chosen.client(at, device)


@dataclass(frozen=True, slots=True)
class Changed:
    """One way until some moment, another from then on: a move, a new provider, a renumbering."""

    before: Access
    after: Access
    moment: Moment

    def client(self, at: Moment, device: int = 0) -> Client:
        """From what is in use then."""
        return (self.before if at < self.moment else self.after).client(at, device)
