"""Which figures does a window have, and which of them lie beyond a threshold?"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from postwarden.model.memory import Minute
from postwarden.model.monitoring import FIGURES, Range, Suspect
from postwarden.model.verdict import Verdict
from postwarden.monitor.rule import Seen, seen


def figures(minutes: Collection[Minute], found: Sequence[Suspect], age: int) -> tuple[dict[str, int], str]:
    """All of FIGURES, and the account that sent to most. `age` are seconds since the last line."""
    accounts = seen(minutes)
    top = max(accounts, key=lambda name: (accounts[name].recipients, name), default="")
    most = accounts.get(top, Seen()).recipients
    counted = {
        "compromised": sum(one.verdict == Verdict.COMPROMISED for one in found),
        "suspicious": sum(one.verdict == Verdict.SUSPICIOUS for one in found),
        "logins": sum(one.logins for one in accounts.values()),
        "failures": sum(minute.failures for minute in minutes),
        "messages": sum(one.messages for one in accounts.values()),
        "recipients": sum(one.recipients for one in accounts.values()),
        "top_account": most,
        "countries": max((len(one.countries) for one in accounts.values()), default=0),
        "age": age,
    }
    return {name: counted[name] for name in FIGURES}, top if most else ""


def beyond(counted: Mapping[str, int], limits: Mapping[str, Range]) -> list[str]:
    """Names of figures with an alarm, in the order of FIGURES."""
    return [name for name, value in counted.items() if name in limits and limits[name].alarms(value)]
