"""How do the lines of the servers become files? Through the release's rsyslog, with both of its stamps at once."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path

from lab.place import Place

# Files carry the real date, and the clock jumps, while the servers live in the scenario: Postfix notices and says so.
_CLOCK_TALK = (
    "file system clock is",
    "resetting file time stamps",
    "unix_trigger_event: read timeout",
    "seconds into the future",
)

_CONF = """\
module(load="imuxsock" SysSock.Use="on" SysSock.Name="/dev/log" SysSock.RateLimit.Interval="0"
  SysSock.UseSysTimeStamp="off")
global(workDirectory="{folder}/log" maxMessageSize="8k")
{talk}
action(type="omfile" file="{folder}/log/mail.log" template="RSYSLOG_FileFormat")
action(type="omfile" file="{folder}/log/traditional.log" template="RSYSLOG_TraditionalFileFormat")
"""
_PATIENCE = 10.0


class Rsyslog:
    """`mail.log` with RFC 3339 stamps, as Debian 12 has it, and `traditional.log` with those of RFC 3164."""

    def __init__(self, place: Place, environment: Mapping[str, str]) -> None:
        self._place = place
        self._environment = environment
        self.files = (place.folder / "log/mail.log", place.folder / "log/traditional.log")

    def start(self) -> None:
        folder = self._place.folder / "log"
        folder.mkdir(exist_ok=True)
        folder.chmod(0o777)
        talk = "\n".join(f':msg, contains, "{text}" stop' for text in _CLOCK_TALK)
        (self._place.folder / "rsyslog.conf").write_text(_CONF.format(folder=self._place.inner, talk=talk))
        inner = self._place.inner
        command = self._place.command("rsyslogd", "-n", "-f", f"{inner}/rsyslog.conf", "-i", f"{inner}/rsyslog.pid")
        self._running = subprocess.Popen(command, env=self._place.environment(self._environment))
        self._wait_for(Path("/dev/log"))

    def date(self, time: float) -> None:
        """Give the files the date of their last line, as they have it on a server: stamps without year go by it."""
        for file in self.files:
            os.utime(file, (time, time))

    def rotate(self) -> None:
        """What logrotate does each night: `mail.log` becomes `mail.log.1`, and rsyslog is told to begin anew."""
        for file in self.files:
            older = sorted(file.parent.glob(f"{file.name}.*"), key=lambda name: -int(name.suffix[1:]))
            for name in older:
                name.rename(name.with_suffix(f".{int(name.suffix[1:]) + 1}"))
            file.rename(file.with_name(f"{file.name}.1"))
        self._running.send_signal(signal.SIGHUP)
        self._wait_for(self.files[-1])

    def _wait_for(self, path: Path) -> None:
        until = time.monotonic() + _PATIENCE
        while not path.exists():
            if self._running.poll() is not None or time.monotonic() > until:
                raise RuntimeError(f"rsyslogd did not make {path}")
            time.sleep(0.01)
