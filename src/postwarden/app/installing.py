"""How is the daily report installed on this machine, as it is? By what may it read the logs, and who starts it?"""

from __future__ import annotations

import grp
import os
import shutil
import stat
import sys
from collections.abc import Iterable
from pathlib import Path

from postwarden.install.units import Access
from postwarden.sources.find import find_logs

_JOURNAL = "systemd-journal"


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
    """The groups that may read this machine's mail logs."""
    logs = find_logs()
    if logs == ("journal",):
        return Access((_JOURNAL,))
    return access_to([Path(log) for log in logs]) if logs else Access(("adm",))


def access_to(logs: Iterable[Path]) -> Access:
    """The groups that may read them; everything, where there is one that no group but root's may read."""
    groups: set[str] = set()
    for log in logs:
        try:
            about = log.stat()
            group = grp.getgrgid(about.st_gid).gr_name
        except (OSError, KeyError):
            continue
        if about.st_mode & stat.S_IROTH:
            continue
        if not about.st_mode & stat.S_IRGRP or group == "root":
            return Access(everything=True)
        groups.add(group)
    return Access(tuple(sorted(groups)))


def out_of_reach(command: Iterable[str]) -> str:
    """The part of the command that lies where no service looks: in a home, or among temporary files; else empty."""
    hidden = ("/root/", "/home/", "/run/user/", "/tmp/", "/var/tmp/")  # noqa: S108
    paths = [word for word in command if word.startswith("/")]
    return next((path for path in paths if path.startswith(hidden) or os.path.realpath(path).startswith(hidden)), "")
