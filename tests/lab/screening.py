"""What do strangers do at postscreen's door, and what must it say of them?"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence

from lab.clients import Smtp
from lab.sessions import Session
from lab.setup import SCREENED
from lab.stage import Act, Stage
from lab.truth import Notice, ScreenEvent, TlsSession

BEFORE, AFTER = "tests before SMTP handshake", "tests after SMTP handshake"
_TLSPROXY = "postfix/tlsproxy"

Event = str | tuple[str, str] | tuple[str, str, str, str]


def screened(
    ip: str,
    *say: str | bytes,
    early: bytes = b"",
    sees: Iterable[Event],
    leave: str = "QUIT",
    tls: bool = False,
    tls_problem: str = "",
) -> Act:
    """Somebody speaks with postscreen only: `early` without waiting for the greeting, then line by line.

    `leave` is his last line; "" hangs up, "wait" waits to be thrown out. `sees` is what postscreen notices of him
    between his coming and his going, `tls_problem` what OpenSSL says where TLS fails.
    """

    async def act(stage: Stage) -> None:
        async with await Smtp.open(ip, SCREENED) as client:
            client.writer.write(early)
            if tls:
                await client.greet("mail.example.com", tls=True)
            elif say or leave:
                await client.reply()
            for line in say:
                await client.ask(line)
            if leave == "wait":
                await client.to_the_end()
            elif leave:
                await client.say(leave)
                await client.to_the_end()
        _saw(stage, ip, ("connect", *sees, "disconnect"))
        if tls_problem:
            text = f"TLS library problem: error:{tls_problem}"
            stage.saw(Notice, service=_TLSPROXY, kind="notice/warning", severity="warning", text=text)
            stage.saw(TlsSession, ip=ip, service=_TLSPROXY, protocol=None, cipher=None)

    return act


def let_through(ip: str, *, by: str, known: str = "") -> Act:
    """Somebody whom postscreen lets through to the server: `pass-old`, `pass-new` or `allowlisted`.

    `known`: a list in the DNS that vouches for him.
    """

    async def act(stage: Stage) -> None:
        _saw(stage, ip, ("connect", *((("listed", known),) if known else ()), by))
        async with Session(stage, await Smtp.open(ip, SCREENED), ip, SCREENED) as session:
            await session.greet("mail.example.com", tls=False)
            await session.quit()

    return act


def crowd(ip: str, size: int, *, allowed: int) -> Act:
    """So many connections at once from one address, of which so many may look around; all hang up at the greeting."""

    async def act(stage: Stage) -> None:
        clients = [await Smtp.open(ip, SCREENED) for _ in range(size)]
        await asyncio.gather(*(client.to_the_end() for client in clients[allowed:]))
        for client in clients:
            client.hang_up()
        for _ in clients[allowed:]:
            _saw(stage, ip, ("connect", ("reject-connect", "too many connections"), "disconnect"))
        for _ in clients[:allowed]:
            _saw(stage, ip, ("connect", ("hangup", BEFORE), "disconnect"))

    return act


def refused(reply: str, sender: str, recipient: str) -> tuple[str, str, str, str]:
    """postscreen refuses a recipient, with these words."""
    return "reject", reply, sender, recipient


def _saw(stage: Stage, ip: str, events: Sequence[Event]) -> None:
    for event in events:
        told = (event,) if isinstance(event, str) else event
        stage.saw(ScreenEvent, ip=ip, **dict(zip(("event", "detail", "sender", "recipient"), told, strict=False)))
