"""What can people, devices and attackers do? The verbs of the scenario language; each returns an act to be played.

at("2026-10-13 22:41:07", test_credentials("anna.berg@example.org", "198.51.100.5", wrong=2))
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence

from lab.clients import Imap, Pop3, Sieve
from lab.clock import moment
from lab.logged import mailbox_name
from lab.programs import hand_in
from lab.sessions import Session
from lab.stage import Act, Moment, Stage
from lab.truth import Failure, Login, MailboxSession

_MAILBOX_PORTS = {"imap": 993, "pop3": 995, "sieve": 4190}
_PROXY = 1587


def at(time: str | float, *acts: Act) -> Iterable[Moment]:
    """Acts that follow each other from a local time on such as `2026-10-13 22:41`."""
    when = moment(time) if isinstance(time, str) else time
    return [Moment(when, act) for act in acts]


def together(acts: Sequence[Act]) -> Act:
    """Acts side by side."""

    async def act(stage: Stage) -> None:
        await asyncio.gather(*(one(stage) for one in acts))

    return act


def submit(
    account: str,
    ip: str,
    recipients: Sequence[str],
    *,
    sender: str | None = None,
    helo: str = "",
    port: int = 587,
    method: str = "PLAIN",
    mails: int = 1,
    subject: str = "Invented",
    size: int = 3,
    header: str = "",
) -> Act:
    """An authenticated client sends mails, all in one session."""

    async def act(stage: Stage) -> None:
        async with await Session.open(stage, ip, port) as session:
            welcome = await session.greet(helo or _literal(ip), tls=port == 587)
            if welcome and await session.log_in(account, stage.passwords.get(account, ""), method):
                for _ in range(mails):
                    text = stage.text(sender or account, subject, size, header)
                    await session.send(account if sender is None else sender, recipients, text)
            await session.quit()

    return act


def log_in(account: str, ip: str, *, protocol: str = "imap") -> Act:
    """A login at the mailbox, or (`smtp`) one after which nothing is sent."""
    if protocol == "smtp":
        return test_credentials(account, ip)

    async def act(stage: Stage) -> None:
        async with await _mailbox_client(protocol, ip) as client:
            if await client.log_in(account, stage.passwords.get(account, "")):
                _entered(stage, account, ip, protocol, bodies=0)
            await client.log_out()

    return act


def read_mail(account: str, ip: str, *, protocol: str = "imap", everything: bool = False, delete: bool = False) -> Act:
    """Fetch new mail, or `everything`, and perhaps `delete` it afterwards."""

    async def act(stage: Stage) -> None:
        async with await _mailbox_client(protocol, ip) as client:
            await client.log_in(account, stage.passwords[account])
            if isinstance(client, Pop3):
                bodies = await client.fetch_all(delete=delete)
            elif isinstance(client, Imap):
                bodies = await (client.copy_all(delete=delete) if everything else client.read_new())
            else:
                raise ValueError(f"no mail can be read by {protocol}")
            await client.log_out()
            _entered(stage, account, ip, protocol, bodies=bodies, expunged=bodies if delete else 0)

    return act


def change_filter(account: str, ip: str, script: str) -> Act:
    """Put a Sieve script into force."""

    async def act(stage: Stage) -> None:
        async with await Sieve.open(ip, 4190, tls=False) as client:
            await client.log_in(account, stage.passwords[account])
            await client.put_script(script)
            await client.log_out()
            _entered(stage, account, ip, "sieve", bodies=0)

    return act


def fail(
    account: str,
    ip: str,
    *,
    protocol: str = "smtp",
    tries: int = 1,
    method: str = "LOGIN",
    helo: str = "User",
    port: int = 587,
    tls: bool = False,
) -> Act:
    """Wrong passwords, all in one session; who speaks TLS also says good-bye."""
    if protocol != "smtp":
        return _fail_at_mailbox(account, ip, protocol, tries)

    async def act(stage: Stage) -> None:
        async with await Session.open(stage, ip, port) as session:
            await session.greet(helo, tls and port not in {465, 1465})
            for number in range(tries):
                await session.log_in(account, f"guess {number}", method)
            if tls:
                await session.quit()

    return act


def spray(accounts: Sequence[str], ips: Sequence[str], **how: object) -> Act:
    """One guess for each account, each from the next address."""
    return _one_by_one([fail(account, ips[at % len(ips)], **how) for at, account in enumerate(accounts)])  # type: ignore[arg-type]


def test_credentials(account: str, ip: str, *, wrong: int = 0, method: str = "PLAIN", helo: str = "WIN-8KQ2") -> Act:
    """Passwords of a leaked list are tried until one fits; nothing is sent."""

    async def act(stage: Stage) -> None:
        async with await Session.open(stage, ip, 587) as session:
            await session.greet(helo, tls=True)
            for number in range(wrong):
                await session.log_in(account, f"guess {number}", method)
            await session.log_in(account, stage.passwords[account], method)
            await session.quit()

    return act


test_credentials.__test__ = False  # type: ignore[attr-defined]


def arrive(
    sender: str,
    recipients: Sequence[str],
    ip: str,
    *,
    helo: str,
    port: int = 25,
    subject: str = "Invented",
    size: int = 3,
    header: str = "",
    message_id: str = "",
    tls: bool = False,
    polite: bool = True,
) -> Act:
    """A mail from outside; also the way of spam, backscatter and relay attempts. Refusals are kept as the truth."""

    async def act(stage: Stage) -> None:
        async with await Session.open(stage, ip, port) as session:
            if await session.greet(helo, tls):
                await session.send(sender, recipients, stage.text(sender, subject, size, header, message_id))
            if polite:
                await session.quit()

    return act


def relay_without_login(ip: str, recipients: Sequence[str], *, sender: str = "test@example.com") -> Act:
    """Somebody tries whether the server relays for strangers."""
    return arrive(sender, recipients, ip, helo="mail.example.com")


def pose_as(account: str, ip: str, name: str, recipients: Sequence[str]) -> Act:
    """A proxy in front of Postfix speaks for a client (XCLIENT), which logs in and sends a mail."""

    async def act(stage: Stage) -> None:
        async with await Session.open(stage, "127.0.0.1", _PROXY) as session:
            await session.pose(ip, name)
            await session.greet(_literal(ip), tls=True)
            await session.log_in(account, stage.passwords[account])
            await session.send(account, recipients, stage.text(account, "Invented"))
            await session.quit()

    return act


def inject_locally(
    user: str, recipients: Sequence[str], *, sender: str = "", subject: str = "Invented", header: str = ""
) -> Act:
    """A program on the server itself hands a mail to sendmail(1), as that Unix user."""

    async def act(stage: Stage) -> None:
        envelope = sender or f"{user}@mail.example.org"
        await hand_in(stage, user, envelope, recipients, stage.text(envelope, subject, header=header))

    return act


def knock(ip: str, *, port: int = 25, say: Sequence[str | bytes] = (), patient: bool = True) -> Act:
    """A visitor who connects, says something or nothing, and goes."""

    async def act(stage: Stage) -> None:
        async with await Session.open(stage, ip, port, tls=False) as session:
            if patient and port not in {465, 1465}:
                await session.client.reply()
            for command in say:
                await session.client.command(command)
                if patient:
                    await session.client.reply()
            if session.client.after == "QUIT":
                session.cut = None

    return act


def _one_by_one(acts: Sequence[Act]) -> Act:
    async def act(stage: Stage) -> None:
        for one in acts:
            await one(stage)

    return act


def _fail_at_mailbox(account: str, ip: str, protocol: str, tries: int) -> Act:
    async def act(stage: Stage) -> None:
        async with await _mailbox_client(protocol, ip) as client:
            await client.log_in(account, "guess 0")
            for number in range(1, tries):
                await client.try_password(account, f"guess {number}")
        name = mailbox_name(account).lower()
        method = None if stage.auth_verbose and stage.versions["dovecot"] < (2, 4) else "PLAIN"
        for attempts in [1] * tries if stage.auth_verbose else [tries]:
            stage.saw(Failure, account=name, ip=ip, method=method, protocol=protocol, attempts=attempts)

    return act


async def _mailbox_client(protocol: str, ip: str) -> Imap | Pop3 | Sieve:
    clients: dict[str, type[Imap | Pop3 | Sieve]] = {"imap": Imap, "pop3": Pop3, "sieve": Sieve}
    return await clients[protocol].open(ip, _MAILBOX_PORTS[protocol], tls=protocol != "sieve")


def _entered(stage: Stage, account: str, ip: str, protocol: str, *, bodies: int, expunged: int = 0) -> None:
    service = {"sieve": "managesieve-login"}.get(protocol, f"{protocol}-login")
    stage.saw(Login, account=account, ip=ip, method="PLAIN", protocol=protocol, service=service)
    counted = {"imap": bodies, "pop3": bodies}.get(protocol)
    stage.saw(MailboxSession, account=account, protocol=protocol, expunged=expunged, bodies=counted)


def _literal(ip: str) -> str:
    return f"[IPv6:{ip}]" if ":" in ip else f"[{ip}]"
