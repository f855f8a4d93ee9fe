"""What can the administrator of the servers do? More verbs of the scenario language, used like those of acts.py."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from lab.stage import Act, Stage
from lab.truth import Notice, QueueEvent

_FATES = {"deleted": "deleted", "expired": "force-expired"}


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


def hold(sender: str) -> Act:
    """Keep back the mails of a sender that are still queued (`postsuper -h`)."""
    return _handle("-h", sender, "held")


def release(sender: str) -> Act:
    """Let them go on (`postsuper -H`)."""
    return _handle("-H", sender, "released")


def delete(sender: str) -> Act:
    """Throw them away (`postsuper -d`)."""
    return _handle("-d", sender, "deleted")


def expire(sender: str) -> Act:
    """Their time is over with the next attempt (`postsuper -e`)."""
    return _handle("-e", sender, "expired")


def requeue(sender: str) -> Act:
    """Let them begin anew, each under another queue id (`postsuper -r`)."""

    async def act(stage: Stage) -> None:
        for queue_id in stage.postfix.of_sender(sender):
            stage.aftermath.requeue(queue_id)
            _handled(stage, "-r", [queue_id], "requeued")
            stage.postfix.pick_up()
            await stage.settle()

    return act


def try_now(sender: str) -> Act:
    """Try their delivery now (`postqueue -i`)."""

    async def act(stage: Stage) -> None:
        for queue_id in stage.postfix.of_sender(sender):
            stage.postfix.command("postqueue", "-i", queue_id)
            await stage.settle()

    return act


def _handle(option: str, sender: str, event: str) -> Act:
    async def act(stage: Stage) -> None:
        queue_ids = stage.postfix.of_sender(sender)
        if event in _FATES:
            for queue_id in queue_ids:
                stage.aftermath.will_end(queue_id, _FATES[event])
        _handled(stage, option, queue_ids, event)

    return act


def _handled(stage: Stage, option: str, queue_ids: Sequence[str], event: str) -> None:
    """postsuper tells of each mail, and how many it were; of those that are gone the queue tells."""
    stage.postfix.command("postsuper", *(word for queue_id in queue_ids for word in (option, queue_id)))
    for queue_id in queue_ids if event != "deleted" else ():
        stage.saw(QueueEvent, queue_id=queue_id, event=event)
    told = f"{len(queue_ids)} message{'s' if len(queue_ids) > 1 else ''}"
    kind = f"postsuper/summary-{event}"
    stage.saw(Notice, service="postfix/postsuper", kind=kind, severity="info", text=told)
