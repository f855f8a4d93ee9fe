"""Which files hold the same lines as another? An interrupted rotation leaves `mail.log.1` and `mail.log.1.gz`."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable
from pathlib import Path, PurePath

from postwarden.sources.inputs import RegularFile
from postwarden.sources.packing import SNIFF, packing_of, peek, unpack
from postwarden.sources.rotation import is_packed, rotation, set_of

_SIZE = 64 << 10


def twins(files: Iterable[str]) -> dict[str, str]:
    """File → the other file, of the same set and age, whose beginning is the same or goes on.

    Log lines carry their time: two logs that differ do not begin with the same lines. The one with more lines is
    kept; where the beginnings do not tell, the one that is not packed.
    """
    ages: dict[object, list[str]] = {}
    for file in files:
        name = rotation(PurePath(file).name)
        ages.setdefault((set_of(file), name.number, name.until), []).append(file)
    found: dict[str, str] = {}
    for members in ages.values():
        if len(members) > 1:
            found.update(_within(members))
    return found


def _within(members: list[str]) -> dict[str, str]:
    beginnings = {file: _beginning(file) for file in members}
    longest_first = sorted(members, key=lambda file: (-len(beginnings[file]), is_packed(file), file))
    found: dict[str, str] = {}
    for place, file in enumerate(longest_first):
        kept = (other for other in longest_first[:place] if other not in found)
        same = [other for other in kept if beginnings[file] and beginnings[other].startswith(beginnings[file])]
        if same:
            found[file] = same[0]
    return found


def _beginning(name: str) -> bytes:
    """The first unpacked bytes; none of what is no regular file or cannot be read."""
    try:
        if not stat.S_ISREG(Path(name).stat().st_mode):
            return b""
        file = RegularFile(os.open(name, os.O_RDONLY), name)
    except OSError:
        return b""
    try:
        head, chunks = peek(file.chunks(), SNIFF)
        packing = packing_of(head)
        return peek(unpack(chunks, packing, lambda _: None) if packing else chunks, _SIZE)[0]
    except OSError:
        return b""
    finally:
        file.close()
