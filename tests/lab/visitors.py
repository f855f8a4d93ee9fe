"""What do strangers say to the SMTP server who do not bring a mail, or not in the usual way?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from ssl import SSLContext
from typing import Any

from lab.sessions import Session
from lab.setup import WITH_TLS
from lab.stage import Act, Stage
from lab.truth import Limit, Notice, Rejection, TlsSession

Version = tuple[int, int]
_ALWAYS = "postfix", (0, 0)
_NEVER = "postfix", (99, 0)


@dataclass(frozen=True)
class Seen:
    """Something that the server must say, besides what each session leaves; perhaps only in some versions."""

    kind: type[Any]
    fields: Mapping[str, object]
    since: tuple[str, Version] = _ALWAYS
    before: tuple[str, Version] = _NEVER

    def write_down(self, stage: Stage, session: Session) -> None:
        new_enough = stage.versions[self.since[0]] >= self.since[1]
        if new_enough and stage.versions[self.before[0]] < self.before[1]:
            stage.saw(self.kind, **self._known(session), **self.fields)

    def _known(self, session: Session) -> dict[str, object]:
        known = {"service": session.service, "ip": session.ip, "helo": session.helo}
        wanted = {Notice: {"service"}, TlsSession: {"service", "ip"}}.get(self.kind, set(known))
        return {name: value for name, value in known.items() if name in wanted - set(self.fields)}


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
            if port not in WITH_TLS and (await session.client.reply()).startswith("421"):
                session.turned_away()
                return
            for line in say:
                await session.speak(line)
            if leave and leave != "wait":
                await session.client.command(leave)
            if leave:
                await session.client.to_the_end()
            session.cut = None if session.client.after == "QUIT" else cut
            session.client.after = after or session.client.after
            for seen in sees:
                seen.write_down(stage, session)

    return act


def break_off(
    ip: str,
    recipient: str,
    *,
    at: str,
    account: str = "",
    sender: str = "a@example.com",
    cut: str = "lost-connection",
) -> Act:
    """Somebody begins a mail and goes, or falls silent (`cut="timeout"`), `at` RCPT, DATA, BDAT or END-OF-MESSAGE."""

    async def act(stage: Stage) -> None:
        async with await Session.open(stage, ip, 587 if account else 25) as session:
            await session.greet("mail.example.com", tls=bool(account))
            if account:
                await session.log_in(account, stage.passwords[account])
            mail = await session.begin(sender, [recipient])
            assert mail
            if at == "END-OF-MESSAGE":
                await session.finish(mail, stage.text(sender, "Invented"))
            else:  # cleanup has seen a header without Message-ID, or nothing
                session.abandon(replace(mail, message_id="<>" if at == "DATA" else None))
            if at == "DATA":
                await session.client.ask("DATA")
            elif at == "BDAT":
                await session.client.command("BDAT 1000 LAST")
            if at in {"DATA", "BDAT"}:
                session.client.writer.write(b"From: a@example.com\r\n\r\nHal")
            if cut == "timeout":
                await session.client.to_the_end()
            session.cut = cut

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


def fail_tls(ip: str, context: SSLContext, problem: str) -> Act:
    """Somebody with whom no TLS can be agreed on; OpenSSL says why."""

    async def act(stage: Stage) -> None:
        async with await Session.open(stage, ip, 465, tls=False) as session:
            await session.client.fail_tls(context)
            await session.client.to_the_end()
            for seen in tls_failed(problem):
                seen.write_down(stage, session)

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
    return Seen(Notice, {"kind": kind, "text": text, "severity": severity, **({"service": service} if service else {})})


def before(program: str, version: Version, seen: Seen) -> Seen:
    """What only older versions say."""
    return replace(seen, before=(program, version))


def since(program: str, version: Version, seen: Seen) -> Seen:
    """What only newer versions say."""
    return replace(seen, since=(program, version))


def tls_failed(problem: str = "") -> tuple[Seen, ...]:
    """TLS did not come about; what OpenSSL says to that, if anything."""
    failed = Seen(TlsSession, {"protocol": None, "cipher": None})
    said = (notice("notice/warning", f"TLS library problem: error:{problem}"),) if problem else ()
    return (failed, *said)


def rejection(
    stage: str, sender: str = "", recipient: str = "", *, action: str = "reject", helo: str | None = None
) -> Seen:
    """A command that was refused, or that was remarked on."""
    named = {"action": action, "stage": stage, "sender": sender, "recipient": recipient}
    return Seen(Rejection, {**named, **({} if helo is None else {"helo": helo})})


def most_often(records: Mapping[str, str]) -> Act:
    """Time has passed: with the next connection anvil tells who did most. What it was (`auth rate 5`), and who."""

    async def act(stage: Stage) -> None:
        for what, ip in records.items():
            stage.saw(Limit, ip=ip, service="postfix/anvil", what=what)

    return act
