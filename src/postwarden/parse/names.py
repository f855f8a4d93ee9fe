"""Which program is ours, and which formats read what it logs? Host and program names become small numbers here.

The numbers follow the order in which the names were first seen, which differs between runs with several threads:
nothing may be sorted by them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from threading import Lock

from postwarden.parse.format import Format, Group

OTHER = -1  # group number of a program that is not ours
DOVECOT = -2  # the text begins with a process name, which decides
MAX_HOSTS = 30_000  # a damaged file may name a new "host" in every line

_LEVELS = frozenset({b"INFO", b"WARN", b"WARNING", b"ERROR", b"ERR", b"NOTICE", b"DEBUG", b"CRITICAL", b"FATAL"})


def is_level(word: bytes) -> bool:
    """A log level that some containers write where the host name belongs."""
    return word in _LEVELS


@dataclass(frozen=True, slots=True)
class FormatTables:
    """All formats, numbered, and the groups that they are tried in."""

    formats: tuple[Format, ...]
    groups: tuple[tuple[int, ...], ...]
    """Per group the numbers of its formats, in the order in which they are tried."""
    postfix: dict[bytes, int]
    """Postfix daemon → group; `postfix` itself (daemon lost by rsyslog's RFC 5424 template) tries them all."""
    dovecot: dict[bytes, int]
    """Dovecot process → group."""

    @classmethod
    def of(cls, postfix: Sequence[Group], dovecot: Sequence[Group]) -> FormatTables:
        """Number the formats of the groups; a format that several groups share keeps one number."""
        numbers: dict[Format, int] = {}
        for group in (*postfix, *dovecot):
            for form in group.formats:
                numbers.setdefault(form, len(numbers))
        groups = [tuple(numbers[form] for form in group.formats) for group in (*postfix, *dovecot)]
        formats = tuple(numbers)
        everything = tuple(dict.fromkeys(number for group in groups[: len(postfix)] for number in group))
        everything = tuple(sorted(everything, key=lambda number: formats[number].name.startswith("notice/")))
        daemons = {name.encode(): at for at, group in enumerate(postfix) for name in group.daemons}
        processes = {name.encode(): len(postfix) + at for at, group in enumerate(dovecot) for name in group.daemons}
        return cls(formats, (*groups, everything), {**daemons, b"postfix": len(groups)}, processes)


class Names:
    """Numbers for host and program names, shared by all threads that read."""

    def __init__(self, tables: FormatTables) -> None:
        self.hosts: list[str] = [""]
        self.programs: list[str] = []
        self._tables = tables
        self._hosts: dict[bytes, int] = {b"": 0}
        self._programs: dict[bytes, int] = {}
        self._lock = Lock()

    def host(self, name: bytes) -> int:
        """The number of a host name; 0 is `no name`, and what comes after the first 30,000 names."""
        known = self._hosts.get(name)
        if known is not None:
            return known
        with self._lock:
            if name not in self._hosts and len(self.hosts) < MAX_HOSTS:
                self.hosts.append(name.decode("utf-8", "replace"))
                self._hosts[name] = len(self.hosts) - 1
            return self._hosts.get(name, 0)

    def program(self, tag: bytes, hostless: bool) -> tuple[int, int]:
        """(number of the program, group of formats) of a program name; (-1, OTHER) when it is not ours."""
        group = self._group(tag, hostless)
        if group == OTHER:
            return -1, OTHER
        return self._number(tag), group

    def process(self, name: bytes) -> tuple[int, int]:
        """The same for the process name that follows `dovecot: `; OTHER when the process is unknown."""
        group = self._tables.dovecot.get(name, OTHER)
        if group == OTHER:
            return self._number(b"dovecot"), OTHER
        return self._number(name), group

    def _group(self, tag: bytes, hostless: bool) -> int:
        before, slash, daemon = tag.rpartition(b"/")
        if slash and before:
            return self._tables.postfix.get(daemon, OTHER)
        if tag == b"dovecot":
            return DOVECOT
        if tag == b"postfix":
            return self._tables.postfix[b"postfix"]
        if hostless:  # Dovecot's own log_path file: `imap-login: Info: …` without host and without `dovecot`
            return self._tables.dovecot.get(tag, OTHER)
        return OTHER

    def _number(self, name: bytes) -> int:
        known = self._programs.get(name)
        if known is not None:
            return known
        with self._lock:
            if name not in self._programs:
                self.programs.append(name.decode("utf-8", "replace"))
                self._programs[name] = len(self.programs) - 1
            return self._programs[name]
