"""Does the lab start for somebody who is not root? With user namespaces and a range of subordinate ids, it does."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

_UID = 54321
_LINES = {
    "passwd": f"visitor:x:{_UID}:{_UID}::/nonexistent:/bin/sh\n",
    "group": f"visitor:x:{_UID}:\n",
    "subuid": "visitor:2000000:65536\n",
    "subgid": "visitor:2000000:65536\n",
}
_PLAY = """
from lab.lab import Lab
with Lab("lab.shell:PLAYGROUND") as lab:
    lab.act('submit("anna.berg@example.org", "203.0.113.9", ["k@thames.example.net"])')
    print(lab.log.read_text(), lab.run("id", "-u").stdout, lab.folder)
"""
_PACKAGES = Path(msgspec.__file__).parents[1]
_TESTS = Path(__file__).resolve().parents[1]
_AS_VISITOR = f"setpriv --reuid={_UID} --regid={_UID} --clear-groups env PYTHONPATH={_TESTS}:{_PACKAGES} TMPDIR=/tmp"


@pytest.mark.usefixtures("lab_ready")
@pytest.mark.skipif(os.geteuid() != 0, reason="all other tests of the lab run without root here")
def test_a_visitor_gets_a_lab(tmp_path: Path) -> None:
    """The visitor exists in this test's own /etc only."""
    covers = []
    for name, line in _LINES.items():
        known = Path("/etc", name)
        known.touch()
        (tmp_path / name).write_text(known.read_text() + line)
        covers.append(f"mount --bind {tmp_path / name} /etc/{name}")
    script = " && ".join([*covers, f'exec {_AS_VISITOR} "$0" -c "$1"'])
    command = ["unshare", "--mount", "sh", "-ec", script, _python(), _PLAY]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "sasl_username=anna.berg@example.org" in done.stdout
    assert "status=sent" in done.stdout
    inner_uid, folder = done.stdout.split()[-2:]
    assert inner_uid == "0"
    assert not Path(folder).exists()


def _python() -> str:
    """An interpreter that others may run, and that can use this one's packages."""
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    for candidate in (sys.executable, f"/usr/bin/{version}"):
        tried = [*_AS_VISITOR.split(), candidate, "-c", "import msgspec"]
        if Path(candidate).exists() and subprocess.run(tried, capture_output=True).returncode == 0:
            return candidate
    pytest.skip(f"other users can run neither {sys.executable} nor a {version} of the system with {_PACKAGES}")
