"""Where do postwarden's figures differ from pflogsumm's, on the same log?"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from postwarden.model.counted import RecipientDomain
from postwarden.model.statistics import Figures
from stats.pflogsumm import Amount, Summary, amount

TOTALS = {
    "received": "received",
    "delivered": "delivered",
    "forwarded": "forwarded",
    "deferred": "deferred",
    "deferrals": "deferrals",
    "bounced": "bounced",
    "rejected": "rejected",
    "rejected percent": "rejected_percent",
    "reject warnings": "reject_warnings",
    "held": "held",
    "discarded": "discarded",
    "discarded percent": "discarded_percent",
    "bytes received": "bytes_received",
    "bytes delivered": "bytes_delivered",
    "senders": "senders",
    "sending hosts/domains": "sending_domains",
    "recipients": "recipients",
    "recipient hosts/domains": "recipient_domains",
    "smtpd connections": "connections",
    "smtpd hosts/domains": "connecting_hosts",
}
TRAFFIC = ("received", "delivered", "deferred", "bounced", "rejected")
PASSWORD = "a password stands in the log"
LENGTHS = {"s": 1, "m": 60, "h": 3600}


def differences(ours: Figures, theirs: Summary) -> list[str]:
    """Each figure that both count, and count differently."""
    found = [
        f"{name}: {getattr(ours.totals, mine)}, pflogsumm {theirs.totals.get(name)}"
        for name, mine in TOTALS.items()
        if not theirs.totals.get(name, Amount(0)).is_of(getattr(ours.totals, mine))
    ]
    found += _traffic(ours, theirs)
    found += _people(ours, theirs)
    found += _domains(ours, theirs)
    found += _problems(ours, theirs)
    found += _sessions(ours, theirs)
    return found


def days(theirs: Summary) -> int:
    """By how many days it divides what happened in an hour."""
    return len(theirs.tables.get("Per-Day Traffic Summary", [])) or 1


def _traffic(ours: Figures, theirs: Summary) -> Iterator[str]:
    if "Per-Day Traffic Summary" in theirs.tables:
        # it takes the year from today's date, whatever the stamps say
        mine = {day.date[5:]: [getattr(day, name) for name in TRAFFIC] for day in ours.per_day}
        mine = {date: cells for date, cells in mine.items() if any(cells)}  # it knows nothing of days with IMAP only
        told = {date[5:]: cells for date, cells in theirs.tables["Per-Day Traffic Summary"]}
        yield from _unlike("per day", {date: mine.get(date, [0] * len(TRAFFIC)) for date in told | mine}, told)
    number = days(theirs)
    hours = {
        f"{h.hour:02}:00-{h.hour + 1:02}:00": [_mean(getattr(h, n), number) for n in TRAFFIC] for h in ours.per_hour
    }
    yield from _unlike("per hour", hours, dict(theirs.tables[_by_days("Per-Hour Traffic", number, "Summary")]))


def _people(ours: Figures, theirs: Summary) -> Iterator[str]:
    senders = {"from=<>" if row.sender == "<>" else row.sender: row for row in ours.senders_by_count}
    recipients = {row.recipient: row for row in ours.recipients_by_count}
    for title, mine in (
        ("Senders by message count", {name: [row.messages] for name, row in senders.items()}),
        ("Senders by message size", {name: [row.bytes] for name, row in senders.items()}),
        ("Recipients by message count", {name: [row.deliveries] for name, row in recipients.items()}),
        ("Recipients by message size", {name: [row.bytes] for name, row in recipients.items()}),
    ):
        yield from _unlike(title, mine, dict(theirs.tables.get(title, [])))


def _domains(ours: Figures, theirs: Summary) -> Iterator[str]:
    senders = {row.domain: [row.messages, row.bytes] for row in ours.sender_domains}
    told = dict(theirs.tables.get("Host/Domain Summary: Messages Received", []))
    yield from _unlike("sender domains", senders, {"<>" if name == "from=<>" else name: told[name] for name in told})
    delivery = dict(theirs.tables.get("Host/Domain Summary: Message Delivery", []))
    mine = {row.domain: row for row in ours.recipient_domains}
    counted = {name: [row.deliveries, row.bytes, row.deferrals] for name, row in mine.items()}
    yield from _unlike("recipient domains", counted, {name: cells[:3] for name, cells in delivery.items()})
    for name in mine.keys() & delivery.keys():
        yield from _delays(mine[name], delivery[name][3:])


def _delays(mine: RecipientDomain, cells: list[str]) -> Iterator[str]:
    for value, shown, unit in zip((mine.average_delay_s, mine.longest_delay_s), cells[::2], cells[1::2], strict=True):
        if abs(value / LENGTHS[unit] - float(shown)) > 0.06:  # it shows tenths, we keep hundredths
            yield f"delay of {mine.domain}: {value}, pflogsumm {shown} {unit}"


def _problems(ours: Figures, theirs: Summary) -> Iterator[str]:
    remarks = [row for row in ours.remarks if row.service.startswith("postfix") and row.text != PASSWORD]
    for title, mine in (
        ("message deferral detail", _sums((daemon(row.service), row.deferrals) for row in ours.deferrals)),
        ("message bounce detail (by relay)", _sums((row.relay, row.bounced) for row in ours.bounces)),
        ("message reject detail", _sums((row.stage, row.count) for row in ours.rejections if row.action == "reject")),
        (
            "message reject warning detail",
            _sums((row.stage, row.count) for row in ours.rejections if row.action == "warning"),
        ),
        ("message hold detail", _sums((row.stage, row.count) for row in ours.rejections if row.action == "hold")),
        ("Warnings", _sums((daemon(row.service), row.count) for row in remarks if row.severity == "warning")),
        ("Fatal Errors", _sums((daemon(row.service), row.count) for row in remarks if row.severity == "fatal")),
        ("Panics", _sums((daemon(row.service), row.count) for row in remarks if row.severity == "panic")),
    ):
        told = _sums((_heading(path), number) for path, number in theirs.nested.get(title, {}).items())
        if mine != told:
            yield f"{title}: {dict(mine - told)}, pflogsumm {dict(told - mine)} more"


def _sessions(ours: Figures, theirs: Summary) -> Iterator[str]:
    number = days(theirs)
    told = dict(theirs.tables.get("Host/Domain Summary: SMTPD Connections", []))
    mine = {row.host: [row.connections] for row in ours.sessions_by_host}
    yield from _unlike("sessions by host", mine, {name: cells[:1] for name, cells in told.items()})
    hours = {f"{h.hour:02}:00-{h.hour + 1:02}:00": [_mean(h.connections, number)] for h in ours.sessions_per_hour}
    title = "Per-Hour SMTPD Connection Daily Average" if number > 1 else "Per-Hour SMTPD Connection Summary"
    yield from _unlike("sessions per hour", hours, {name: cells[:1] for name, cells in theirs.tables.get(title, [])})


def daemon(service: str) -> str:
    """What pflogsumm calls a service."""
    return re.sub(r"^postfix/(?:.*/)?", "", service)


def known_services(log: str) -> str:
    """The log with services under names that pflogsumm knows: it skips `postfix/submissions/smtpd` and the like."""
    return re.sub(r" postfix/(?!smtps/|submission/)[\w.-]+/smtpd\[", " postfix/smtpd[", log)


def known_ends(log: str) -> str:
    """The log without counters behind the addresses of IPv6 clients: there it finds neither name nor address."""
    return re.sub(r"(: disconnect from [^\[ ]*\[[0-9a-f:]*:[0-9a-f:.]*\]).*", r"\1", log)


def without_refiled(log: str) -> str:
    """Without the mails that got a second queue id, from a filter on the server or by `postsuper -r`."""
    ours = set(re.findall(r"\]: (\w+): client=", log))
    pairs = [
        (parent, child)
        for parent, child in re.findall(r"\]: (\w+): to=<.* status=sent \(.*queued as (\w+)\)", log)
        if child in ours
    ]
    pairs += re.findall(r"\]: (\w+): client=.* orig_queue_id=(\w+)", log)
    pairs += re.findall(r"\]: (\w+): uid=\d+ from=<.*> orig_id=(\w+)", log)
    return _without(log, {queue_id for pair in pairs for queue_id in pair})


def without_forgeries(log: str) -> str:
    """Without the mails that have an address or a Message-ID that looks like a part of the line."""
    return _without(log, set(re.findall(r'\]: (\w+): (?:.*<"|message-id=.*=<)', log)))


def without_hangups(log: str) -> str:
    return "".join(line for line in log.splitlines(keepends=True) if ": hangup: " not in line)


def _without(log: str, queue_ids: set[str]) -> str:
    return "".join(
        line
        for line in log.splitlines(keepends=True)
        if (match := re.search(r"\]: (\w+): ", line)) is None or match[1] not in queue_ids
    )


def written(log: str, folder: Path) -> Path:
    path = folder / "for-pflogsumm.log"
    path.write_text(log, encoding="utf-8", errors="surrogateescape")
    return path


def _heading(path: tuple[str, ...]) -> str:
    return path[1] if path[0] == "cleanup" and path[1:] else path[0].replace("connect", "CONNECT")


def _by_days(title: str, number: int, single: str) -> str:
    return f"{title} Daily Average" if number > 1 else f"{title} {single}"


def _mean(value: int, number: int) -> int:
    return int(value / number + 0.5)


def _sums(rows: Iterable[tuple[str, int]]) -> Counter[str]:
    found: Counter[str] = Counter()
    for name, number in rows:
        found[name] += number
    return found


def _unlike(title: str, mine: Mapping[str, list[int]], told: Mapping[str, list[str]]) -> Iterator[str]:
    for name in sorted(mine.keys() | told.keys()):
        if name not in mine or name not in told:
            yield f"{title}: {name} only {'here' if name in mine else 'in pflogsumm'}"
        elif not all(amount(cell).is_of(value) for cell, value in zip(told[name], mine[name], strict=True)):
            yield f"{title}: {name} {mine[name]}, pflogsumm {told[name]}"
