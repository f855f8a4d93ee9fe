"""What was true of a simulated month?"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

NOTHING_SENT = " (nothing sent)"
NOT_NAMED = " (account not named in the log)"


@dataclass(frozen=True, slots=True)
class Attack:
    """A break-in."""

    kind: str  # with a remark where less can be asked for: nothing was sent, no line names the account
    quiet: bool  # sends little or nothing: `suspicious` is enough
    hidden: bool  # through webmail only: the origin cannot be known
    first_bad: datetime
    first_sent: datetime | None  # for the time to detection: what went out before an alarm
    last_bad: datetime
    messages: int
    recipients: int
    addresses: int


@dataclass(frozen=True, slots=True)
class Account:
    """An account, honest or broken into."""

    name: str
    honest: tuple[str, ...]
    attack: Attack | None


@dataclass(frozen=True, slots=True)
class Truth:
    """A month."""

    seed: int
    accounts: Mapping[str, Account]
    home: tuple[str, ...]
    own: tuple[str, ...]


def load(path: Path) -> Truth:
    """From the file beside the log."""
    told = json.loads(path.read_text())
    accounts = {
        name: Account(name, tuple(entry["honest"]), _attack(entry["attack"]) if entry["attack"] else None)
        for name, entry in told["accounts"].items()
    }
    return Truth(told["seed"], accounts, tuple(told["config"]["home"]), tuple(told["config"]["own"]))


def _attack(entry: dict[str, object]) -> Attack:
    messages, kind = int(str(entry["messages"])), str(entry["kind"])
    addresses, bare = entry["addresses"], not messages and not kind.endswith(("_test", "_theft", "_fraud"))
    assert isinstance(addresses, list)
    return Attack(
        kind=kind + (NOT_NAMED if not entry["named"] else NOTHING_SENT if bare else ""),
        quiet=bool(entry["quiet"]),
        hidden=bool(entry["hidden"]),
        first_bad=datetime.fromisoformat(str(entry["first_bad"])),
        first_sent=datetime.fromisoformat(str(entry["first_sent"])) if entry["first_sent"] else None,
        last_bad=datetime.fromisoformat(str(entry["last_bad"])),
        messages=messages,
        recipients=int(str(entry["recipients"])),
        addresses=len(addresses),
    )
