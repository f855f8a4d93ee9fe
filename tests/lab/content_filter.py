"""What does a content filter do with each mail? It takes it from Postfix and hands it back on another port.

As amavis does (Postfix's FILTER_README): its reply names the second queue id. A mail says itself if it is to be refused
(`X-Lab-Virus:`) or to come later (`X-Lab-Wait:`).
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

from lab.clients import Smtp
from lab.replies import queued_as
from lab.setup import FILTER_PORT, SERVICES, UNFILTERED
from lab.truth import Connection

_US = "127.0.0.1"
_IDENT = re.compile(r"\bIDENT=(\w+)")
_OBJECTIONS = {
    "\r\nX-Lab-Virus:": "550 5.7.0 Reject, id=00017-01 - INFECTED: Lab",
    "\r\nX-Lab-Wait:": "451 4.5.0 Temporary failure in content scanner",
}


class ContentFilter:
    """`passes_on`: whether it tells Postfix whose mail it hands back (XFORWARD)."""

    def __init__(
        self,
        saw: Callable[..., None],
        follow: Callable[[str, str], None],
        identify: Callable[[str, str], str],
    ) -> None:
        self.saw = saw
        self.follow = follow
        self.identify = identify
        self.passes_on = True

    async def listen(self) -> None:
        await asyncio.start_server(self._serve, _US, FILTER_PORT)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError):  # Postfix does not wait for the last good-bye
            await _Conversation(self, Smtp(reader, writer)).hold()
        writer.close()


@dataclass
class _Conversation:
    """Postfix brings mails, one after the other."""

    filter: ContentFilter
    postfix: Smtp
    forwarded: list[str] = field(default_factory=list)
    envelope: list[str] = field(default_factory=list)

    async def hold(self) -> None:
        await self.postfix.say("220 filter.example.org ESMTP")
        while line := await self.postfix.hear():
            await self.postfix.say(await self._answer(line))

    async def _answer(self, line: str) -> str:
        verb = line.split()[0].upper()
        if verb == "EHLO":
            await self.postfix.say("250-filter.example.org")
            return "250 XFORWARD NAME ADDR PORT PROTO HELO IDENT SOURCE"
        if verb == "XFORWARD":
            self.forwarded.append(line)
        elif verb in {"MAIL", "RCPT"}:
            self.envelope.append(line)
        elif verb == "DATA":
            await self.postfix.say("354 End data with <CR><LF>.<CR><LF>")
            return await self._examine((await self.postfix.reader.readuntil(b"\r\n.\r\n")).decode())
        return {"QUIT": "221 2.0.0 Bye"}.get(verb, "250 2.0.0 Ok")

    async def _examine(self, text: str) -> str:
        objection = next((answer for header, answer in _OBJECTIONS.items() if header in f"\r\n{text}"), None)
        answer = objection or await self._hand_back(text.removesuffix("\r\n.\r\n"))
        self.forwarded, self.envelope = [], []
        return answer

    async def _hand_back(self, text: str) -> str:
        earlier = self._queue_id()
        async with await Smtp.open(_US, UNFILTERED) as client:
            await client.greet("filter.example.org", tls=False)
            for line in (*(self.forwarded if self.filter.passes_on else ()), *self.envelope):
                await client.ask(line)
            await client.ask("DATA")
            reply = await client.finish(text)
            await client.quit()
        self.filter.saw(Connection, ip=_US, service=f"{SERVICES[UNFILTERED]}/smtpd")
        self.filter.follow(queued_as(reply), earlier)
        return f"250 2.0.0 from MTA(smtp:[{_US}]:{UNFILTERED}): {reply}"

    def _queue_id(self) -> str:
        """Of mail that came from no client, XFORWARD tells nothing."""
        if told := _IDENT.search(" ".join(self.forwarded)):
            return told[1]
        sender, recipient = (line.partition("<")[2].rpartition(">")[0] for line in self.envelope[:2])
        return self.filter.identify(sender, recipient)
