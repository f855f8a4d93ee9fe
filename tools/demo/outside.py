"""Who receives mail in the outside world, and what do these servers answer? One SMTP sink that plays them all."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from zlib import crc32

from demo.clock import StoryClock
from demo.people import CUSTOMERS, HOST_IP, LEFT_LONG_AGO, SUBSCRIBERS

# recipient domain → (name of its mail server, address)
MAIL_SERVERS = {
    "bigmail.example.net": ("mx1.bigmail.example.net", "198.51.100.17"),
    "freemail.example.com": ("mx.freemail.example.com", "198.51.100.18"),
    "webpost.example.net": ("mx0.webpost.example.net", "198.51.100.3"),
    "hafenlogistik.example.com": ("mail.hafenlogistik.example.com", "198.51.100.20"),
    "alpenhandel.example.net": ("mx.alpenhandel.example.net", "198.51.100.98"),
    "werkzeug.example.com": ("mail.werkzeug.example.com", "198.51.100.114"),
    "thames.example.net": ("mx.thames.example.net", "198.51.100.130"),
    "sundfragt.example.com": ("mx.sundfragt.example.com", "198.51.100.194"),
    "elsewhere.example.net": ("mx.elsewhere.example.net", "198.51.100.22"),
}
MAIL_ROUTES = {domain: name for domain, (name, _) in MAIL_SERVERS.items()}

_UNUSUAL_RATE = (
    f"421-4.7.0 [{HOST_IP}] Our system has detected an unusual rate of unsolicited",
    "421-4.7.0 mail originating from your IP address. To protect our users from",
    "421 4.7.0 spam, mail sent from your IP address has been temporarily rate limited.",
)
_BLOCKED = f"550 5.7.1 Unfortunately, messages from [{HOST_IP}] weren't sent. You are on our block list (S3140)."
_BUSY = "421 4.7.0 mx0.webpost.example.net Service temporarily unavailable, too many messages from your address blocked"


def is_unknown(recipient: str) -> bool:
    """Customers and subscribers exist; of the names that a spammer has collected, a third does not."""
    if recipient in CUSTOMERS or recipient in SUBSCRIBERS:
        return recipient in LEFT_LONG_AGO
    return crc32(recipient.encode()) % 100 < 34


@dataclass
class Patience:
    """How many recipients a provider has seen from the burst, and how many it takes before it closes the door."""

    limit: int
    seen: int = 0

    @property
    def lost(self) -> bool:
        return self.seen > self.limit


class OutsideWorld:
    """What the mail servers outside remember; `burst` is set while the spam goes out."""

    def __init__(self, clock: StoryClock) -> None:
        self.clock = clock
        self.burst = False
        self.greeted: set[tuple[str, str]] = set()
        self.refused: set[str] = set()
        self.patience = {
            "bigmail.example.net": Patience(680),
            "freemail.example.com": Patience(250),
            "webpost.example.net": Patience(330),
        }

    async def listen(self) -> None:
        for domain, (name, ip) in MAIL_SERVERS.items():
            await asyncio.start_server(_Receiver(self, domain, name).serve, ip, 25)

    def take_time(self, name: str, step: int) -> None:
        """Answers from far away take a moment: the story's clock goes on by 0.05 to 0.8 seconds."""
        self.clock.forward_to(self.clock.now() + 0.05 + crc32(f"{name} {step}".encode()) % 750 / 1000)

    def lost_patience(self, domain: str) -> bool:
        return domain in self.patience and self.patience[domain].lost

    def judge_recipient(self, domain: str, sender: str, recipient: str) -> str:
        if self.burst and domain in self.patience:
            self.patience[domain].seen += 1
        answer = self._answer(domain, sender, recipient)
        if answer.startswith("5"):
            self.refused.add(recipient)
        return answer

    def _answer(self, domain: str, sender: str, recipient: str) -> str:
        if is_unknown(recipient):
            return f"550 5.1.1 <{recipient}>: Recipient address rejected: User unknown"
        if domain == "freemail.example.com" and self.lost_patience(domain):
            return _BLOCKED
        if domain == "sundfragt.example.com" and (sender, recipient) not in self.greeted:
            self.greeted.add((sender, recipient))
            return f"450 4.2.0 <{recipient}>: Recipient address rejected: Greylisted, try again in 300 seconds"
        return "250 2.1.5 Ok"


class _Receiver:
    """One mail server outside."""

    def __init__(self, world: OutsideWorld, domain: str, name: str) -> None:
        self._world = world
        self._domain = domain
        self._name = name
        self._mails = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._world.take_time(self._name, self._mails)
        try:
            if self._domain == "webpost.example.net" and self._world.lost_patience(self._domain):
                await _say(writer, _BUSY)
            else:
                await _say(writer, f"220 {self._name} ESMTP")
                await self._converse(reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass  # the client went away: nothing to answer any more
        finally:
            writer.close()

    async def _converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        sender, accepted = "", 0
        while line := (await reader.readline()).decode("utf-8", "replace").strip():
            verb = line[:4].upper()
            address = line.partition("<")[2].partition(">")[0]
            if verb == "MAIL":
                sender, accepted = address, 0
                await _say(writer, "250 2.1.0 Ok")
            elif verb == "RCPT":
                answer = self._world.judge_recipient(self._domain, sender, address)
                accepted += answer.startswith("250")
                await _say(writer, answer)
            elif verb == "DATA" and accepted:
                await self._take(reader, writer)
            else:
                await _say(writer, *self._small_talk(verb))

    def _small_talk(self, verb: str) -> tuple[str, ...]:
        if verb == "EHLO":
            return f"250-{self._name}", "250-PIPELINING", "250-SIZE 52428800", "250 8BITMIME"
        return {"DATA": ("554 5.5.1 Error: no valid recipients",), "QUIT": ("221 2.0.0 Bye",)}.get(
            verb, ("250 2.0.0 Ok",)
        )

    async def _take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await _say(writer, "354 End data with <CR><LF>.<CR><LF>")
        await reader.readuntil(b"\r\n.\r\n")
        self._mails += 1
        self._world.take_time(self._name, -self._mails)
        if self._domain == "bigmail.example.net" and self._world.lost_patience(self._domain):
            await _say(writer, *_UNUSUAL_RATE)
        else:
            queue_id = (crc32(self._name.encode()) * 7919 + self._mails) % 0xFFFFFFFFFF
            await _say(writer, f"250 2.0.0 Ok: queued as {queue_id:010X}")


async def _say(writer: asyncio.StreamWriter, *lines: str) -> None:
    writer.write("".join(f"{line}\r\n" for line in lines).encode())
    await writer.drain()
