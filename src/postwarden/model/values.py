"""Which values do options and settings take, and what is said about others?

Each kind reads what the operator wrote (`read`), or raises ValueError with a sentence that says what was expected.
"""

from __future__ import annotations

import re
from ipaddress import ip_network
from typing import Self, TypeGuard
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

LEAST_MEMORY_MIB = 64
LONGEST = 320  # characters: 64 before the @, 255 behind it
WIDEST = {4: 8, 6: 16}
"""Shortest prefixes: whoever writes 0.0.0.0/0 would call every address on earth his own."""
_SHOWN = 60
_NO_ACCOUNT = re.compile(r"[\x00-\x20\x7f,;<>\"*]")


def shown(told: object) -> str:
    """What was told, on one line and not too long."""
    try:
        text = repr(told)
    except ValueError:  # more digits than Python converts
        return "a number of thousands of digits"
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


def _is_number(told: object) -> TypeGuard[int | float]:
    return isinstance(told, int | float) and not isinstance(told, bool)


def _is_whole(told: object) -> TypeGuard[int]:
    return isinstance(told, int) and not isinstance(told, bool)


class Country(str):
    """ISO 3166-1 alpha-2."""

    __slots__ = ()
    kind, expected = "country", "two letters such as DE or US"

    @classmethod
    def read(cls, told: object) -> Self:
        if not isinstance(told, str) or not re.fullmatch(r"[A-Za-z]{2}", told):
            raise ValueError(f"{shown(told)} is no country code: expected {cls.expected}")
        return cls(told.upper())


class Network(str):
    """CIDR notation, without host bits."""

    __slots__ = ()
    kind, expected = "network", "one such as 192.0.2.0/24, 192.0.2.7 or 2001:db8::/32"

    @classmethod
    def read(cls, told: object) -> Self:
        try:
            network = ip_network(str(told) if isinstance(told, str) else "", strict=False)
        except ValueError:
            raise ValueError(f"{shown(told)} is no network: expected {cls.expected}") from None
        if network.prefixlen < WIDEST[network.version]:
            raise ValueError(f"{shown(told)} is too wide: expected /{WIDEST[network.version]} or a longer prefix")
        return cls(network)


class AutonomousSystem(int):
    """The number of a provider's network."""

    __slots__ = ()
    kind, expected = "AS number", '"AS64500" or 64500'

    @classmethod
    def read(cls, told: object) -> Self:
        match = re.fullmatch(r"(?:AS)?([0-9]{1,10})", told, re.IGNORECASE) if isinstance(told, str) else None
        number = int(match[1]) if match else told
        if not _is_whole(number) or not 0 < number < 2**32:
            raise ValueError(f"{shown(told)} is no AS number: expected {cls.expected}")
        return cls(number)

    def __str__(self) -> str:
        return f"AS{int(self)}"


class Origin(str):
    """A network, or all of a provider's."""

    __slots__ = ()
    kind, expected = "network or AS number", 'a network such as 192.0.2.0/24, or an AS number such as "AS64500"'

    @classmethod
    def read(cls, told: object) -> Self:
        for kind in (AutonomousSystem, Network):
            try:
                return cls(kind.read(told))
            except ValueError:
                continue
        raise ValueError(f"{shown(told)} is neither: expected {cls.expected}")


class Account(str):
    """A login name, or all of a domain's; in lower case, as the tables have them."""

    __slots__ = ()
    kind, expected = "account", "name@domain, name (logins without a domain), or @domain for all of a domain"

    @classmethod
    def read(cls, told: object) -> Self:
        if not isinstance(told, str) or not 0 < len(told) <= LONGEST or _NO_ACCOUNT.search(told) or told.endswith("@"):
            raise ValueError(f"{shown(told)} is no account: expected {cls.expected}")
        return cls(told.lower())

    def covers(self, account: str) -> bool:
        """Whether it names this account of the tables."""
        return account.endswith(self) if self.startswith("@") else account == self


class Name(str):
    """A login name without its domain."""

    __slots__ = ()
    kind, expected = "name", "a login name without a domain, such as backup"

    @classmethod
    def read(cls, told: object) -> Self:
        if not isinstance(told, str) or not 0 < len(told) <= LONGEST or _NO_ACCOUNT.search(told) or "@" in told:
            raise ValueError(f"{shown(told)} is no name: expected {cls.expected}")
        return cls(told.lower())


