"""What can the administrator of the servers do? More verbs of the scenario language, used like those of acts.py."""

from __future__ import annotations

import asyncio

from lab.stage import Act, Stage


def change_password(account: str, password: str | None) -> Act:
    """The administrator gives the account another password, or none: it is stopped."""

    async def act(stage: Stage) -> None:
        stage.know(account, password)

    return act


def flush_queue() -> Act:
    """Every deferred mail is tried now."""

    async def act(stage: Stage) -> None:
        stage.postfix.command("postqueue", "-f")
        await asyncio.sleep(0.1)

    return act


def operate(*command: str) -> Act:
    """The administrator runs a program: postsuper, postqueue, postfix reload, …"""

    async def act(stage: Stage) -> None:
        await asyncio.to_thread(stage.postfix.command, *command)

    return act


def rotate_log() -> Act:
    """Midnight: the log is put aside and a new one begun."""

    async def act(stage: Stage) -> None:
        stage.log.rotate()

    return act
