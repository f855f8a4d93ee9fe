"""What does the operator ask of a check?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo

from postwarden.app.configuration import Configuration
from postwarden.model.settings import Settings

AS_SHIPPED = Configuration()


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
    demo: bool = False
    everyone: bool = False
    """Whether clean accounts are listed, too."""
    explain: bool = False
    """Whether all that speaks for and against is told; then accounts that were named are listed also when clean."""
    profile: bool = False
    """Whether it is told what each part took."""
    hashing: bool = True
    detectors: tuple[Path, ...] = (Path(AS_SHIPPED.settings.detectors_folder),)
    """Folders with detectors besides the shipped ones."""
    configuration: Configuration = AS_SHIPPED
    """What the file says, and in its place what options of the command line say."""

    @property
    def settings(self) -> Settings:
        """What is known about the server."""
        return self.configuration.settings

    @property
    def zone(self) -> tzinfo | None:
        """Zone of stamps that have none; None: this machine's."""
        return ZoneInfo(str(self.settings.timezone)) if self.settings.timezone else None
