"""In which words are the totals of statistics told?"""

from __future__ import annotations

from postwarden.model.statistics import Figures, Totals
from postwarden.report.amounts import amount_of_bytes, amount_of_time
from postwarden.report.wording import Row, count


def total_rows(figures: Figures) -> list[Row]:
    """What did not happen is left out, save the mail itself."""
    told = figures.totals
    rows = [
        ("received", _received(told)),
        ("delivered", _delivered(told)),
        ("forwarded", f"{told.forwarded:,}" if told.forwarded else ""),
        ("deferred", f"{count(told.deferred, 'mail')}, {count(told.deferrals, 'deferral')}" if told.deferrals else ""),
        ("bounced", f"{told.bounced:,}" if told.bounced else ""),
        ("rejected", f"{told.rejected:,} ({told.rejected_percent} %)" if told.rejected else ""),
        ("warned of", f"{told.reject_warnings:,}" if told.reject_warnings else ""),
        ("held", f"{told.held:,}" if told.held else ""),
        ("discarded", f"{told.discarded:,} ({told.discarded_percent} %)" if told.discarded else ""),
        ("connections", _connections(told)),
        ("logins", f"{told.logins:,} to {count(told.accounts, 'account')}" if told.logins else ""),
        ("failed logins", _failures(told)),
        ("encrypted", _encrypted(figures)),
        ("in the queue", f"{count(told.queued, 'mail')} in the end" if told.queued else ""),
    ]
    return [(label, words) for label, words in rows if words]


def _received(told: Totals) -> str:
    if not told.received:
        return "no mail"
    whence = f"{count(told.senders, 'sender')} in {count(told.sending_domains, 'domain')}"
    return f"{count(told.received, 'mail')}, {amount_of_bytes(told.bytes_received)}, from {whence}"


def _delivered(told: Totals) -> str:
    if not told.delivered:
        return "nothing"
    whither = f"{count(told.recipients, 'recipient')} in {count(told.recipient_domains, 'domain')}"
    return f"{count(told.delivered, 'time')}, {amount_of_bytes(told.bytes_delivered)}, to {whither}"


def _connections(told: Totals) -> str:
    if not told.connections:
        return ""
    average = amount_of_time(told.connection_seconds / told.connections)
    hosts = count(told.connecting_hosts, "host or domain", "hosts and domains")
    return f"{told.connections:,} from {hosts}, {average} on average"


def _failures(told: Totals) -> str:
    addresses = count(told.failing_addresses, "address", "addresses")
    return f"{told.failures:,} from {addresses}" if told.failures else ""


def _encrypted(figures: Figures) -> str:
    shares = [
        _share(figures, direction, words) for direction, words in (("in", "sessions"), ("out", "deliveries elsewhere"))
    ]
    return ", ".join(share for share in shares if share)


def _share(figures: Figures, direction: str, words: str) -> str:
    told = [share for share in figures.tls if share.direction == direction]
    if not told:
        return ""
    plain = sum(share.sessions for share in told if share.protocol == "none")
    every = sum(share.sessions for share in told)
    return f"{(every - plain) * 100 // every} % of {count(every, words.removesuffix('s'), words)}"
