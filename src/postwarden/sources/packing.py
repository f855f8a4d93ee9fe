"""What is a file packed in, by its content, and how is it unpacked as far as it goes?

gzip is unpacked by isal. All decoders share one interface, so one loop serves them, several streams behind each
other (`cat a.gz b.gz`) and padding included. What was unpacked before a damaged place is used; of the piece in
which the damage is noticed at most STEP bytes are lost.
"""

from __future__ import annotations

import bz2
import lzma
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Protocol, cast

from isal import igzip_lib

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

STEP = 64 << 10
"""Bytes unpacked at once: larger steps are no faster, and lose more where the data are damaged."""
_LZMA_MEMORY = 512 << 20
SNIFF = 16
"""Bytes that tell the packing."""


class Decoder(Protocol):
    """What the decoders of bz2, lzma, zstd and isal have in common."""

    @property
    def eof(self) -> bool: ...
    @property
    def needs_input(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, max_length: int) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Packing:
    """One way of packing: its name, how it begins, who unpacks it and what that raises."""

    name: str
    signatures: tuple[bytes, ...]
    decoder: Callable[[], Decoder]
    errors: tuple[type[Exception], ...]


def _gzip() -> Decoder:
    return igzip_lib.IgzipDecompressor(igzip_lib.DECOMP_GZIP)


def _xz() -> Decoder:
    return lzma.LZMADecompressor(memlimit=_LZMA_MEMORY)


PACKINGS = (
    Packing("gzip", (b"\x1f\x8b\x08",), _gzip, (cast("type[Exception]", igzip_lib.IsalError),)),
    Packing("bzip2", (b"BZh",), bz2.BZ2Decompressor, (OSError, ValueError)),
    Packing("xz", (b"\xfd7zXZ\x00",), _xz, (lzma.LZMAError,)),
    Packing(
        "zstd",
        (b"\x28\xb5\x2f\xfd", *(bytes((low,)) + b"\x2a\x4d\x18" for low in range(0x50, 0x60))),
        zstd.ZstdDecompressor,
        (zstd.ZstdError,),
    ),
)


def packing_of(head: bytes) -> Packing | None:
    """The packing that these first bytes tell; None: as it is."""
    return next((packing for packing in PACKINGS if head.startswith(packing.signatures)), None)


def peek(chunks: Iterator[bytes], size: int) -> tuple[bytes, Iterator[bytes]]:
    """The first `size` bytes (fewer where there are no more), and all chunks including them."""
    taken: list[bytes] = []
    held = 0
    for chunk in chunks:
        taken.append(chunk)
        held += len(chunk)
        if held >= size:
            break
    return b"".join(taken)[:size], chain(taken, chunks)


def unpack(chunks: Iterator[bytes], packing: Packing, complain: Callable[[str], None]) -> Iterator[bytes]:
    """The unpacked bytes in pieces of at most STEP. Ends early where the data are damaged, after complaining."""
    decoder = packing.decoder()
    streams = 0
    begun = False
    for chunk in chunks:
        data = chunk
        while data or not decoder.needs_input:
            if not begun and streams:
                data = data.lstrip(b"\0")  # padding between streams: xz, tapes
                if data and not _may_begin(packing, data):
                    return complain(f"what follows the end of the {packing.name} data was not used")
            try:
                piece = decoder.decompress(data, STEP)
            except packing.errors as error:
                return complain(f"its {packing.name} data are damaged ({error}): what came before was used")
            begun, data = begun or bool(data), b""
            yield piece
            if decoder.eof:
                streams, begun, data, decoder = streams + 1, False, decoder.unused_data, packing.decoder()
            elif not piece:
                break
    if begun:
        complain(f"its {packing.name} data break off before their end: what came before was used")
    return None


def _may_begin(packing: Packing, data: bytes) -> bool:
    return any(data.startswith(signature) or signature.startswith(data) for signature in packing.signatures)
