"""What do strangers say to the SMTP server who do not bring a mail, or not in the usual way?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import AsyncExitStack
from typing import Any

from lab.sessions import Session
from lab.setup import WITH_TLS
from lab.stage import Act, Stage
from lab.truth import Limit, Notice, Rejection

Seen = tuple[type[Any], Mapping[str, object]]


def talk(
    ip: str,
    *say: str | bytes,
    port: int = 25,
    leave: str = "",
    cut: str | None = "lost-connection",
    after: str = "",
    sees: Iterable[Seen] = (),
) -> Act:
    """Somebody says these lines, each when the one before is answered.

    `leave` is his last line, to which nobody listens; "" hangs up, "wait" waits until the server has had enough, which
    is why `cut` is needed (None: it just closes). `after`: what smtpd calls the last command, where it is not its
    name. `sees` is what else the server must say.
    """

    async def act(stage: Stage) -> None:
        async with await Session.open(stage, ip, port, tls=False) as session:
            if port not in WITH_TLS and not (await session.client.reply()).startswith("220"):
                session.turned_away()
                return
            for line in say:
                await session.client.ask(line)
                if session.client.after in {"HELO", "EHLO"} and isinstance(line, str):
                    session.helo = line.partition(" ")[2]
            if leave and leave != "wait":
                await session.client.command(leave)
            if leave:
                await session.client.to_the_end()
            session.cut = None if session.client.after == "QUIT" else cut
            session.client.after = after or session.client.after
            for kind, fields in sees:
                stage.saw(kind, **_known(fields, kind, session))

    return act


def start_tls_once_more(ip: str, *, port: int = 587) -> Act:
    """Somebody whose last TLS sessions were just now: the server says so in TLS, and hangs up."""

    async def act(stage: Stage) -> None:
        async with await Session.open(stage, ip, port) as session:
            await session.client.reply()
            await session.client.ask("EHLO mail.example.com")
            await session.client.start_tls()
            await session.client.reply()
            session.turned_away()

    return act


def crowd(ip: str, size: int, *, port: int = 25) -> Act:
    """So many connections at once from one address; all greet and leave, one after the other."""

    async def act(stage: Stage) -> None:
        async with AsyncExitStack() as stack:
            for _ in range(size):
                session = await stack.enter_async_context(await Session.open(stage, ip, port))
                session.crowded = True
                stack.push_async_callback(session.quit)
                await session.greet("mail.example.com", tls=False)

    return act


def notice(kind: str, text: str, severity: str = "warning", service: str = "") -> Seen:
    """A line of the server itself, in the name of the session's service unless told otherwise."""
    return Notice, {"kind": kind, "text": text, "severity": severity, **({"service": service} if service else {})}


def rejection(stage: str, sender: str = "", recipient: str = "", *, action: str = "reject", helo: str = "") -> Seen:
    """A command that was refused, or that was remarked on."""
    named = {"action": action, "stage": stage, "sender": sender, "recipient": recipient}
    return Rejection, {**named, **({"helo": helo} if helo else {})}


def most_often(records: Mapping[str, str]) -> Act:
    """Time has passed: with the next connection anvil tells who did most. What it was (`auth rate 5`), and who."""

    async def act(stage: Stage) -> None:
        for what, ip in records.items():
            stage.saw(Limit, ip=ip, service="postfix/anvil", what=what)

    return act


def _known(fields: Mapping[str, object], kind: type[Any], session: Session) -> dict[str, object]:
    known: dict[str, object] = {"service": session.service}
    if kind is Rejection:
        known |= {"ip": session.ip, "helo": session.helo}
    return {**known, **fields}
