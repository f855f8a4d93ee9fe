"""What does the operator ask of a check?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import tzinfo
from pathlib import Path

USER_DETECTORS = Path("/etc/postwarden/detectors")


class Refused(Exception):
    """A wish that cannot be fulfilled; the text says which, and what to do."""


@dataclass(frozen=True, slots=True)
class CheckOptions:
    """What the operator asked for. Times are µs UTC."""

    logs: tuple[str, ...] = ()
    """None: those of this machine."""
    since: int | None = None
    until: int | None = None
    accounts: tuple[str, ...] = ()
    homes: tuple[str, ...] = ()
    """ISO 3166-1 alpha-2 codes of countries whose logins are no news."""
    geo: tuple[Path, ...] = ()
    own: tuple[str, ...] = ()
    """Own networks besides Postfix's mynetworks, in CIDR notation."""
    zone: tzinfo | None = None
    """Zone of stamps that have none; None: this machine's."""
    demo: bool = False
    everyone: bool = False
    """Whether clean accounts are listed, too."""
    hashing: bool = True
    memory: str = "1280MiB"
    threads: int = 0
    """0: as many as this process may use."""
    detectors: tuple[Path, ...] = (USER_DETECTORS,)
