"""What has to be done on this machine, and is it done? Nothing is done twice, and nothing of others is touched."""

from __future__ import annotations

import os
import secrets
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from postwarden.install.units import MARK, NAME, left, places

_SECONDS = 60
_READABLE = 0o644


class Impossible(Exception):
    """Something that stands in the way; the text says what to do."""


@dataclass(frozen=True, slots=True)
class Write:
    """A file is written, in the place of an older one of ours."""

    path: Path
    content: str

    def __str__(self) -> str:
        return f"write {self.path}"


@dataclass(frozen=True, slots=True)
class Remove:
    """A file or folder of ours is removed."""

    path: Path

    def __str__(self) -> str:
        return f"remove {self.path}"


@dataclass(frozen=True, slots=True)
class Run:
    """A command is run."""

    words: tuple[str, ...]
    needed: bool = True
    """Whether the rest is not worth doing without it."""

    def __str__(self) -> str:
        return "run " + " ".join(self.words)


Step = Write | Remove | Run
_TIMER, _SERVICE = f"{NAME}.timer", f"{NAME}.service"
_RELOAD = Run(("systemctl", "daemon-reload"))
ENABLE = Run(("systemctl", "enable", "--now", _TIMER))
# `reset-failed`: else a unit that is gone is shown as failed
_LEAVE = (
    Run(("systemctl", "disable", "--now", _TIMER), needed=False),
    Run(("systemctl", "stop", _SERVICE), needed=False),
    Run(("systemctl", "reset-failed", f"{NAME}.*"), needed=False),
)


def to_install(files: Mapping[str, str], root: Path, *, systemd: bool) -> list[Step]:
    """Steps that are missing; what was installed of the other kind, for cron or systemd, goes. Raises Impossible.

    `systemd` says whether systemd runs this machine. Below another root than `/` nothing is started.
    """
    steps: list[Step] = []
    for name, content in files.items():
        path = root / name.lstrip("/")
        known = _content(path)
        if known is not None and not known.startswith(MARK):
            raise Impossible(f"{path} is not of `postwarden install`: move it away first")
        if known != content:
            steps.append(Write(path, content))
    if systemd and root == Path("/") and any(name.endswith(_TIMER) for name in files):
        steps += [_RELOAD, ENABLE] if steps else [] if _is_enabled() else [ENABLE]
    return [*to_remove([place for place in places() if place not in files], root, systemd=systemd), *steps]


def to_remove(places: Sequence[str], root: Path, *, systemd: bool) -> list[Step]:
    """Steps that take away what is there. Raises Impossible."""
    found = [path for place in places if _is_ours(path := root / place.lstrip("/"))]
    units = any(path.name in (_TIMER, _SERVICE) for path in found)
    found += [path for place in left() if units and os.path.lexists(path := root / place.lstrip("/"))]
    running = units and systemd and root == Path("/")
    return [*(_LEAVE if running else ()), *map(Remove, found), *([_RELOAD] if running else [])]


def do(step: Step) -> str:
    """What went wrong in a step that can be done without; else empty. Raises Impossible."""
    try:
        match step:
            case Write(path, content):
                _write(path, content)
            case Remove(path) if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            case Remove(path):
                path.unlink(missing_ok=True)
            case Run(words, needed):
                failed = _run(words)
                if failed and needed:
                    raise Impossible(failed)
                return failed
    except OSError as error:
        advice = ": run it as root" if isinstance(error, PermissionError) else ""
        raise Impossible(f"could not {step}: {error.strerror or error}{advice}") from error
    return ""


def shown(step: Step) -> Iterator[str]:
    """What is told before it is done."""
    yield str(step)
    if isinstance(step, Write):
        yield from (f"    {line}" for line in step.content.splitlines())


def _write(path: Path, content: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        file = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, _READABLE)
        with os.fdopen(file, "w", encoding="utf-8") as opened:
            os.fchmod(file, _READABLE)
            opened.write(content)
        fresh.replace(path)
    finally:
        with suppress(OSError):
            fresh.unlink(missing_ok=True)


def _run(words: Sequence[str]) -> str:
    """Why it failed; else empty."""
    try:
        done = subprocess.run(words, capture_output=True, timeout=_SECONDS, check=False)
    except subprocess.TimeoutExpired:
        return f"{' '.join(words)} did not end"
    said = done.stderr.decode(errors="replace").strip()
    return f"{' '.join(words)} failed (exit code {done.returncode}): {said}" if done.returncode else ""


def _is_enabled() -> bool:
    """Whether it waits for its time now, and will after the next start of the machine."""
    try:
        return not any(_run(("systemctl", asked, "--quiet", _TIMER)) for asked in ("is-active", "is-enabled"))
    except OSError:
        return False


def _is_ours(path: Path) -> bool:
    return (_content(path) or "").startswith(MARK)


def _content(path: Path) -> str | None:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except FileNotFoundError:
        return None
    except OSError as error:
        raise Impossible(f"{path} cannot be read: {error.strerror or error}") from error
