"""Which mail servers of others are there, and how does each of them refuse?"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from ..geography.networks import Client
from . import names

TLDS = ("example.com", "example.net", "example.org")
COMPANIES = 900
GREYLISTING = 0.10  # of the companies' servers
SERVERS_FROM, SERVERS = 1, 250  # 198.51.100.x: other people's mail servers

# The wordings of the large providers, with our address in them; seen in real logs and their postmaster pages.
_UNUSUAL = (
    "host {host}[{ip}] said: 421-4.7.0 [{own}] Our system has detected an unusual rate of unsolicited 421-4.7.0 mail "
    "originating from your IP address. To protect our users from 421 4.7.0 spam, mail sent from your IP address has "
    "been temporarily rate limited. (in reply to end of DATA command)"
)
_LISTED = (
    "host {host}[{ip}] said: 550 5.7.1 Unfortunately, messages from [{own}] weren't sent. You are on our block list "
    "(S3140). (in reply to MAIL FROM command)"
)
_TOO_MANY = (
    "host {host}[{ip}] refused to talk to me: 421 4.7.0 {host} Service temporarily unavailable, too many messages from "
    "your address blocked"
)
_SPAM = "host {host}[{ip}] said: 554 5.7.1 Message rejected as spam (in reply to end of DATA command)"
_REPUTATION = (
    "host {host}[{ip}] said: 550 5.7.1 Service refused due to bad reputation of [{own}] (in reply to RCPT TO command)"
)


@dataclass(frozen=True, slots=True)
class Provider:
    """A mail domain of somebody else and its server."""

    domain: str
    server: Client
    share: float = 0.0  # of all private mailboxes; 0: a company
    content: float = 0.0  # how often its filter sees at once that a spam mail is spam
    patience: float = 1e9  # spam recipients within hours that it takes before it refuses the whole address
    soft: str = ""  # how it says: later
    hard: str = ""  # how it says: never
    greylists: bool = False
    reply: str = "250 2.0.0 Ok: queued as {queued}"


def _large(name: str, last: int, share: float, content: float, patience: float, soft: str, hard: str) -> Provider:
    domain = name.partition(".")[2]
    reply = "250 2.0.0 OK  {number} {queued} - gsmtp" if share > 0.3 else "250 2.0.0 Ok: queued as {queued}"
    return Provider(domain, Client(f"198.51.100.{last}", name), share, content, patience, soft, hard, reply=reply)


LARGE = (
    _large("mx1.bigmail.example.net", 251, 0.42, 0.12, 150, _UNUSUAL, _SPAM),
    _large("mx.freemail.example.com", 252, 0.26, 0.06, 220, "", _LISTED),
    _large("mx0.webpost.example.net", 253, 0.20, 0.05, 120, _TOO_MANY, _SPAM),
    _large("mx.letterbox.example.org", 254, 0.12, 0.03, 500, "", _REPUTATION),
)
COMPANY_REFUSES = _SPAM
COMPANY_CONTENT = 0.05


def companies(rng: Random) -> tuple[Provider, ...]:
    """The companies of the outside world; several of them share a server."""
    found: dict[str, Provider] = {}
    while len(found) < COMPANIES:
        domain = f"{names.company(rng)}.{rng.choice(TLDS)}"
        server = Client(f"198.51.100.{SERVERS_FROM + len(found) % SERVERS}", f"mx.{domain}")
        greylists = rng.random() < GREYLISTING
        found.setdefault(
            domain, Provider(domain, server, content=COMPANY_CONTENT, hard=COMPANY_REFUSES, greylists=greylists)
        )
    return tuple(found.values())
