"""Where do Debian 13's Postfix and Dovecot come from? A root folder that debootstrap makes once and that is kept.

    python tests/lab/debian_root.py trixie

Nothing is started while it is made, and its /dev stays empty: who runs servers in it mounts one.
Root makes it, or a user who may map user ids (/etc/subuid): then it is of use in such a namespace of that user only.
"""

from __future__ import annotations

import argparse
import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_CACHE = Path(__file__).resolve().parents[2] / ".lab"
_MIRROR = "http://deb.debian.org/debian"
_PATH = "/usr/sbin:/usr/bin:/sbin:/bin"
_PROGRAMS = {"debootstrap": "debootstrap", "unshare": "util-linux"}
_RELEASES = ("trixie",)
_PACKAGES = (
    "postfix",
    "dovecot-core",
    "dovecot-imapd",
    "dovecot-pop3d",
    "dovecot-lmtpd",
    "dovecot-managesieved",
    "dovecot-sieve",
    "rsyslog",
    "libfaketime",
    "openssl",
    "ca-certificates",
)
_RECIPE = "etc/lab-recipe"

# Whatever is mounted or started here ends with the namespaces, and is never seen by the machine.
_NAMESPACES = ("unshare", "--mount", "--ipc", "--pid", "--fork", "--kill-child", "--mount-proc")
_OWN_IDS = ("--user", "--map-auto", "--map-root-user")

# `container=lxc` stops debootstrap from asking for mknod, which only the machine's own root may do.
_MAKE = """\
set -eu
root=$1 release=$2 mirror=$3; shift 3
mkdir -p "$root/dev"
mount -t tmpfs -o mode=755 tmpfs "$root/dev"
for device in null zero full random urandom tty ptmx; do
    touch "$root/dev/$device"
    mount --bind "/dev/$device" "$root/dev/$device"
done
container=lxc debootstrap --variant=minbase "$release" "$root" "$mirror"
printf '#!/bin/sh\\nexit 101\\n' > "$root/usr/sbin/policy-rc.d"
chmod 755 "$root/usr/sbin/policy-rc.d"
echo 'postfix postfix/main_mailer_type select No configuration' | chroot "$root" debconf-set-selections
chroot "$root" apt-get install --yes --no-install-recommends "$@"
chroot "$root" apt-get clean
rm -rf "$root"/var/lib/apt/lists/*
"""


class MissingRoot(Exception):
    """There is no root folder and none can be made; says what is missing."""


def debian_root(release: str) -> Path:
    """The root folder of a release, made when there is none; the second call returns at once."""
    if release not in _RELEASES:
        raise MissingRoot(f"no root folder is made for {release!r}, only for {', '.join(_RELEASES)}")
    root = _CACHE / release
    if root.exists() and root.stat().st_uid != os.geteuid():
        raise MissingRoot(
            f"{root} belongs to user {root.stat().st_uid}, who alone can use it: remove it, or be that user"
        )
    if not _is_ready(root):
        with _alone(_CACHE / f"{release}.lock") as lock:
            if not _is_ready(root):
                _make(root, release, lock)
    return root


def _is_ready(root: Path) -> bool:
    """A root appears under its name when it is whole. It is made again when it should hold something else."""
    recipe = root / _RECIPE
    return recipe.is_file() and recipe.read_text() == _recipe()


def _recipe() -> str:
    return "\n".join((*_PACKAGES, _MAKE))


@contextmanager
def _alone(path: Path) -> Iterator[int]:
    """Others wait meanwhile. What is started with the lock holds it too, should this process be killed."""
    try:
        path.parent.mkdir(exist_ok=True)
        lock = path.open("w")
    except OSError as error:
        raise MissingRoot(f"{path} cannot be written: {error.strerror}") from None
    with lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield lock.fileno()


def _make(root: Path, release: str, lock: int) -> None:
    """Under another name until it is whole; what a killed run has left there goes first."""
    _look_for_programs()
    unfinished, log = root.with_name(f"{release}.unfinished"), root.with_name(f"{release}.log")
    mirror = os.environ.get("LAB_MIRROR", _MIRROR)
    print(f"making Debian {release} in {root} from {mirror}: 200 MB, a minute or two", file=sys.stderr)
    log.write_text("")
    try:
        _run(log, lock, "rm", "-rf", str(root), str(unfinished))
        if _run(log, lock, "sh", "-c", _MAKE, "make", str(unfinished), release, mirror, *_PACKAGES) != 0:
            raise MissingRoot(_what_failed(log, mirror))
        (unfinished / _RECIPE).write_text(_recipe())
        unfinished.rename(root)
    finally:
        _run(log, lock, "rm", "-rf", str(unfinished))


def _look_for_programs() -> None:
    for program, package in _PROGRAMS.items():
        if not shutil.which(program, path=_PATH):
            raise MissingRoot(f"{program} is not installed, which makes Debian's root: apt-get install {package}")


def _run(log: Path, lock: int, *command: str) -> int:
    namespaces = _NAMESPACES if os.geteuid() == 0 else (*_NAMESPACES, *_OWN_IDS)
    proxies = {name: value for name, value in os.environ.items() if name.lower().endswith("_proxy")}
    environment = {**proxies, "PATH": _PATH, "LC_ALL": "C.UTF-8", "DEBIAN_FRONTEND": "noninteractive"}
    with log.open("a") as said:
        return subprocess.run(
            [*namespaces, *command],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=subprocess.STDOUT,
            pass_fds=(lock,),
        ).returncode


def _what_failed(log: Path, mirror: str) -> str:
    last = "".join(f"\n    {line}" for line in log.read_text(errors="replace").splitlines()[-5:])
    return (
        f"Debian's root folder could not be made. The last words, of more in {log}:{last}\n"
        f"It needs {mirror} (LAB_MIRROR names another mirror), and root or user ids of one's own in /etc/subuid."
    )


def main() -> None:
    parser = argparse.ArgumentParser(description="Make a root folder of Debian that holds its mail servers.")
    parser.add_argument("release", choices=_RELEASES)
    try:
        print(debian_root(parser.parse_args().release))
    except MissingRoot as missing:
        raise SystemExit(f"{parser.prog}: {missing}") from None


if __name__ == "__main__":
    main()
