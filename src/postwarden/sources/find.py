"""Which sources do the arguments mean, or does this machine have, in which order?"""

from __future__ import annotations

import errno
import glob
import os
import shutil
import stat
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from postwarden.sources.inputs import reason, refusal
from postwarden.sources.journal import is_selection
from postwarden.sources.origin import Origin, Problem, label
from postwarden.sources.rotation import oldest_first, rotation
from postwarden.sources.twins import twins

# A later row counts only where the ones before it found nothing: syslog repeats what is in mail.log.
# mail.info, mail.warn and mail.err repeat it as well, and are never taken.
_MAIL_SETS: tuple[tuple[str, ...], ...] = (("mail.log", "maillog"), ("mail",), ("zimbra.log",))
_OWN_SETS = ("dovecot.log", "dovecot-info.log")
_GENERAL_SETS = ("syslog", "messages")
_JOURNALS = ("var/log/journal", "run/log/journal")


@dataclass(frozen=True, slots=True)
class Found:
    """What the arguments mean: sources, oldest first within each rotated set, and what is wrong with the rest."""

    origins: tuple[Origin, ...]
    problems: tuple[Problem, ...]


def find_logs(root: Path = Path("/")) -> tuple[str, ...]:
    """This machine's logs as arguments for expand(): its mail logs, else its general logs, else the journal.

    Files that may not be read are among them, so that expand() can say so.
    """
    folder = root / "var/log"
    mail = _mail_logs(folder) or _mail_logs(folder / "mail")
    if mail:
        own = [path for path in _members(folder, _OWN_SETS) if _is_own_log(path)]
        return tuple(_ordered([*mail, *own]))
    if general := _members(folder, _GENERAL_SETS):
        return tuple(_ordered(general))
    kept = any(path for journal in _JOURNALS for path in (root / journal).glob("*/*.journal"))
    return ("journal",) if kept and shutil.which("journalctl") else ()


def expand(arguments: Sequence[str]) -> Found:
    """Files, folders, patterns, `-`, `journal` and `journal:UNIT` as sources.

    Rotated sets come oldest first; sets keep the order of the arguments. A file that is named twice (by links, too)
    is read once. A packed file that holds the same lines as the plain one beside it (a rotation that was
    interrupted) is left out, and said to be.
    """
    meant = [item for argument in arguments for item in _meant(argument)]
    problems = [item for item in meant if isinstance(item, Problem)]
    others = dict.fromkeys(item for item in meant if isinstance(item, Origin) and item.kind != "file")
    names = _without_repeats(item.target for item in meant if isinstance(item, Origin) and item.kind == "file")
    files = []
    for name in _ordered(names):
        if problem := _unreadable(name):
            problems.append(problem)
        else:
            files.append(name)
    doubles = twins(files)
    problems += [
        Problem(label(name), f"holds the same lines as {label(other)}, and is left out", lost=False)
        for name, other in doubles.items()
    ]
    origins = (Origin(label(name), "file", name) for name in files if name not in doubles)
    return Found((*origins, *others), tuple(problems))


def _meant(argument: str) -> Iterator[Origin | Problem]:
    word, _, selection = argument.partition(":")
    if argument == "-":
        yield Origin("stdin", "stdin")
    elif word == "journal":
        yield _journal(argument, selection)
    elif os.path.lexists(argument) or not glob.has_magic(argument):
        yield from _in_place(argument)
    else:
        matches = sorted(glob.glob(argument))  # noqa: PTH207
        if not matches:
            yield Problem(label(argument), "no file matches this pattern")
        for match in matches:
            yield from _in_place(match)


def _journal(argument: str, selection: str) -> Origin | Problem:
    if argument != "journal" and not is_selection(selection):
        return Problem(
            label(argument), "is no name of a unit or identifier: write journal:UNIT, e.g. journal:postfix@-"
        )
    return Origin(argument, "journal", selection)


def _in_place(path: str) -> Iterator[Origin | Problem]:
    try:
        mode = os.stat(path).st_mode  # noqa: PTH116  (Path("") is this folder)
    except OSError as error:
        yield Problem(label(path), reason(error, path))
        return
    except ValueError:  # a NUL in the name: no file can be called so
        yield Problem(label(path), f"cannot be read: {os.strerror(errno.ENOENT)}")
        return
    if stat.S_ISDIR(mode):
        yield from _in_folder(path)
    elif why := refusal(mode):
        yield Problem(label(path), why)
    else:
        yield Origin(label(path), "file", path)


def _in_folder(folder: str) -> Iterator[Origin | Problem]:
    """Its mail logs; where it has none, all files in it and below it that are not hidden."""
    errors: list[OSError] = []
    paths = _mail_logs(Path(folder)) or _below(folder, errors)
    for error in errors:
        yield Problem(label(str(error.filename)), reason(error, str(error.filename)))
    if not paths and not errors:
        yield Problem(label(folder), "is a folder without log files")
    for path in paths:
        yield Origin(label(path), "file", path)


def _below(folder: str, errors: list[OSError]) -> list[str]:
    paths: list[str] = []
    # Links to folders are not followed: they may lead round in a circle
    for here, folders, names in os.walk(folder, onerror=errors.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        shown = (os.path.join(here, name) for name in sorted(names) if not name.startswith("."))  # noqa: PTH118
        paths += [path for path in shown if os.path.isfile(path)]  # noqa: PTH113
    return paths


def _mail_logs(folder: Path) -> list[str]:
    return next((members for stems in _MAIL_SETS if (members := _members(folder, stems))), [])


def _members(folder: Path, stems: Sequence[str]) -> list[str]:
    """The files of these rotated sets, where at least one of them holds anything."""
    try:
        paths = [path for path in folder.iterdir() if rotation(path.name).stem in stems and path.is_file()]
        return sorted(map(str, paths)) if any(path.stat().st_size for path in paths) else []
    except OSError:
        return []


def _is_own_log(path: str) -> bool:
    """Whether Dovecot wrote the file by itself: what syslog put there is in the mail log, too."""
    try:
        with open(path, "rb") as file:  # noqa: PTH123
            return b" dovecot" not in file.read(4096)
    except OSError:
        return False


def _without_repeats(names: Iterable[str]) -> list[str]:
    files: dict[object, str] = {}
    for name in names:
        about = _stat(name)
        files.setdefault((about.st_dev, about.st_ino) if about else name, name)
    return list(files.values())


def _ordered(names: Iterable[str]) -> list[str]:
    return oldest_first(names, lambda name: about.st_mtime if (about := _stat(name)) else 0.0)


def _stat(name: str) -> os.stat_result | None:
    """None where the file has gone meanwhile; that is told when it is read."""
    try:
        return Path(name).stat()
    except OSError:
        return None


def _unreadable(name: str) -> Problem | None:
    if os.access(name, os.R_OK, effective_ids=True):
        return None
    return Problem(label(name), reason(PermissionError(errno.EACCES, os.strerror(errno.EACCES)), name))
