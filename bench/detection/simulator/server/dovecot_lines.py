"""How does Dovecot 2.3 word it? As captured from a real one on Debian 12."""

from __future__ import annotations

from base64 import b64encode
from ipaddress import ip_address
from random import Random

from ..clock import Moment
from .intents import Fail, Read

OWN_4 = "192.0.2.25"
OWN_6 = "2001:db8:ffff:ffff::25"
_GUID_BASE = 1_790_000_000_000_000  # microseconds: a session id begins with the time of its capture


def session_id(at: Moment, ip: str, rng: Random) -> str:
    """Time, port and address in Base64, as Dovecot makes it."""
    time = (_GUID_BASE + int(at * 1_000_000)).to_bytes(8, "little")[:6]
    port = rng.randrange(1024, 65536).to_bytes(2, "little")
    return b64encode(time + port + ip_address(ip).packed).decode().rstrip("=")


def ends(ip: str) -> str:
    """The two addresses; webmail comes from the host itself and needs no TLS."""
    if ip.startswith("127."):
        return f"rip={ip}, lip={ip}"
    return f"rip={ip}, lip={OWN_6 if ':' in ip else OWN_4}"


def logged_in(intent: Read, pid: int, session: str) -> str:
    """A successful login."""
    process = "managesieve-login" if intent.protocol == "sieve" else f"{intent.protocol}-login"
    safe = "secured" if intent.client.ip.startswith("127.") else "TLS"
    return (
        f"dovecot: {process}: Login: user=<{intent.account}>, method={intent.method}, {ends(intent.client.ip)}, "
        f"mpid={pid}, {safe}, session=<{session}>"
    )


def refused_login(intent: Fail, session: str, waited: int) -> str:
    """Wrong passwords; one line for the whole session."""
    return (
        f"dovecot: {intent.service}-login: Disconnected: Connection closed (auth failed, {intent.tries} attempts in "
        f"{waited} secs): user=<{intent.account}>, method={intent.method}, {ends(intent.client.ip)}, TLS, "
        f"session=<{session}>"
    )


def looked_in(ip: str, session: str) -> str:
    """A scanner that says nothing."""
    return (
        f"dovecot: imap-login: Disconnected: Connection closed (no auth attempts in 0 secs): user=<>, {ends(ip)}, "
        f"TLS, session=<{session}>"
    )


def logged_out(intent: Read, pid: int, session: str, rng: Random) -> str:
    """The end of a session, with its counters."""
    process = {"sieve": "managesieve"}.get(intent.protocol, intent.protocol)
    head = f"dovecot: {process}({intent.account})<{pid}><{session}>: Disconnected: "
    if intent.protocol == "sieve":
        return f"{head}Logged out bytes={rng.randint(200, 900)}/{rng.randint(400, 1500)}"
    return head + (_pop3(intent, rng) if intent.protocol == "pop3" else _imap(intent, rng))


def _pop3(intent: Read, rng: Random) -> str:
    kept = rng.randint(0, 40)
    return (
        f"Logged out top=0/0, retr={intent.bodies}/{intent.size + intent.bodies * 40}, "
        f"del={intent.deleted}/{intent.bodies + kept}, size={intent.size + kept * 20_011}"
    )


def _imap(intent: Read, rng: Random) -> str:
    heads = intent.bodies + rng.randint(0, 6)
    return (
        f"{_why(intent, rng)} in={90 + intent.bodies * 31 + heads * 20 + rng.randint(0, 600)} "
        f"out={900 + intent.size + heads * 700 + rng.randint(0, 4000)} deleted={intent.deleted} "
        f"expunged={intent.deleted} trashed=0 hdr_count={heads} hdr_bytes={heads * rng.randint(380, 620)} "
        f"body_count={intent.bodies} body_bytes={intent.size}"
    )


def _why(intent: Read, rng: Random) -> str:
    if intent.seconds < 60 or rng.random() < 0.4:
        return "Logged out"
    waiting = intent.seconds * rng.uniform(0.2, 0.95)
    return (
        f"Connection closed (IDLE running for 0.001 + waiting {waiting:.3f} secs, 2 B in + 10 B out, state=wait-input)"
    )
