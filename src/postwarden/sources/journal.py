"""How is the systemd journal asked for the lines of the mail programs?"""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from postwarden.sources.origin import SourceError

_SELECTION = re.compile(r"(?!-)[A-Za-z0-9:_.@\\*?\[\]/-]{1,255}")
_FIELDS = "_HOSTNAME,SYSLOG_IDENTIFIER,_COMM,SYSLOG_PID,_PID,PRIORITY,MESSAGE"
_MAIL = (
    *("SYSLOG_FACILITY=2", "+", "_SYSTEMD_UNIT=postfix.service", "+"),
    *("_SYSTEMD_UNIT=postfix@-.service", "+", "_SYSTEMD_UNIT=dovecot.service"),
)
_TOLD = 300
_CHUNK = 1 << 20


def is_selection(text: str) -> bool:
    """Whether this can be a unit's name (a pattern too) or a syslog identifier such as `postfix/smtpd`."""
    return bool(_SELECTION.fullmatch(text))


def command(selection: str) -> list[str]:
    """The call. Nothing selected: the mail facility and the usual units; with a slash: an identifier; else a unit."""
    chosen: tuple[str, ...] = _MAIL
    if selection:
        chosen = (f"--identifier={selection}",) if "/" in selection else (f"--unit={selection}",)
    return ["journalctl", "--output=json", "--all", "--no-pager", f"--output-fields={_FIELDS}", *chosen]


class Journal:
    """The journal's lines, as JSON. journalctl is started when the first of them is asked for."""

    dated: datetime | None = None

    def __init__(self, selection: str, scratch: Path) -> None:
        if selection and not is_selection(selection):
            raise SourceError(f"{selection!r} is no name of a unit or identifier")
        self._command = command(selection)
        self._errors = tempfile.TemporaryFile(dir=scratch)  # noqa: SIM115  (lives as long as this)
        self._process: subprocess.Popen[bytes] | None = None

    def chunks(self) -> Iterator[bytes]:
        """Its output; raises SourceError when it ended badly, or said something, or there was nothing."""
        try:
            self._process = subprocess.Popen(
                self._command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=self._errors,
                env={**os.environ, "LC_ALL": "C", "SYSTEMD_COLORS": "0"},
            )
        except FileNotFoundError:
            raise SourceError("journalctl is not installed on this machine") from None
        empty = True
        assert self._process.stdout
        while chunk := os.read(self._process.stdout.fileno(), _CHUNK):
            empty = False
            yield chunk
        self._judge(self._process.wait(), empty)

    def close(self) -> None:
        """Stop journalctl where it still runs."""
        if self._process:
            self._process.kill()
            self._process.wait()
            assert self._process.stdout
            self._process.stdout.close()
        self._errors.close()

    def _judge(self, status: int, empty: bool) -> None:
        self._errors.seek(0)
        told = " ".join(self._errors.read().decode(errors="replace").split())[:_TOLD]
        if told:
            raise SourceError(f"journalctl says: {told}")
        if status:
            raise SourceError(f"journalctl ended with status {status}")
        if empty:
            raise SourceError("the journal has no such lines")
