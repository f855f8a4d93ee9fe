"""What does the DNS say to the servers? The addresses and names (PTR) of a scenario; nothing else exists."""

from __future__ import annotations

import asyncio
import socket
import struct
from collections.abc import Mapping
from ipaddress import ip_address
from typing import cast

# A server that answers for this zone is broken: it fails.
BROKEN_ZONE = "broken.example.net"

_RESPONSE, _RECURSION = 0x8000, 0x0180
_SERVER_FAILURE, _NO_SUCH_NAME = 2, 3
_TYPE_A, _TYPE_PTR, _CLASS_IN = 1, 12, 1
_TTL = 3600


def pointer(ip: str) -> str:
    """The name under which the DNS keeps the name of an address."""
    return ip_address(ip).reverse_pointer


def listed(ip: str, zone: str) -> str:
    """The name under which a block list would list an address (RFC 5782)."""
    return f"{pointer(ip).rpartition('.')[0].rpartition('.')[0]}.{zone}"


class Nameserver(asyncio.DatagramProtocol):
    """Port 53 of the lab."""

    def __init__(self, records: Mapping[str, str]) -> None:
        self._records = records

    async def listen(self) -> None:
        await asyncio.get_running_loop().create_datagram_endpoint(lambda: self, local_addr=("127.0.0.1", 53))

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.DatagramTransport, transport)

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        self._transport.sendto(self._answer(data), addr)

    def _answer(self, query: bytes) -> bytes:
        """RFC 1035, 4.1: one question, at most one answer; whatever follows the question (EDNS) is left out."""
        (number,) = struct.unpack_from("!H", query)
        name, end = _name(query)
        (kind,) = struct.unpack_from("!H", query, end)
        found = self._records.get(name)
        failed = _SERVER_FAILURE if name.endswith(BROKEN_ZONE) else 0 if found else _NO_SUCH_NAME
        answer = _record(kind, found) if found else b""
        header = struct.pack("!6H", number, _RESPONSE | _RECURSION | failed, 1, bool(answer), 0, 0)
        return header + query[12 : end + 4] + answer


def _record(kind: int, value: str) -> bytes:
    """An answer to the name of the question, if it has a record of that kind."""
    if kind == _TYPE_A and value[-1].isdigit():
        data = socket.inet_aton(value)
    elif kind == _TYPE_PTR and not value[-1].isdigit():
        data = b"".join(bytes((len(label),)) + label.encode() for label in (*value.split("."), ""))
    else:
        return b""
    return struct.pack("!HHHIH", 0xC00C, kind, _CLASS_IN, _TTL, len(data)) + data


def _name(query: bytes) -> tuple[str, int]:
    """The name of the question, and where it ends."""
    labels, at = [], 12
    while size := query[at]:
        labels.append(query[at + 1 : at + 1 + size].decode("latin-1").lower())
        at += 1 + size
    return ".".join(labels), at + 1
