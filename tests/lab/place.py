"""Where do the servers of one lab live: which release's programs, in which folder?"""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

_INSIDE_ROOT = "/mnt"


@dataclass(frozen=True, slots=True)
class Place:
    """One temporary folder that holds all that the servers own. A release other than the machine's runs in a chroot.

    `folder` is its path for the tests, `inner` the same folder as the servers see it.
    """

    folder: Path
    root: Path = Path("/")

    @property
    def inner(self) -> str:
        return str(self.folder) if self.root == Path("/") else _INSIDE_ROOT

    def command(self, *arguments: str) -> list[str]:
        """A command line that runs a program of the release."""
        return list(arguments) if self.root == Path("/") else ["chroot", str(self.root), *arguments]

    def run(self, *arguments: str, environment: Mapping[str, str] | None = None, text: str | None = None) -> str:
        """What the program printed; it must end well. Nothing but `environment` and a plain PATH is handed over."""
        # A file, no pipe: servers that go into the background keep it open
        with tempfile.TemporaryFile("w+") as said:
            done = subprocess.run(
                self.command(*arguments),
                env=self.environment(environment or {}),
                **({"input": text} if text else {"stdin": subprocess.DEVNULL}),
                stdout=said,
                stderr=subprocess.STDOUT,
                text=True,
            )
            said.seek(0)
            output = said.read()
        if done.returncode:
            raise ProgramFailed(f"{' '.join(arguments)}: {output.strip()}")
        return output

    def environment(self, more: Mapping[str, str]) -> dict[str, str]:
        return {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LANG": "C.UTF-8", **more}

    def faketime(self) -> str | None:
        """libfaketime of the release, whatever the architecture, as its programs see it."""
        found = next((self.root / "usr/lib").glob("*/faketime/libfaketime.so.1"), None)
        return str(Path("/") / found.relative_to(self.root)) if found else None

    def version(self, program: str) -> tuple[int, int]:
        """Major and minor version of `postfix` or `dovecot`."""
        says = self.run("postconf", "-dh", "mail_version") if program == "postfix" else self.run("dovecot", "--version")
        major, minor = says.split()[0].split(".")[:2]
        return int(major), int(minor)


class ProgramFailed(Exception):
    """A program of the lab did not do what it was asked; the text is what it said."""
