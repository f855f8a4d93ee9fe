"""Where does somebody begin who follows a large log for the first time, and wants only its last part?"""

from __future__ import annotations

from postwarden.sources.inputs import RegularFile
from postwarden.sources.origin import SourceError, label
from postwarden.sources.position import LOOKED_AT, Fingerprint, Place, Position
from postwarden.sources.rotated_set import Moved, live_member, open_member

_LONGEST = 1 << 20  # a line


def near_end(path: str, size: int) -> Position | None:
    """The beginning of a line about `size` bytes before the live log's end.

    None for a log that is not so large, or cannot be read at this moment: then it is read from its beginning.
    """
    try:
        member = live_member(path)
        if not member or member.size <= size:
            return None
        file = open_member(member)
    except (OSError, SourceError, Moved):
        return None
    try:
        return Position(_place(file, path, member.device, member.inode, member.size - size))
    except OSError:
        return None
    finally:
        file.close()


def _place(file: RegularFile, path: str, device: int, inode: int, about: int) -> Place:
    ahead = b"".join(file.chunks(about, about + _LONGEST))
    offset = about + ahead.find(b"\n") + 1
    return Place(
        label(path),
        device,
        inode,
        offset,
        line=None,
        head=Fingerprint.of(b"".join(file.chunks(0, LOOKED_AT))),
        before=Fingerprint.of(b"".join(file.chunks(offset - LOOKED_AT, offset))),
        modified_ns=file.about().st_mtime_ns,
    )
