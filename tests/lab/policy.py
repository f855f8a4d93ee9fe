"""What does the policy service say when Postfix asks it (SMTPD_POLICY_README)? Whatever the scenario has decided."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping

from lab.setup import POLICY_PORT


def no_objection(_request: Mapping[str, str]) -> str:
    return "DUNNO"


class Policy:
    """Answers each request by `decide` and keeps the requests."""

    def __init__(self) -> None:
        self.decide: Callable[[Mapping[str, str]], str] = no_objection
        self.requests: list[Mapping[str, str]] = []

    async def listen(self) -> None:
        await asyncio.start_server(self._serve, "127.0.0.1", POLICY_PORT)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        attributes: dict[str, str] = {}
        while line := (await reader.readline()).decode("utf-8", "replace"):
            if line != "\n":
                name, _, value = line.rstrip("\n").partition("=")
                attributes[name] = value
                continue
            self.requests.append(attributes)
            writer.write(f"action={self.decide(attributes)}\n\n".encode())
            await writer.drain()
            attributes = {}
        writer.close()
