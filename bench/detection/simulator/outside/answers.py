"""What does another mail server answer to a mail of ours?

Refusals for spam follow from what was sent: each large provider counts the spam that it got from this server within
some hours; above its patience it refuses the address, and then colleagues' mail suffers, too.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from random import Random

from ..clock import HOUR, Moment
from .people import Outside, Recipient
from .providers import Provider

MEMORY = 6 * HOUR  # half-life of a provider's memory of spam
DEAD_SERVER = 0.0015  # a server cannot be reached at a first attempt
FULL = 0.002  # mailbox over quota
POLICY = 0.0012  # an honest mail is refused: attachment, size, DMARC of a mailing list
BYSTANDERS = 0.35  # how often a provider that refuses the address refuses honest mail, too

_UNKNOWN = (
    "host {host}[{ip}] said: 550 5.1.1 <{to}>: Recipient address rejected: User unknown (in reply to RCPT TO command)"
)
_GREYLISTED = (
    "host {host}[{ip}] said: 450 4.2.0 <{to}>: Recipient address rejected: Greylisted, see "
    "http://postgrey.example.org/help/{domain}.html (in reply to RCPT TO command)"
)
_FULL = (
    "host {host}[{ip}] said: 452 4.2.2 <{to}>: Mailbox full, quota exceeded (in reply to RCPT TO command)",
    "host {host}[{ip}] said: 552 5.2.2 <{to}>: Recipient's mailbox is full (in reply to RCPT TO command)",
)
_ATTACHMENT = (
    "host {host}[{ip}] said: 552 5.7.0 This message was blocked because its content presents a potential security "
    "issue. (in reply to end of DATA command)"
)
_SILENT = "connect to {host}[{ip}]:25: Connection timed out"


@dataclass(frozen=True, slots=True)
class Answer:
    """Postfix's words about one recipient: sent, bounced or deferred."""

    status: str
    dsn: str
    text: str
    seconds: float


class Answers:
    """The mail servers outside, with their memories. Must be asked in the order of time."""

    def __init__(self, outside: Outside, own: str, rng: Random) -> None:
        self._outside = outside
        self._own = own
        self._rng = rng
        self._spam: defaultdict[str, float] = defaultdict(float)
        self._seen: dict[str, Moment] = {}
        self._met: set[tuple[str, str]] = set()

    def ask(self, at: Moment, sender: str, recipient: Recipient, spam: float, attempt: int) -> Answer:
        """One attempt for one recipient; `spam`: how much like spam the mail is, from 0 to 1."""
        provider = self._outside.by_domain[recipient.domain]
        pressure = self._remember(at, provider, spam)
        if not recipient.exists:
            return self._said("bounced", "5.1.1", _UNKNOWN, provider, recipient)
        if refused := self._refused(provider, recipient, spam, pressure):
            return refused
        if waits := self._waits(provider, sender, recipient, attempt):
            return waits
        return self._taken(provider)

    def _remember(self, at: Moment, provider: Provider, spam: float) -> float:
        """How much spam the provider has got from here lately; little spam-like mail draws no complaints."""
        before = self._spam[provider.domain]
        faded = before * 0.5 ** ((at - self._seen.get(provider.domain, at)) / MEMORY)
        self._seen[provider.domain] = at
        self._spam[provider.domain] = faded + (spam if spam > 0.1 else 0)
        return self._spam[provider.domain]

    def _refused(self, provider: Provider, recipient: Recipient, spam: float, pressure: float) -> Answer | None:
        draw = self._rng.random()
        if spam > 0.1 and draw < provider.content * spam:
            return self._said("bounced", "5.7.1", provider.hard, provider, recipient)
        if pressure > provider.patience and draw < (
            min(0.95, pressure / provider.patience / 2) * max(spam, BYSTANDERS)
        ):
            if provider.soft:
                return self._said("deferred", "4.7.0", provider.soft, provider, recipient)
            return self._said("bounced", "5.7.1", provider.hard, provider, recipient)
        if self._rng.random() < POLICY:
            return self._said("bounced", "5.7.0", _ATTACHMENT, provider, recipient)
        return None

    def _waits(self, provider: Provider, sender: str, recipient: Recipient, attempt: int) -> Answer | None:
        if provider.greylists and attempt == 0 and (provider.domain, sender) not in self._met:
            self._met.add((provider.domain, sender))
            return self._said("deferred", "4.2.0", _GREYLISTED, provider, recipient)
        draw = self._rng.random()
        if draw < DEAD_SERVER and attempt < 3:
            return self._said("deferred", "4.4.1", _SILENT, provider, recipient, 30)
        if draw < DEAD_SERVER + FULL:
            hard = attempt > 0 or self._rng.random() < 0.5
            status, dsn = ("bounced", "5.2.2") if hard else ("deferred", "4.2.2")
            return self._said(status, dsn, _FULL[hard], provider, recipient)
        return None

    def _taken(self, provider: Provider) -> Answer:
        queued = f"{self._rng.getrandbits(40):010X}"
        reply = provider.reply.format(queued=queued, number=self._rng.randrange(10**9, 2 * 10**9))
        return Answer("sent", "2.0.0", reply, 0.2 + self._rng.expovariate(1.2))

    def _said(
        self, status: str, dsn: str, text: str, provider: Provider, recipient: Recipient, seconds: float = 0
    ) -> Answer:
        words = text.format(
            host=provider.server.host,
            ip=provider.server.ip,
            to=recipient.address,
            domain=recipient.domain,
            own=self._own,
        )
        return Answer(status, dsn, words, seconds or 0.2 + self._rng.expovariate(2))
