"""How does a test get a mail server? `with Lab("lab.scenarios.botnet_burst:SCENARIO") as lab: lab.play()`."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from lab.namespaces import unshare
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
            [*unshare(), sys.executable, "-m", "lab.keeper"],
            env={**os.environ, "PYTHONPATH": str(_TESTS)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._ask(json.dumps(self._order))
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._keeper.communicate()

    @property
    def log(self) -> Path:
        return self.folder / "log/mail.log"

    def play(self) -> Truth:
        """Play the scenario to its end; what really happened."""
        self._ask("play")
        return Truth.read(self.folder / "truth.json")

    def run(self, command: Sequence[str], **how: object) -> subprocess.CompletedProcess[str]:
        """Run a program inside, as the server's administrator would."""
        inside = ["nsenter", f"--target={self._inner_pid()}", "--all", "--", *command]
        return subprocess.run(inside, capture_output=True, text=True, check=False)

    def _inner_pid(self) -> str:
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
