"""What may be said about an account?"""

from __future__ import annotations

from enum import StrEnum


class Verdict(StrEnum):
    """What is said about one account. `unknown` is said when the log shows no logins at all."""

    COMPROMISED = "compromised"
    SUSPICIOUS = "suspicious"
    CLEAN = "clean"
    UNKNOWN = "unknown"
