"""Up to where has a log been followed, in words that outlive the program, its process and a rotation?

A name is worth nothing after a rotation, an inode is used again, and a packed file has another one. So a place is
known by what is written there: digests of the file's first bytes and of those right before the place.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Annotated, Self

import msgspec

from postwarden.sources.origin import SourceError

LOOKED_AT = 1024
"""Bytes that a fingerprint is made of, where there are so many: several lines, each with its moment."""

_Count = Annotated[int, msgspec.Meta(ge=0, le=1 << 62)]
_Number = Annotated[int, msgspec.Meta(ge=0)]


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What a few bytes are known by. Size 0: nothing is known."""

    size: Annotated[int, msgspec.Meta(ge=0, le=LOOKED_AT)] = 0
    sha256: str = ""

    @classmethod
    def of(cls, data: bytes) -> Self:
        """The fingerprint of all these bytes."""
        return cls(len(data), hashlib.sha256(data).hexdigest()) if data else cls()


@dataclass(frozen=True, slots=True)
class Place:
    """A place between two lines of one file. Offsets are of the unpacked bytes; no head: no such file was seen yet."""

    path: str
    """What the file was called when it was last read; to be shown, not to be opened."""
    device: _Number = 0
    inode: _Number = 0
    offset: _Count = 0
    line: _Count | None = 0
    """How many lines lie before the place; None where nobody has counted."""
    head: Fingerprint = Fingerprint()
    """The file's first bytes, also such as lie behind the place."""
    before: Fingerprint = Fingerprint()
    """The last bytes before the place."""
    modified_ns: int = 0
    """When the file was last written to: what was written to since then is younger."""

    @property
    def identity(self) -> tuple[int, int]:
        """What a rename leaves as it is; (0, 0) of no file."""
        return self.device, self.inode


@dataclass(frozen=True, slots=True)
class Position:
    """Where the reader of a log stands, and where the file ended from which it went on to the present one."""

    current: Place
    left: Place | None = None

    def to_json(self) -> bytes:
        """To be kept until the next run."""
        return msgspec.json.encode(self)

    @classmethod
    def from_json(cls, text: bytes | str) -> Self:
        """What to_json() gave; raises SourceError for anything else."""
        try:
            return msgspec.json.decode(text, type=cls)
        except msgspec.DecodeError as error:
            raise SourceError(f"holds no position of a log ({error}): remove it, and following begins anew") from error
