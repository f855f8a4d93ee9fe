"""How does the play get documentation addresses without touching the machine? Namespaces with a loopback only."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

_FOLDER = "DEMO_CAPTURE_FOLDER"
_NAMESPACES = ("unshare", "--mount", "--uts", "--ipc", "--net", "--pid", "--fork", "--kill-child", "--mount-proc")
_NETWORKS = ("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "2001:db8::/32")
_DEVICES = {"null": 3, "zero": 5, "full": 7, "random": 8, "urandom": 9}


def in_namespaces() -> Path | None:
    """The folder of the capture, when this program already runs in namespaces of its own."""
    folder = os.environ.get(_FOLDER)
    return Path(folder) if folder else None


def start_again_in_namespaces() -> int:
    """Run this program in namespaces of its own; whatever it starts there ends with it, and its folder goes."""
    if os.geteuid() != 0:
        raise SystemExit("the capture needs root: it makes private network and mount namespaces")
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        with tempfile.TemporaryDirectory(prefix="demo-") as folder:
            Path(folder).chmod(0o755)
            return subprocess.call([*_NAMESPACES, sys.executable, *sys.argv], env={**os.environ, _FOLDER: folder})
    except KeyboardInterrupt:
        return 128 + signal.SIGINT


def furnish(folder: Path, own: Sequence[str], names: Mapping[str, str]) -> Path:
    """Give the namespace its host name, addresses, names and a /dev of its own; returns the place of the log socket."""
    if in_namespaces() is None:
        raise RuntimeError("furnish() belongs into the private namespaces only")
    _run("hostname", "mail")
    _run("ip", "link", "set", "lo", "up")
    for network in _NETWORKS:
        _run("ip", "-6" if ":" in network else "-4", "route", "add", "local", network, "dev", "lo")
    Path("/proc/sys/net/ipv6/ip_nonlocal_bind").write_text("1")
    for ip in own:
        _run("ip", "address", "add", ip, "dev", "lo")
    _cover("/etc/hosts", folder / "hosts", "".join(f"{ip} {name}\n" for ip, name in names.items()))
    _cover(
        "/etc/nsswitch.conf", folder / "nsswitch.conf", "passwd: files\ngroup: files\nhosts: files\nservices: files\n"
    )
    _cover("/etc/resolv.conf", folder / "resolv.conf", "nameserver 127.0.0.1\n")
    return _own_devices()


def _own_devices() -> Path:
    """A /dev without the machine's log socket."""
    devices = Path("/dev")
    _run("mount", "-t", "tmpfs", "-o", "mode=755", "tmpfs", str(devices))
    for name, minor in _DEVICES.items():
        os.mknod(devices / name, 0o20666, os.makedev(1, minor))
        (devices / name).chmod(0o666)
    for name, target in (("fd", "/proc/self/fd"), ("stdout", "fd/1"), ("stderr", "fd/2")):
        (devices / name).symlink_to(target)
    (devices / "shm").mkdir(mode=0o1777)
    return devices / "log"


def _cover(path: str, replacement: Path, text: str) -> None:
    replacement.write_text(text)
    _run("mount", "--bind", str(replacement), path)


def _run(*command: str) -> None:
    subprocess.run(command, check=True)
