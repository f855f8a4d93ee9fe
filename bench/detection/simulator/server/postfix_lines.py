"""How does Postfix 3.7 word it? As captured from a real one on Debian 12."""

from __future__ import annotations

from collections.abc import Mapping

from ..geography.networks import Client
from .intents import Submit


def connected(client: Client) -> str:
    """Somebody is there."""
    return f"connect from {client.named}"


def disconnected(client: Client, counters: Mapping[str, int | tuple[int, int]]) -> str:
    """The counters of a session: a number, or how many succeeded of how many; what never came is left out."""
    words = [f"{name}={_count(number)}" for name, number in counters.items() if number not in (0, (0, 0))]
    good = sum(number[0] if isinstance(number, tuple) else number for number in counters.values())
    tried = sum(number[1] if isinstance(number, tuple) else number for number in counters.values())
    total = f"commands={good}" if good == tried and tried else f"commands={good}/{tried}"
    return f"disconnect from {client.named} {' '.join([*words, total])}"


def _count(number: int | tuple[int, int]) -> str:
    if isinstance(number, int):
        return str(number)
    good, tried = number
    return str(good) if good == tried else f"{good}/{tried}"


def lost(client: Client, after: str) -> str:
    """The client hung up."""
    return f"lost connection after {after} from {client.named}"


def authenticated(queue_id: str, intent: Submit) -> str:
    """A mail by somebody who has logged in."""
    named = intent.client.named
    return f"{queue_id}: client={named}, sasl_method={intent.method}, sasl_username={intent.account}"


def refused_login(client: Client, method: str, account: str) -> str:
    """A wrong password, as Debian's 3.7.11 says it."""
    return (
        f"warning: {client.named}: SASL {method} authentication failed: (reason unavailable), sasl_username={account}"
    )


def active(queue_id: str, sender: str, size: int, recipients: int) -> str:
    """The queue manager takes a mail up."""
    return f"{queue_id}: from=<{sender}>, size={size}, nrcpt={recipients} (queue active)"


def delivery(queue_id: str, to: str, relay: str, delays: tuple[float, ...], dsn: str, status: str) -> str:
    """The result for one recipient; `status` includes the reason in parentheses."""
    parts = "/".join(map(seconds, delays))
    return f"{queue_id}: to=<{to}>, relay={relay}, delay={seconds(sum(delays))}, delays={parts}, dsn={dsn}, {status}"


def seconds(number: float) -> str:
    """Two significant digits, as Postfix writes delays."""
    if number < 0.01:
        return "0"
    if number >= 10:
        return str(round(number))
    text = f"{number:.2f}" if number < 1 else f"{number:.1f}"
    return text.rstrip("0").rstrip(".")


def rejected(client: Client, why: str, sender: str, to: str, helo: str) -> str:
    """A recipient was refused before a queue file existed."""
    return f"NOQUEUE: reject: RCPT from {client.named}: {why}; from=<{sender}> to=<{to}> proto=ESMTP helo=<{helo}>"
