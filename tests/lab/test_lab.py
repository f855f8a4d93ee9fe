"""Does the lab keep to itself: several at once, nothing left behind, whatever happens to those who started it?"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from lab.lab import Lab, LabFailed

pytestmark = pytest.mark.usefixtures("lab_ready")

_PLAYGROUND = "lab.shell:PLAYGROUND"
_TESTS = Path(__file__).resolve().parents[1]
_PATIENCE = 30.0
_MACHINES_OWN = ("/etc/postfix", "/var/spool/postfix", "/var/lib/postfix", "/var/log", "/run", "/dev/shm")
_START = """
import sys
from pathlib import Path
from lab.lab import Lab
with Lab("lab.shell:PLAYGROUND") as lab:
    print(lab.folder, str(Path(f"/proc/{lab.keeper_pid()}/ns/pid").readlink()), flush=True)
    sys.stdin.readline()
"""


def _processes_in(namespace: str) -> list[str]:
    """Processes of a namespace of process ids."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if str((process / "ns/pid").readlink()) == namespace:
                found.append(process.name)
        except OSError:
            pass  # it has ended meanwhile
    return found


def _gone(folder: Path, namespace: str) -> bool:
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until:
        if not folder.exists() and not _processes_in(namespace):
            return True
        time.sleep(0.02)
    return False


def _namespace(lab: Lab) -> str:
    return str(Path(f"/proc/{lab.keeper_pid()}/ns/pid").readlink())


def test_leaves_no_process_and_no_file() -> None:
    with Lab(_PLAYGROUND) as lab:
        namespace = _namespace(lab)
        assert len(_processes_in(namespace)) > 5
        lab.act('inject_locally("www-data", ["k@thames.example.net"])')
        assert "pickup" in lab.log.read_text()
    assert _gone(lab.folder, namespace)


def test_the_machine_is_not_touched() -> None:
    def state() -> list[tuple[str, int]]:
        folders = [Path(name) for name in _MACHINES_OWN if Path(name).exists()]
        return [(str(folder), folder.stat().st_mtime_ns) for folder in folders]

    before = state()
    with Lab(_PLAYGROUND) as lab:
        lab.act('submit("anna.berg@example.org", "203.0.113.9", ["k@thames.example.net"])')
    assert state() == before


def test_two_at_once_know_nothing_of_each_other() -> None:
    with Lab(_PLAYGROUND) as one, Lab(_PLAYGROUND) as other:
        one.act('submit("anna.berg@example.org", "203.0.113.9", ["one@thames.example.net"])')
        other.act('submit("clara.hoff@example.org", "203.0.113.9", ["other@thames.example.net"])')
        assert "one@thames" in one.log.read_text()
        assert "one@thames" not in other.log.read_text()
        assert "other@thames" in other.log.read_text()
        assert "master" in one.run("postfix", "status").stderr + one.log.read_text()


@pytest.mark.parametrize("victim", ["test", "keeper"])
def test_all_is_torn_down_when_somebody_is_killed(victim: str) -> None:
    starter = subprocess.Popen(
        [sys.executable, "-P", "-c", _START],
        env={**os.environ, "PYTHONPATH": str(_TESTS)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert starter.stdout
    folder, namespace = starter.stdout.readline().split()
    first = min(_processes_in(namespace), key=int)
    os.kill(starter.pid if victim == "test" else int(first), signal.SIGKILL)
    starter.communicate("\n")
    assert _gone(Path(folder), namespace)


def test_the_shell_sees_the_server_of_the_lab() -> None:
    with Lab(_PLAYGROUND) as lab:
        lab.act('submit("anna.berg@example.org", "203.0.113.9", ["busy.k@bigmail.example.net"])')
        queue = lab.run("postqueue", "-p").stdout
        assert "busy.k@bigmail.example.net" in queue
        assert lab.run("hostname").stdout == "mail\n"
        assert "anna.berg@example.org" in lab.run("cat", "/var/log/mail.log").stdout


def test_a_failing_act_is_told_and_the_lab_goes_on() -> None:
    with Lab(_PLAYGROUND) as lab:
        with pytest.raises(LabFailed, match="NameError"):
            lab.act("sumbit()")
        lab.act('knock("203.0.113.77")')
        assert "203.0.113.77" in lab.log.read_text()
