"""Which address databases are there, how old are they, and what do they hold for an address?"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from pathlib import Path

import maxminddb

from postwarden.enrich.tree import Tree

SHIPPED = Path(__file__).with_name("data") / "country.mmdb"
DOCUMENTATION = SHIPPED.with_name("documentation.mmdb")
FOLDERS = (Path("/usr/share/GeoIP"), Path("/var/lib/GeoIP"))
_NAMES = {
    SHIPPED: "country table shipped with postwarden",
    DOCUMENTATION: "invented places of the documentation addresses",
}


class DatabaseError(ValueError):
    """A file that cannot be used as an address database; says which and why."""


class Database:
    """One MMDB file, open. One that nobody named (`named` is False) is left out when it proves to be damaged."""

    def __init__(self, path: Path, *, named: bool = True) -> None:
        try:
            reader = maxminddb.open_database(path)
            about = reader.metadata()
            self.built = datetime.fromtimestamp(about.build_epoch, UTC).date()
            tree = Tree(path, nodes=about.node_count, record_size=about.record_size, version=about.ip_version)
        except OSError as error:
            raise DatabaseError(f"{path}: cannot be read: {error.strerror}") from error
        except (maxminddb.InvalidDatabaseError, ValueError, OverflowError) as error:
            raise DatabaseError(
                f"{path}: is no MMDB file: expected a database such as GeoLite2-City.mmdb or dbip-city-lite.mmdb"
            ) from error
        self.path = path
        self.damaged = False
        self._named = named
        self.ipv6 = about.ip_version == 6
        self.find = tree.find
        self._get = reader.get

    def record(self, ip: str) -> object:
        """What the file says of an address; None where it says nothing."""
        if self.damaged or (":" in ip and not self.ipv6):
            return None
        try:
            return self._get(ip)
        except (maxminddb.InvalidDatabaseError, ValueError) as error:
            if self._named:
                raise DatabaseError(f"{self.path}: damaged: fetch the database again") from error
            self.damaged = True
            return None

    def described(self, today: date) -> str:
        """Name, date and age."""
        if self.damaged:
            return f"left out: {self.path}: damaged: fetch the database again"
        days = max(0, (today - self.built).days)
        return f"{_NAMES.get(self.path, self.path)}, {self.built}, {days} day{'' if days == 1 else 's'} old"


def opened(paths: Iterable[Path]) -> list[Database]:
    """Raises DatabaseError for the first that is none."""
    return [Database(path) for path in paths]


def installed() -> tuple[list[Database], list[str]]:
    """The databases that this machine has anyway, and a sentence for each file that cannot be used."""
    found: list[Database] = []
    complaints: list[str] = []
    for path in sorted(path for folder in FOLDERS for path in folder.glob("*.mmdb")):
        try:
            found.append(Database(path, named=False))
        except DatabaseError as error:
            complaints.append(f"left out: {error}")
    return found, complaints