class Sender(str):
    """Envelope senders, in lower case."""

    __slots__ = ()
    kind, expected = "sender", 'name@domain, @domain for all of a domain, or "*" for any'

    @classmethod
    def read(cls, told: object) -> Self:
        good = isinstance(told, str) and (told == "*" or ("@" in told[:-1] and not _NO_ACCOUNT.search(told)))
        if not isinstance(told, str) or not good or len(told) > LONGEST:
            raise ValueError(f"{shown(told)} is no sender: expected {cls.expected}")
        return cls(told.lower())


class Daily(int):
    """How many a day; without a maximum it is None."""

    __slots__ = ()
    kind, expected = "number a day", 'a whole number such as 20_000, or "unlimited"'

    @classmethod
    def read(cls, told: object) -> Self | None:
        if told == "unlimited":
            return None
        if not _is_whole(told) or not 0 < told < 10**12:
            raise ValueError(f"{shown(told)} is no number a day: expected {cls.expected}")
        return cls(told)


class ZoneName(str):
    """A zone of the tz database."""

    __slots__ = ()
    kind, expected = "time zone", "a name such as Europe/Berlin or UTC"

    @classmethod
    def read(cls, told: object) -> Self:
        try:
            return cls(ZoneInfo(told if isinstance(told, str) else ""))
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise ValueError(f"{shown(told)} is no time zone: expected {cls.expected}") from None


class Size(str):
    """An amount of memory, as DuckDB takes it."""

    __slots__ = ()
    kind, expected = "size", "one such as 512MiB or 2GiB"

    @classmethod
    def read(cls, told: object) -> Self:
        pattern = r"([0-9]{1,9})(?:\.([0-9]))? ?([KMGT])i?B?"
        match = re.fullmatch(pattern, told.strip(), re.IGNORECASE) if isinstance(told, str) else None
        if not match:
            raise ValueError(f"{shown(told)} is no size: expected {cls.expected}")
        mib = int(f"{match[1]}{match[2] or 0}") * 1024 ** "KMGT".index(match[3].upper()) // 10 // 1024
        if mib < LEAST_MEMORY_MIB:
            raise ValueError(f"{told} is too little: at least {LEAST_MEMORY_MIB}MiB are needed")
        return cls(f"{mib}MiB")


class Threads(int):
    """How many processors are used."""

    __slots__ = ()
    kind, expected = "number of threads", "a whole number from 1 to 64"

    @classmethod
    def read(cls, told: object) -> Self:
        if not _is_whole(told) or not 1 <= told <= 64:
            raise ValueError(f"{shown(told)} cannot be used: expected {cls.expected}")
        return cls(told)


class Share(float):
    """A part of the whole."""

    __slots__ = ()
    kind, expected = "share", "a number from 0 to 1"

    @classmethod
    def read(cls, told: object) -> Self:
        if not _is_number(told) or not 0 <= told <= 1:
            raise ValueError(f"{shown(told)} cannot be used: expected {cls.expected}")
        return cls(told)


class Amount(float):
    """A number that a detector compares with."""

    __slots__ = ()
    kind, expected = "number", "a number that is not negative"

    @classmethod
    def read(cls, told: object) -> Self:
        if not _is_number(told) or not 0 <= told < 1e300:
            raise ValueError(f"{shown(told)} cannot be used: expected {cls.expected}")
        return cls(told)


class FileName(str):
    """A path; in the configuration one that does not begin with / lies beside it."""

    __slots__ = ()
    kind, expected = "path", "the path of a file or folder"

    @classmethod
    def read(cls, told: object) -> Self:
        if not isinstance(told, str) or not told or "\0" in told:
            raise ValueError(f"{shown(told)} is no path: expected {cls.expected}")
        return cls(told)


class Words(str):
    """What is meant for people."""

    __slots__ = ()
    kind, expected = "text", "a few words in quotes"

    @classmethod
    def read(cls, told: object) -> Self:
        if not isinstance(told, str) or not told.strip():
            raise ValueError(f"{shown(told)} does not say it: expected {cls.expected}")
        return cls(" ".join(told.split()))
