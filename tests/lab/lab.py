"""How does a test get a mail server? `with Lab("lab.scenarios.botnet_burst:SCENARIO") as lab: lab.play()`."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from lab.namespaces import OWN, unshare
from lab.truth import Truth

_TESTS = Path(__file__).resolve().parents[1]


class LabFailed(Exception):
    """The servers could not be started, or the scenario could not be played to its end; the text says why."""


class Lab:
    """A real Postfix and Dovecot in a temporary folder and in namespaces of their own, up inside the `with`.

    `folder` holds everything: `log/mail.log`, `log/traditional.log`, `queue/`, `mail/`. It goes with the lab.
    """

    def __init__(self, scenario: str, root: Path = Path("/")) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="postwarden-lab-"))
        self.folder.chmod(0o755)
        self._order = {"folder": str(self.folder), "root": str(root), "scenario": scenario}

    def __enter__(self) -> Self:
        self._keeper = subprocess.Popen(
            [*unshare(), sys.executable, "-P", "-m", "lab.keeper"],
            env={
                **os.environ,
                "PYTHONPATH": os.pathsep.join([str(_TESTS), *filter(None, [os.environ.get("PYTHONPATH")])]),
            },
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        try:
            self._ask(json.dumps(self._order))
        except LabFailed:
            self._end()
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._end()

    def _end(self) -> None:
        """The keeper removes the folder, since not all in it is ours; unless somebody has killed it."""
        self._keeper.communicate()
        shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def log(self) -> Path:
        return self.folder / "log/mail.log"

    def play(self) -> Truth:
        """Play the scenario to its end; what really happened."""
        self._ask("play")
        return Truth.read(self.folder / "truth.json")

    def act(self, expression: str) -> None:
        """Play one act, written in the words of acts.py."""
        self._ask(expression)

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        """What a program does inside, run as the server's administrator would."""
        return subprocess.run(self._inside(command), capture_output=True, text=True, check=False)

    def enter(self, command: Sequence[str], environment: Mapping[str, str]) -> int:
        """Run a program inside that speaks with the terminal; its exit code."""
        return subprocess.call(self._inside(command), env=dict(environment))

    def _inside(self, command: Sequence[str]) -> list[str]:
        return ["nsenter", f"--target={self.keeper_pid()}", *OWN, "--preserve-credentials", "--", *command]

    def keeper_pid(self) -> str:
        """Process id, seen from outside, of the first process inside."""
        children = Path(f"/proc/{self._keeper.pid}/task/{self._keeper.pid}/children").read_text()
        return children.split()[0]

    def _ask(self, line: str) -> None:
        assert self._keeper.stdin
        assert self._keeper.stdout
        self._keeper.stdin.write(line + "\n")
        self._keeper.stdin.flush()
        answer = self._keeper.stdout.readline()
        if not answer or answer.startswith("failed"):
            raise LabFailed(json.loads(answer[7:] or '"the first process of the lab has ended"'))
