"""How does a mail program, a device or a bot speak to the server? Small SMTP, IMAP and POP3 clients."""

from __future__ import annotations

import asyncio
import ssl
from base64 import b64encode
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from demo.people import HOST_IP, HOST_IP6

PORTS_WITH_TLS = {465, 993, 995}

_TLS = ssl.create_default_context()
_TLS.check_hostname = False
_TLS.verify_mode = ssl.CERT_NONE


@dataclass
class Line:
    """A connection from a given address that speaks in lines."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    @classmethod
    async def open(cls, ip: str, port: int, *, tls: bool = True) -> Self:
        host = HOST_IP6 if ":" in ip else HOST_IP
        context = _TLS if tls and port in PORTS_WITH_TLS else None
        return cls(*await asyncio.open_connection(host, port, local_addr=(ip, 0), ssl=context))

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        self.hang_up()

    def hang_up(self) -> None:
        self.writer.close()

    async def say(self, text: str) -> None:
        self.writer.write(text.encode() + b"\r\n")
        await self.writer.drain()

    async def hear(self) -> str:
        return (await self.reader.readline()).decode("utf-8", "replace").rstrip("\r\n")

    async def to_the_end(self) -> None:
        """Wait until the server has closed the connection, politely or not."""
        with suppress(ConnectionResetError):
            await self.reader.read()


class Smtp(Line):
    """SMTP as far as the play needs it."""

    async def reply(self) -> str:
        while len(line := await self.hear()) > 3 and line[3] == "-":
            pass
        return line

    async def ask(self, command: str) -> str:
        await self.say(command)
        return await self.reply()

    async def greet(self, name: str, tls: bool) -> None:
        await self.reply()
        await self.ask(f"EHLO {name}")
        if tls:
            await self.ask("STARTTLS")
            await self.writer.start_tls(_TLS)
            await self.ask(f"EHLO {name}")

    async def log_in(self, account: str, password: str, method: str = "PLAIN") -> bool:
        if method == "PLAIN":
            answer = await self.ask("AUTH PLAIN " + _base64(f"\0{account}\0{password}"))
        else:
            await self.ask("AUTH LOGIN")
            await self.ask(_base64(account))
            answer = await self.ask(_base64(password))
        return answer.startswith("235")

    async def send(self, sender: str, recipients: Sequence[str], text: str) -> str:
        await self.ask(f"MAIL FROM:<{sender}>")
        answers = [await self.ask(f"RCPT TO:<{recipient}>") for recipient in recipients]
        if not any(answer.startswith("250") for answer in answers):
            return answers[-1]
        await self.ask("DATA")
        return await self.ask(text + "\r\n.")

    async def quit(self) -> None:
        await self.ask("QUIT")
        await self.to_the_end()


class Imap(Line):
    """IMAP as a mail program uses it."""

    async def ask(self, command: str) -> str:
        await self.say(f"a {command}")
        while not (line := await self.hear()).startswith("a "):
            if not line and self.reader.at_eof():
                break
        return line

    async def log_in(self, account: str, password: str) -> bool:
        await self.hear()
        answer = await self.ask(f'LOGIN "{account}" "{password}"')
        return answer.startswith("a OK")

    async def read_new(self) -> None:
        """What a mail program fetches: the headers, then the mails that nobody has seen."""
        await self.ask("SELECT INBOX")
        await self.ask("UID FETCH 1:* (FLAGS)")
        await self.say("a UID SEARCH UNSEEN")
        unseen = (await self.hear()).split()[2:]
        await self.hear()
        if unseen:
            await self.ask(f"UID FETCH {','.join(unseen)} (BODY[])")

    async def log_out(self) -> None:
        await self.ask("LOGOUT")
        await self.to_the_end()


class Pop3(Line):
    """POP3 with fetching and deleting."""

    async def ask(self, command: str) -> str:
        await self.say(command)
        return await self.hear()

    async def log_in(self, account: str, password: str) -> bool:
        await self.hear()
        await self.ask(f"USER {account}")
        return (await self.ask(f"PASS {password}")).startswith("+OK")

    async def fetch_all(self) -> None:
        count = int((await self.ask("STAT")).split()[1])
        for number in range(1, count + 1):
            await self.ask(f"RETR {number}")
            while await self.hear() != ".":
                pass
            await self.ask(f"DELE {number}")

    async def quit(self) -> None:
        await self.ask("QUIT")
        await self.to_the_end()


def _base64(text: str) -> str:
    return b64encode(text.encode()).decode()
