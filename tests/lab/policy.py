"""What does the policy service say when Postfix asks it (SMTPD_POLICY_README)? Whatever the scenario has decided."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from lab.setup import POLICY_PORT

_QUIET = {"hold", "discard", "redirect", "warn", "info", "bcc", "filter", "hangup"}


def no_objection(_request: Mapping[str, str]) -> str:
    return "DUNNO"


@dataclass(frozen=True, slots=True)
class Verdict:
    """An answer that is more than a refusal: the client does not notice it, but the server says so."""

    action: str
    request: Mapping[str, str]


class Policy:
    """Answers each request by `decide` and keeps what it has made the server do."""

    def __init__(self) -> None:
        self.decide: Callable[[Mapping[str, str]], str] = no_objection
        self.verdicts: list[Verdict] = []

    async def listen(self) -> None:
        await asyncio.start_server(self._serve, "127.0.0.1", POLICY_PORT)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        attributes: dict[str, str] = {}
        while line := (await reader.readline()).decode("utf-8", "replace"):
            if line != "\n":
                name, _, value = line.rstrip("\n").partition("=")
                attributes[name] = value
                continue
            answer = self.decide(attributes)
            if (action := answer.split()[0].lower()) in _QUIET:
                self.verdicts.append(Verdict(action, attributes))
            writer.write(f"action={answer}\n\n".encode())
            await writer.drain()
            attributes = {}
        writer.close()
