"""How does a test get a machine that systemd runs, to install postwarden on? `with Machine() as machine: …`.

Its first process is this Debian's own systemd. Its root folder is this machine's, seen through an overlay in memory:
what is written there is gone with it. It has process ids, a network with nothing but a loopback, host name, /dev and
control groups of its own, no units but Debian's, and no logs, mailboxes and queue.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from types import TracebackType
from typing import Self

import msgspec

import postwarden

HOST = "mx.example.org"
_SYSTEMD = "/lib/systemd/systemd"
_PATIENCE = 20.0
_LONGEST = 120.0
_ENVIRONMENT = {
    "PATH": "/opt/postwarden/bin:/usr/sbin:/usr/bin:/sbin:/bin",
    "LC_ALL": "C.UTF-8",
    "HOME": "/root",
    "TZ": "UTC",
}
_NAMESPACES = ("--mount", "--uts", "--ipc", "--net", "--pid", "--cgroup")
_OURS = {
    "/opt/packages": Path(msgspec.__file__).parents[1],
    "/opt/source": Path(postwarden.__file__).parents[1],
}

# Waits beside the machine, and cleans up when its standard input ends, even if that is because the test was killed or
# somebody has pressed Ctrl-C.
_KEEP = """\
trap '' INT TERM HUP
folder=$1 boot=$2; shift 2
mount --make-rprivate /
mount -t tmpfs -o mode=755 tmpfs "$folder"
mkdir "$folder/groups"
mount -t cgroup2 cgroup2 "$folder/groups"
group=$folder/groups$(sed -n 's/^0:://p' /proc/self/cgroup)/$(basename "$folder")
mkdir "$group"
sh -euc 'echo $$ > "$1/cgroup.procs"; shift; exec "$@"' join "$group" \\
    setpriv --pdeathsig KILL unshare --mount --uts --ipc --net --pid --cgroup --fork --kill-child \\
    sh -euc "$boot" boot "$folder" "$@" < /dev/null &
echo $!
cat > /dev/null
kill -9 $!
for attempt in $(seq 100); do
    find "$group" -depth -type d -exec rmdir {} + 2>/dev/null && break
    sleep 0.05
done
[ ! -e "$group" ] || echo "$group is still in use" >&2
umount --lazy "$folder"
rmdir "$folder"
"""

# What the machine is not to have of this one: units, logs, mail; and what is not for a guest: settings of the kernel.
_BOOT = """\
folder=$1 root=$1/root host=$2 systemd=$3 python=$4; shift 4
mkdir "$folder/upper" "$folder/work" "$root"
mount -t overlay -o "lowerdir=/,upperdir=$folder/upper,workdir=$folder/work" overlay "$root"
cd "$root"
mount -t proc proc proc
mount --bind proc/sys proc/sys
mount -o remount,bind,ro proc/sys
mount --bind /dev/null proc/kmsg
mount -t sysfs -o ro sysfs sys
mount -t tmpfs -o mode=755 tmpfs sys/fs/cgroup 2>/dev/null || true
mount -t cgroup2 cgroup2 sys/fs/cgroup
for place in run dev etc/systemd/system var/log var/lib/private var/spool/postfix; do
    mkdir -p "$place"
    mount -t tmpfs -o mode=755 tmpfs "$place"
done
for place in tmp var/tmp; do
    mount -t tmpfs -o mode=1777 tmpfs "$place"
done
mount -t tmpfs -o mode=2775,gid=mail tmpfs var/mail
for device in null zero full random urandom tty; do
    touch "dev/$device"
    mount --bind "/dev/$device" "dev/$device"
done
mkdir dev/shm dev/pts
mount -t devpts -o newinstance,ptmxmode=0666,mode=620,gid=5 devpts dev/pts
ln -s pts/ptmx dev/ptmx
ln -s /proc/self/fd dev/fd
ln -s fd/1 dev/stdout
ln -s fd/2 dev/stderr
cp /usr/share/postfix/master.cf.dist etc/postfix/master.cf
: > etc/fstab
: > etc/machine-id
echo "$host" > etc/hostname
printf '%s\\n' '127.0.0.1 localhost' '::1 localhost' "127.0.1.1 $host" > etc/hosts
rm -f etc/resolv.conf
hostname "$host"
ip link set lo up
for unit in lib/systemd/system/sysinit.target.wants/* systemd-journald-audit.socket; do
    case $unit in */systemd-journald.service | */systemd-tmpfiles-setup.service) ;;
    *) ln -sf /dev/null "etc/systemd/system/${unit##*/}" ;; esac
