"""Which formats does postwarden know, and which matcher reads them here?"""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import cache

from postwarden.parse import dating
from postwarden.parse.dating import Zone
from postwarden.parse.names import FormatTables, Names
from postwarden.parse.parsed import Matcher


@cache
def format_tables() -> FormatTables:
    """All formats of Postfix and Dovecot."""
    from postwarden.parse.formats import dovecot, mail_system, smtp_server

    return FormatTables.of((*smtp_server.GROUPS, *mail_system.GROUPS), dovecot.GROUPS)


def native_available() -> bool:
    """Whether the compiled matcher is installed; without it the reference matcher reads, slower."""
    try:
        import postwarden.parse.matcher
    except ImportError:
        return False
    return bool(postwarden.parse.matcher)


def matcher(
    names: Names, zone: Zone, kinds: Collection[str] | None = None, tables: FormatTables | None = None
) -> Matcher:
    """The fastest matcher that is installed. `kinds` are the record tables that are wanted; None: all."""
    tables = tables or format_tables()
    if native_available():
        from postwarden.parse.matcher import Matcher as NativeMatcher

        native: Matcher = NativeMatcher(tables, names, zone, kinds)
        return native
    from postwarden.parse.reference_matcher import ReferenceMatcher

    return ReferenceMatcher(tables, names, zone, kinds)


def line_tools() -> tuple[Callable[[bytes], int], Callable[[bytes, list[int]], list[bytes]]] | None:
    """Fast ways to count the lines of a block and to pick some of them; None without the native matcher."""
    if not native_available():
        return None
    from postwarden.parse.matcher import count_lines, pick_lines

    return count_lines, pick_lines


def surveyor() -> Callable[[bytes], tuple[int, list[int]]]:
    """The fastest `survey` that is installed."""
    if not native_available():
        return dating.survey
    from postwarden.parse.matcher import survey

    return survey
