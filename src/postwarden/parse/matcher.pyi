from collections.abc import Collection

from postwarden.parse.dating import Zone
from postwarden.parse.names import FormatTables, Names
from postwarden.parse.parsed import Parsed

def count_lines(block: bytes) -> int: ...
def pick_lines(block: bytes, wanted: list[int]) -> list[bytes]: ...
def survey(block: bytes) -> tuple[int, list[int]]: ...

class Matcher:
    def __init__(
        self, tables: FormatTables, names: Names, zone: Zone, kinds: Collection[str] | None = None
    ) -> None: ...
    def parse(
        self, block: bytes, first_line: int, year: int, month: int, previous: bytes, source: int = 0
    ) -> Parsed: ...
