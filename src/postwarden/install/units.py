"""What do the files say by which systemd or cron runs the daily report?"""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from dataclasses import dataclass

MARK = "# Written by `postwarden install`, which also removes it: `postwarden install --remove`."
"""First line of each file: others are never touched."""
NAME = "postwarden-report"
_MEANING = "postwarden: report of the day, by mail"
_LONGEST = "2h"
"""A report that hangs would stand in the way of all later ones: systemd itself waits for ever."""


@dataclass(frozen=True, slots=True)
class Access:
    """By what the service may read the logs."""

    groups: tuple[str, ...] = ()
    everything: bool = False
    """Whether there is no group that may, so that it has to be allowed to read all files."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """The report that is wanted each day."""

    command: tuple[str, ...]
    """The words of the command up to the options."""
    options: tuple[str, ...]
    access: Access
    at: str = "06:30"
    local_only: bool = True
    """Whether the mail is handed to this machine."""
    password: str = ""
    """File with the password for the mail server."""


# Each line takes something away that a report does not need. `systemd-analyze security` counts them.
# AF_NETLINK stays: without it `postconf mynetworks` fails where main.cf leaves that to Postfix.
_SANDBOX = """\
DynamicUser=yes
StateDirectory={name}
StateDirectoryMode=0700
UMask=0077
NoNewPrivileges=yes
ProtectSystem=strict
ProtectHome=yes
PrivateTmp=yes
PrivateDevices=yes
PrivateUsers={private_users}
ProtectProc=invisible
ProcSubset=pid
ProtectClock=yes
ProtectHostname=yes
ProtectKernelLogs=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
ProtectControlGroups=yes
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6 AF_NETLINK
LockPersonality=yes
MemoryDenyWriteExecute=yes
RemoveIPC=yes
KeyringMode=private
SystemCallArchitectures=native
SystemCallFilter=@system-service
SystemCallFilter=~@privileged @resources
SystemCallErrorNumber=EPERM
CapabilityBoundingSet={capabilities}
AmbientCapabilities={capabilities}
MemoryMax=3G
Nice=10
IOSchedulingClass=idle
"""


def service(wanted: Wanted) -> str:
    """A service that reads logs and hands over a mail, and may do nothing else."""
    options, credential = list(wanted.options), ""
    if wanted.password:
        options += ["--smtp-password", "\0d/smtp-password"]
        credential = f"LoadCredential=smtp-password:{wanted.password.replace('%', '%%')}\n"
    words = " ".join(_unit_word(word) for word in (*wanted.command, "report", *options))
    groups = f"SupplementaryGroups={' '.join(wanted.access.groups)}\n" if wanted.access.groups else ""
    local = "IPAddressAllow=localhost\nIPAddressDeny=any\n" if wanted.local_only else ""
    sandbox = _SANDBOX.format(
        name=NAME,
        capabilities="CAP_DAC_READ_SEARCH" if wanted.access.everything else "",
        private_users="no" if wanted.access.everything or wanted.access.groups else "yes",
    )
    return (
        f"{MARK}\n[Unit]\nDescription={_MEANING}\nWants=network-online.target\n"
        "After=network-online.target postfix.service\n"
        f"\n[Service]\nType=oneshot\nTimeoutStartSec={_LONGEST}\nExecStart={words}\n{credential}{groups}{sandbox}{local}"
    )


def timer(wanted: Wanted) -> str:
    """Each day; what was missed while the machine was off is made up for."""
    return (
        f"{MARK}\n[Unit]\nDescription={_MEANING}\n\n[Timer]\nOnCalendar=*-*-* {wanted.at}:00\n"
        "RandomizedDelaySec=5min\nPersistent=true\n\n[Install]\nWantedBy=timers.target\n"
    )


def cron_line(wanted: Wanted) -> str:
    """For machines without systemd. cron mails all that is printed: so only what a failure says."""
    hour, _, minute = wanted.at.partition(":")
    password = ("--smtp-password", wanted.password) if wanted.password else ()
    words = shlex.join((*wanted.command, "report", *wanted.options, *password))
    quiet = f"""said=$({words} 2>&1) || printf '%s\\n' "$said\"""".replace("%", "\\%")
    return f"{MARK}\n{int(minute)} {int(hour)} * * *  root  {quiet}\n"


def files(wanted: Wanted, *, systemd: bool) -> dict[str, str]:
    """Path → content."""
    if not systemd:
        return {f"/etc/cron.d/{NAME}": cron_line(wanted)}
    folder = "/etc/systemd/system"
    return {f"{folder}/{NAME}.service": service(wanted), f"{folder}/{NAME}.timer": timer(wanted)}


def places() -> Sequence[str]:
    """Where a file of postwarden may lie."""
    folder = "/etc/systemd/system"
    return f"{folder}/{NAME}.timer", f"{folder}/{NAME}.service", f"/etc/cron.d/{NAME}"


def left() -> Sequence[str]:
    """What systemd keeps of the units: when the timer ran last, and what the last report said."""
    return f"/var/lib/systemd/timers/stamp-{NAME}.timer", f"/var/lib/{NAME}", f"/var/lib/private/{NAME}"


def _unit_word(word: str) -> str:
    """systemd.service(5): no shell reads this, but systemd knows quotes, backslashes, `$` and `%`."""
    quoted = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("$", "$$").replace("\0", "%")
    return f'"{quoted}"' if not word or set(word) & set(" \t\"'\\;") else quoted
