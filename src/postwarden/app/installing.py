"""How is the daily report installed on this machine, as it is? By what may it read the logs, and who starts it?"""

from __future__ import annotations

import grp
import os
import shutil
import stat
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from postwarden.install.units import Access
from postwarden.model.settings import DEFAULT_FILE
from postwarden.sources.find import find_logs

_JOURNAL = "systemd-journal"
_JOURNALS = ("/run/log/journal", "/var/log/journal")


def has_systemd() -> bool:
    """Whether systemd runs this machine: sd_booted(3)."""
    return Path("/run/systemd/system").is_dir() and shutil.which("systemctl") is not None


def own_command() -> tuple[str, ...]:
    """How this very program is called."""
    called = Path(sys.argv[0]).absolute()
    if called.name == "postwarden" and os.access(called, os.X_OK):
        return (str(called),)
    return sys.executable, "-m", "postwarden"


def access() -> Access:
    """By what this machine's mail logs may be read."""
    logs = find_logs()
    if logs == ("journal",):
        files = [file for folder in _JOURNALS for file in Path(folder).glob("*/*.journal")]
        return access_to(files) if files else Access((_JOURNAL,))
    return access_to(map(Path, logs)) if logs else Access(("adm",))


def access_to(logs: Iterable[Path], top: Path = Path("/")) -> Access:
    """The groups that may read them; everything, where there is one that no group but root's may read.

    Folders below `top` must let the service pass, too.
    """
    groups: set[str] = set()
    for path in dict.fromkeys(path for log in logs for path in (log, log.parent) if path != top):
        for _, group in _closed(path, top):
            if group is None:
                return Access(everything=True)
            groups.add(group)
    return Access(tuple(sorted(groups)))


def out_of_reach(paths: Iterable[str]) -> str:
    """The first that lies where no service looks: in a home, or among temporary files; else empty."""
    hidden = ("/root/", "/home/", "/run/user/", "/tmp/", "/var/tmp/")  # noqa: S108
    return next((path for path in paths if path.startswith(hidden) or os.path.realpath(path).startswith(hidden)), "")


def closed(paths: Iterable[str], access: Access, top: Path = Path("/")) -> str:
    """The first file or folder on the way that the service may not read, being a user of its own; else empty."""
    if access.everything:
        return ""
    steps = (found for path in paths for found in _closed(Path(os.path.realpath(path)), top))
    return next((str(step) for step, group in steps if group not in access.groups), "")


def needed(command: Iterable[str]) -> tuple[str, ...]:
    """What the service must be able to read, besides the logs: program, interpreter, this package, configuration."""
    program = [word for word in command if word.startswith("/")]
    own = (sys.executable, sys.prefix, sys.base_prefix, str(Path(__file__).parents[1]))
    return (*program, *own, *([DEFAULT_FILE] if Path(DEFAULT_FILE).exists() else []))


def _closed(path: Path, top: Path) -> Iterator[tuple[Path, str | None]]:
    """What not everybody may read on the way to it, and the group that may; None where no group but root's does."""
    way = [parent for parent in reversed(path.parents) if parent.is_relative_to(top) and parent != top]
    for step in (*way, path):
        try:
            about = step.stat()
        except OSError:
            continue
        wanted = stat.S_IXOTH if stat.S_ISDIR(about.st_mode) else 0
        wanted |= stat.S_IROTH if step == path else 0
        if about.st_mode & wanted != wanted:
            yield step, _group(about, wanted << 3)


def _group(about: os.stat_result, wanted: int) -> str | None:
    try:
        name = grp.getgrgid(about.st_gid).gr_name
    except KeyError:
        return None
    return None if name == "root" or about.st_mode & wanted != wanted else name
