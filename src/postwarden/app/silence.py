"""Which findings has the administrator accepted? They are taken out before the verdict, and counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from postwarden.enrich.networks import NetworkIndex
from postwarden.model.coverage import Silenced
from postwarden.model.findings import Finding
from postwarden.model.settings import Silence

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def unsilenced(
    findings: Sequence[Finding], silences: Sequence[Silence], zone: tzinfo, accounts: Collection[str] = ()
) -> tuple[list[Finding], tuple[Silenced, ...]]:
    """The findings that are left, and how many each silence took. Days are those of the zone.

    What counts is when it happened, not when the logs are read: the same logs give the same report. With `accounts`,
    what is said of others is taken out and not counted: nobody asked for it.
    """
    heard, taken = [], Counter[int]()
    asked = {account.casefold() for account in accounts}
    ends = [_end(silence, zone) for silence in silences]
    within = [None if silence.network is None else NetworkIndex([silence.network]) for silence in silences]
    for finding in findings:
        fits = (n for n, one in enumerate(silences) if finding.last_time < ends[n] and _fits(one, within[n], finding))
        number = next(fits, None)
        if number is None:
            heard.append(finding)
        elif not asked or finding.kind != "account" or finding.key in asked:
            taken[number] += 1
    return heard, tuple(_silenced(silences[number], taken[number]) for number in sorted(taken))


def _end(silence: Silence, zone: tzinfo) -> int:
    """The first µs after its last day."""
    last = min(silence.until, date.max - timedelta(days=1))  # there is no day after the last of all
    midnight = datetime.combine(last, time(), zone) + timedelta(days=1)
    return (midnight - _EPOCH) // timedelta(microseconds=1)


def _fits(silence: Silence, within: NetworkIndex | None, finding: Finding) -> bool:
    if silence.detector is not None and silence.detector != finding.detector:
        return False
    if silence.account is not None and not (finding.kind == "account" and silence.account.covers(finding.key)):
        return False
    if within is None:
        return True
    network = finding.key if finding.kind == "ip_net" else finding.facts.get("ip_net")
    return isinstance(network, str) and bool(within.around(network.partition("/")[0]))


def _silenced(silence: Silence, findings: int) -> Silenced:
    return Silenced(
        findings=findings,
        detector=silence.detector,
        account=_plain(silence.account),
        network=_plain(silence.network),
        until=silence.until.isoformat(),
        why=str(silence.why),
    )


def _plain(value: str | None) -> str | None:
    """No kind of its own: that is what a report is made of."""
    return None if value is None else str(value)
