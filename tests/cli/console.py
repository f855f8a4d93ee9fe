"""How do tests run the console script, as the operator's shell does?"""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

COMMAND = (sys.executable, "-m", "postwarden")
NOBODY = 65534
LOGIN = (
    b"Nov 19 10:00:00 mx postfix/submission/smtpd[1]: connect from unknown[192.0.2.9]\n"
    b"Nov 19 10:00:01 mx postfix/submission/smtpd[1]: 9248D303AB: client=unknown[192.0.2.9], sasl_method=PLAIN, "
    b"sasl_username=carol@example.org\n"
    b"Nov 19 10:00:02 mx postfix/submission/smtpd[1]: disconnect from unknown[192.0.2.9] ehlo=1 auth=1 quit=1 "
    b"commands=3\n"
)
_PR_CAPBSET_DROP, _CAP_DAC_OVERRIDE, _CAP_DAC_READ_SEARCH = 24, 1, 2


def environment(changed: Mapping[str, str] | None = None) -> dict[str, str]:
    """This process's, without what would change how the output looks, and with what a test changes."""
    ignored = ("FORCE_COLOR", "NO_COLOR", "COLUMNS", "TMPDIR", "PYTHONIOENCODING")
    kept = {name: value for name, value in os.environ.items() if name not in ignored}
    return kept | {"TZ": "UTC", "LC_ALL": "C.UTF-8"} | dict(changed or {})


def run(*arguments: str | Path, env: Mapping[str, str] | None = None, **how: Any) -> subprocess.CompletedProcess[bytes]:
    """A run to its end, whatever its exit code; nothing on standard input unless given."""
    standard = {"stdin": subprocess.DEVNULL} if "input" not in how else {}
    return subprocess.run(
        [*COMMAND, *map(str, arguments)],
        env=environment(env),
        timeout=60,
        check=False,
        **{"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **standard, **how},
    )


def told(done: subprocess.CompletedProcess[bytes]) -> str:
    """All that was printed, each run of spaces as one: lines are broken anywhere. No run may show a traceback."""
    text = " ".join((done.stdout + done.stderr).decode().split())
    assert "Traceback" not in text, text
    return text


def close(path: Path) -> Path:
    """Make a file or folder one that `without_rights` may not read or write."""
    if os.geteuid() == 0:
        os.chown(path, NOBODY, NOBODY)
        path.chmod(0o700)
    else:
        path.chmod(0)
    return path


def without_rights() -> None:
    """For `preexec_fn`: root, too, obeys the permissions of files."""
    if os.geteuid() == 0:
        library = ctypes.CDLL(None)
        for capability in (_CAP_DAC_OVERRIDE, _CAP_DAC_READ_SEARCH):
            assert library.prctl(_PR_CAPBSET_DROP, capability, 0, 0, 0) == 0
