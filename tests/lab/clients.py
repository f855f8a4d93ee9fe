"""How does a mail program, a device or a bot speak to the server? Small SMTP, IMAP, POP3 and ManageSieve clients."""

from __future__ import annotations

import asyncio
import socket
import ssl
from base64 import b64encode
from contextlib import suppress
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from lab.setup import HOST, HOST_IP, HOST_IP6, WITH_TLS

_TLS = ssl.create_default_context()
_TLS.check_hostname = False
_TLS.verify_mode = ssl.CERT_NONE
_COMMANDS = (
    *("HELO", "EHLO", "XCLIENT", "XFORWARD", "STARTTLS", "AUTH", "MAIL", "RCPT", "DATA", "BDAT"),
    *("RSET", "NOOP", "VRFY", "ETRN", "QUIT"),
)


@dataclass
class Line:
    """A connection from a given address that speaks in lines."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    @classmethod
    async def open(cls, ip: str, port: int, *, tls: bool = True) -> Self:
        host = "127.0.0.1" if ip == "127.0.0.1" else HOST_IP6 if ":" in ip else HOST_IP
        context = _TLS if tls and port in WITH_TLS else None
        return cls(*await asyncio.open_connection(host, port, local_addr=(ip, 0), ssl=context))

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        self.hang_up()

    def hang_up(self) -> None:
        self.writer.close()

    def tls(self) -> tuple[str, str] | None:
        """Protocol and cipher, where the connection is encrypted."""
        spoken = self.writer.get_extra_info("cipher")
        return (spoken[1], spoken[0]) if spoken else None

    async def say(self, text: str | bytes) -> None:
        self.writer.write((text if isinstance(text, bytes) else text.encode("utf-8", "surrogateescape")) + b"\r\n")
        await self.writer.drain()
        # Else the kernel takes its time to acknowledge, and the server's next words wait for that: 40 ms after each TLS
        self.writer.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)

    async def hear(self) -> str:
        return (await self.reader.readline()).decode("utf-8", "replace").rstrip("\r\n")

    async def to_the_end(self) -> None:
        """Wait until the server has closed the connection, politely or not."""
        with suppress(ConnectionResetError, ssl.SSLError):
            await self.reader.read()


@dataclass
class Smtp(Line):
    """SMTP as far as scenarios need it; remembers the last command in the words of smtpd, and the last reply."""

    after: str = "CONNECT"
    told: str = ""

    async def reply(self) -> str:
        while len(line := await self.hear()) > 3 and line[3] == "-":
            pass
        self.told = line
        return line

    async def command(self, text: str | bytes) -> None:
        verb = (text if isinstance(text, bytes) else text.encode("utf-8", "replace")).split(b" ")[0].decode("latin-1")
        self.after = verb.upper() if verb.upper() in _COMMANDS else "UNKNOWN"
        await self.say(text)

    async def ask(self, command: str | bytes) -> str:
        await self.command(command)
        return await self.reply()

    async def greet(self, name: str, tls: bool) -> bool:
        """Whether the server goes along with it."""
        if not (await self.reply()).startswith("220"):
            return False
        await self.ask(f"EHLO {name}")
        if tls:
            await self.start_tls()
            await self.ask(f"EHLO {name}")
        return True

    async def start_tls(self) -> None:
        await self.ask("STARTTLS")
        await self.writer.start_tls(_TLS)

    async def fail_tls(self, context: ssl.SSLContext) -> None:
        """A handshake that comes to nothing; the server is told why, which asyncio's own forgets."""
        received, answer = ssl.MemoryBIO(), ssl.MemoryBIO()
        hands = context.wrap_bio(received, answer, server_hostname=HOST)
        shaking = True
        while shaking:
            try:
                hands.do_handshake()
            except ssl.SSLWantReadError:
                pass
            except ssl.SSLError:
                shaking = False
            self.writer.write(answer.read())
            if shaking:
                received.write(await self.reader.read(16384))

    async def pose(self, ip: str, name: str) -> None:
        """Speak for a client elsewhere, as a proxy does (XCLIENT); the server begins anew with its greeting."""
        await self.reply()
        await self.ask("EHLO proxy.example.org")
        await self.say(f"XCLIENT NAME={name} ADDR={'IPV6:' if ':' in ip else ''}{ip}")

    async def log_in(self, account: str, password: str, method: str = "PLAIN") -> bool:
        if method == "PLAIN":
            answer = await self.ask("AUTH PLAIN " + _base64(f"\0{account}\0{password}"))
        else:
            answer = await self.ask("AUTH LOGIN")
            for word in (account, password):
                if answer.startswith("334"):
                    await self.say(_base64(word))
                    answer = await self.reply()
        return answer.startswith("235")

    async def finish(self, text: str) -> str:
        """The mail itself, and what the server says to it."""
        await self.say(text + "\r\n.")
        self.after = "END-OF-MESSAGE"
        return await self.reply()

    async def quit(self) -> None:
        await self.ask("QUIT")
        await self.to_the_end()


