"""How does a lab get ports, addresses, a log socket and /etc of its own without touching the machine? Namespaces."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from lab.place import Place, ProgramFailed

IN_MEMORY = ("queue", "data", "mail")
_NETWORKS = ("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "2001:db8::/32")
_DEVICES = ("null", "zero", "full", "random", "urandom", "tty")
_ETC = {
    "nsswitch.conf": "passwd: files\ngroup: files\nhosts: files\nservices: files\n",
    "resolv.conf": "nameserver 127.0.0.1\n",
}
# Where the release's programs look when nobody tells them: inside, `postqueue -p` asks the lab's server.
_USUAL = {"postfix": "etc/postfix", "dovecot": "etc/dovecot", "log": "var/log"}


_ROOT = os.geteuid() == 0
# What a lab has of its own, in the words of unshare(1) and nsenter(1). Who is not root becomes it inside.
OWN = ("--mount", "--uts", "--ipc", "--net", "--pid", *(() if _ROOT else ("--user",)))


def unshare() -> list[str]:
    """The beginning of a command line that runs in new namespaces, whose processes all end with the first one."""
    mapped = [] if _ROOT else ["--map-root-user", "--map-auto"]
    return ["unshare", *OWN, *mapped, "--fork", "--kill-child", "--mount-proc"]


def refused() -> str | None:
    """Why namespaces cannot be had here, if so."""
    if not shutil.which("unshare"):
        return "there is no `unshare` (Debian package util-linux)"
    if not _ROOT and not shutil.which("newuidmap"):
        return "without root, `newuidmap` is needed (Debian package uidmap)"
    tried = subprocess.run([*unshare(), "true"], capture_output=True, text=True)
    needed = "CAP_SYS_ADMIN" if _ROOT else "user namespaces and lines in /etc/subuid and /etc/subgid"
    return f"{tried.stderr.strip()} ({needed} needed)" if tried.returncode else None


def furnish(place: Place, host: str, own: Sequence[str]) -> None:
    """Give the new namespaces a host name, the documentation networks and an /etc and /dev of their own."""
    _run("hostname", host.partition(".")[0])
    _run("ip", "link", "set", "lo", "up")
    for network in _NETWORKS:
        _run("ip", "-6" if ":" in network else "-4", "route", "add", "local", network, "dev", "lo")
    Path("/proc/sys/net/ipv6/ip_nonlocal_bind").write_text("1")
    for ip in own:
        _run("ip", "address", "add", ip, "dev", "lo")
    _devices(place.folder / "dev")
    if place.root != Path("/"):
        _run("mount", "--rbind", "/dev", str(place.root / "dev"))
        _run("mount", "-t", "proc", "proc", str(place.root / "proc"))
        _run("mount", "--rbind", str(place.folder), str(place.root) + place.inner)
    for name, text in {**_ETC, "hosts": ""}.items():
        (place.folder / name).write_text(text)
    for name, usual in {**{name: f"etc/{name}" for name in (*_ETC, "hosts")}, **_USUAL}.items():
        for root in {Path("/"), place.root}:
            if (root / usual).exists():
                cover(place.folder / name, root / usual)


def in_memory(place: Place) -> None:
    """The folders whose files the servers have written to the disk again and again. From outside they are empty."""
    for name in IN_MEMORY:
        (place.folder / name).mkdir()
        _run("mount", "-t", "tmpfs", "-o", "mode=755", "tmpfs", str(place.folder / name))


def release_memory(folder: Path) -> None:
    """So that the folder can be removed."""
    for name in IN_MEMORY:
        subprocess.run(["umount", "--lazy", str(folder / name)], capture_output=True)


def name_addresses(place: Place, names: Mapping[str, str]) -> None:
    """What a look-up says, both ways; every other address is `unknown` to the servers."""
    (place.folder / "hosts").write_text("".join(f"{ip} {name}\n" for ip, name in names.items()))


def ask_dns_for_names(place: Place) -> None:
    """Names of addresses are looked up in the DNS, too, where they may be lies."""
    (place.folder / "nsswitch.conf").write_text(_ETC["nsswitch.conf"].replace("hosts: files", "hosts: files dns"))


def _devices(folder: Path) -> None:
    """A /dev without the machine's log socket; device nodes are borrowed, since nobody but root can make them."""
    folder.mkdir()
    _run("mount", "-t", "tmpfs", "-o", "mode=755", "tmpfs", str(folder))
    for name in _DEVICES:
        (folder / name).touch()
        _run("mount", "--bind", f"/dev/{name}", str(folder / name))
    for name, target in (("fd", "/proc/self/fd"), ("stdin", "fd/0"), ("stdout", "fd/1"), ("stderr", "fd/2")):
        (folder / name).symlink_to(target)
    (folder / "shm").mkdir()
    (folder / "shm").chmod(0o1777)
    _run("mount", "--rbind", str(folder), "/dev")
    _run("umount", "--lazy", str(folder))
    folder.rmdir()


def cover(replacement: Path, original: Path) -> None:
    """Put a file or folder over another; only this lab sees it."""
    _run("mount", "--bind", str(replacement), str(original))


def _run(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        raise ProgramFailed(f"{' '.join(command)}: {done.stderr.strip()}")
