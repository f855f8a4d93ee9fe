"""Which files make up a rotated log at this moment, and how is one opened before the next rotation renames it?"""

from __future__ import annotations

import os
import stat
from collections.abc import Collection
from dataclasses import dataclass, replace
from pathlib import Path, PurePath

from postwarden.sources.inputs import RegularFile, open_input
from postwarden.sources.origin import Origin, label
from postwarden.sources.rotation import is_packed, oldest_first, rotation


class Moved(Exception):
    """A file is not what it was when the set was looked at: look again."""


@dataclass(frozen=True, slots=True)
class Member:
    """One file of a rotated log, as the folder had it."""

    name: str
    device: int
    inode: int
    size: int
    modified_ns: int
    is_live: bool

    @property
    def identity(self) -> tuple[int, int]:
        """What a rename leaves as it is."""
        return self.device, self.inode


def members_of(path: str) -> tuple[Member, ...]:
    """The files of the log at `path`, oldest first, the live one last; none where there is no such folder.

    A packed file beside the one that it is being packed from is left out. A folder that is read while files are
    renamed shows some of them twice and some never: see steady(). Raises OSError.
    """
    live = os.path.realpath(path)
    folder, stem = Path(live).parent, rotation(PurePath(live).name).stem
    try:
        names = [str(folder / name) for name in os.listdir(folder) if rotation(name).stem == stem]  # noqa: PTH208
    except (FileNotFoundError, NotADirectoryError):
        return ()
    plain = {name for name in names if not is_packed(name)}
    once = [name for name in names if name in plain or str(Path(name).with_suffix("")) not in plain]
    found = {name: member for name in once if (member := _member(name, is_live=name == live))}
    ordered = oldest_first(found, lambda name: found[name].modified_ns / 1e9)
    return tuple(sorted((found[name] for name in ordered), key=lambda member: member.is_live))


def steady(path: str, members: tuple[Member, ...], pinned: Collection[tuple[int, int]]) -> None:
    """Raises Moved where the log at `path` does not consist of these files any more.

    An inode is used again as soon as its file is removed: the same number is the same file only where its size and
    moment have stayed, or where it is `pinned` by being open.
    """

    def known(member: Member) -> Member:
        return replace(member, size=0, modified_ns=0) if member.is_live or member.identity in pinned else member

    if [known(member) for member in members_of(path)] != [known(member) for member in members]:
        raise Moved


def live_member(path: str) -> Member | None:
    """The live log alone; None where there is none. Raises OSError."""
    return _member(os.path.realpath(path), is_live=True)


def open_member(member: Member) -> RegularFile:
    """The file itself, whatever it is called by now. Raises Moved, or OSError or SourceError."""
    try:
        file = open_input(Origin(label(member.name), "file", member.name), Path())
    except FileNotFoundError:
        raise Moved from None
    if isinstance(file, RegularFile) and _identity(file.about()) == member.identity:
        return file
    file.close()
    raise Moved


def _identity(about: os.stat_result) -> tuple[int, int]:
    return about.st_dev, about.st_ino


def _member(name: str, *, is_live: bool) -> Member | None:
    """None for what is no file, or has gone meanwhile."""
    try:
        about = Path(name).stat()
    except (FileNotFoundError, NotADirectoryError):
        return None
    if not stat.S_ISREG(about.st_mode):
        return None
    return Member(name, about.st_dev, about.st_ino, about.st_size, about.st_mtime_ns, is_live)