@dataclass
class Imap(Line):
    """IMAP as a mail program uses it."""

    bodies: int = 0  # of the mails fetched so far

    async def ask(self, command: str) -> str:
        await self.say(f"a {command}")
        while not (line := await self.hear()).startswith("a "):
            if not line and self.reader.at_eof():
                break
        return line

    async def log_in(self, account: str, password: str) -> bool:
        await self.hear()
        return await self.try_password(account, password)

    async def try_password(self, account: str, password: str) -> bool:
        return (await self.ask(f'LOGIN "{account}" "{password}"')).startswith("a OK")

    async def read_new(self) -> int:
        """What a mail program fetches: the headers, then the mails that nobody has seen. Returns their number."""
        await self.ask("SELECT INBOX")
        await self.ask("UID FETCH 1:* (FLAGS)")
        await self.say("a UID SEARCH UNSEEN")
        unseen = (await self.hear()).split()[2:]
        await self.hear()
        if unseen:
            await self.ask(f"UID FETCH {','.join(unseen)} (BODY[])")
        self.bodies += len(unseen)
        return len(unseen)

    async def copy_all(self, *, delete: bool) -> int:
        """What a thief fetches: every mail, and perhaps it is gone afterwards. Returns their number."""
        await self.ask("SELECT INBOX")
        await self.say("a UID SEARCH ALL")
        every = (await self.hear()).split()[2:]
        await self.hear()
        if every:
            await self.ask(f"UID FETCH {','.join(every)} (BODY.PEEK[])")
        self.bodies += len(every)
        if every and delete:
            await self.ask(f"UID STORE {','.join(every)} +FLAGS (\\Deleted)")
            await self.ask("EXPUNGE")
        return len(every)

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
        return await self.try_password(account, password)

    async def try_password(self, account: str, password: str) -> bool:
        await self.ask(f"USER {account}")
        return (await self.ask(f"PASS {password}")).startswith("+OK")

    async def fetch_all(self, *, delete: bool) -> int:
        count = int((await self.ask("STAT")).split()[1])
        for number in range(1, count + 1):
            await self.ask(f"RETR {number}")
            while await self.hear() != ".":
                pass
            if delete:
                await self.ask(f"DELE {number}")
        return count

    async def log_out(self) -> None:
        await self.ask("QUIT")
        await self.to_the_end()


class Sieve(Line):
    """ManageSieve: an account's filter rules."""

    async def answer(self) -> str:
        while not (line := await self.hear()).startswith(("OK", "NO", "BYE")):
            if not line and self.reader.at_eof():
                break
        return line

    async def log_in(self, account: str, password: str) -> bool:
        await self.answer()
        await self.say("STARTTLS")
        await self.answer()
        await self.writer.start_tls(_TLS)
        await self.answer()
        return await self.try_password(account, password)

    async def try_password(self, account: str, password: str) -> bool:
        await self.say(f'AUTHENTICATE "PLAIN" "{_base64(f"{chr(0)}{account}{chr(0)}{password}")}"')
        return (await self.answer()).startswith("OK")

    async def put_script(self, text: str) -> None:
        size = len(text.encode())
        await self.say(f'PUTSCRIPT "main" {{{size}+}}\r\n{text}')
        await self.answer()
        await self.say('SETACTIVE "main"')
        await self.answer()

    async def log_out(self) -> None:
        await self.say("LOGOUT")
        await self.to_the_end()


def _base64(text: str) -> str:
    return b64encode(text.encode("utf-8", "surrogateescape")).decode()