done
ln -s /lib/systemd/system/rsyslog.service etc/systemd/system/syslog.service
printf '[Unit]\\nRequires=basic.target\\nAfter=basic.target\\n' > etc/systemd/system/lab.target
rm -rf opt/postwarden
while [ $# -gt 0 ]; do
    mkdir -p "$root$1"
    mount --bind "$2" "$root$1"
    mount -o remount,bind,ro "$root$1"
    shift 2
done
mkdir old
pivot_root . old
umount -l old
rmdir old
mount --make-rshared /
"$python" -m venv --without-pip /opt/postwarden
printf '/opt/source\\n/opt/packages\\n' > "$(echo /opt/postwarden/lib/python*/site-packages)/lab.pth"
cd /opt/postwarden/bin
printf '#!/opt/postwarden/bin/python\\nfrom postwarden.cli.main import run\\nrun()\\n' > postwarden
chmod 755 postwarden
cd /
exec env -i container=lab "$systemd" --unit=lab.target --log-target=journal --show-status=no
"""


class NoMachine(Exception):
    """No systemd can be started here; the text says why."""


class Machine:
    """Up inside the `with`. What is done there ends with it."""

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="postwarden-machine-"))

    def __enter__(self) -> Self:
        self._keeper = subprocess.Popen(
            ["unshare", "--mount", "sh", "-euc", _KEEP, "keep", str(self._folder), _BOOT, *_arguments()],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        try:
            self._await_start()
        except BaseException:
            self._end()
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if said := self._end():
            raise AssertionError(said)

    def run(self, *command: str, text: str | None = None) -> subprocess.CompletedProcess[str]:
        """What a program does inside, run as the administrator would."""
        return subprocess.run(
            ["nsenter", f"--target={self._first}", *_NAMESPACES, "--", *command],
            env=_ENVIRONMENT,
            cwd="/",
            capture_output=True,
            text=True,
            check=False,
            timeout=_LONGEST,
            **({"input": text} if text else {"stdin": subprocess.DEVNULL}),
        )

    def sh(self, script: str) -> str:
        """What a script prints that has to end well."""
        done = self.run("sh", "-euc", script)
        assert done.returncode == 0, f"{script}: {done.stdout}{done.stderr}"
        return done.stdout

    def _await_start(self) -> None:
        """Raises NoMachine."""
        assert self._keeper.stdout
        unshared = self._keeper.stdout.readline().strip()
        until = time.monotonic() + _PATIENCE
        while unshared and self._keeper.poll() is None and time.monotonic() < until:
            children = Path(f"/proc/{unshared}/task/{unshared}/children")
            if not children.exists():
                break
            self._first = children.read_text().strip()
            if self._first and self.run("systemctl", "is-system-running", "--wait").stdout.strip() == "running":
                return
            time.sleep(0.05)
        raise NoMachine(f"systemd cannot be started in namespaces here: {self._end() or 'it did not come up'}")

    def _end(self) -> str:
        """What was said, if anything."""
        said = "" if self._keeper.returncode is not None else self._keeper.communicate()[1]
        shutil.rmtree(self._folder, ignore_errors=True)
        return said.strip()


def missing() -> str | None:
    """Why there can be no such machine here, if so."""
    if os.geteuid() != 0:
        return "only root may start a machine that systemd runs"
    if _python() is None:
        return f"no Python {sys.version_info.major}.{sys.version_info.minor} that services can see: {sys.base_prefix}"
    lacking = [path for path in (_SYSTEMD, "/usr/sbin/rsyslogd", "/usr/sbin/postfix") if not Path(path).exists()]
    return f"not installed: {', '.join(lacking)} (Debian packages systemd, rsyslog, postfix)" if lacking else None


def _python() -> str | None:
    """An interpreter for which these packages are made, and which services can see: not one in somebody's home."""
    name = f"bin/python{sys.version_info.major}.{sys.version_info.minor}"
    there = [
        Path("/usr", name),
        *([] if sys.base_prefix.startswith(("/root", "/home")) else [Path(sys.base_prefix, name)]),
    ]
    return next((str(path) for path in there if path.exists()), None)


def _arguments() -> list[str]:
    """What the script is told; these packages are seen in /opt, since they may lie in a home."""
    return [HOST, _SYSTEMD, _python() or "", *(str(word) for pair in _OURS.items() for word in pair)]
