"""How does a mail program behave that is started in the morning and stays connected until the evening?"""

from __future__ import annotations

from lab.clients import Imap
from lab.stage import Act, Stage
from lab.truth import Login, MailboxSession


def sit_down(account: str, ip: str) -> Act:
    """Start it, anew if it runs: it logs in, fetches what is new and keeps its connection."""

    async def act(stage: Stage) -> None:
        await get_up(account)(stage)
        client = stage.open[account] = await Imap.open(ip, 993)
        await client.log_in(account, stage.passwords[account])
        stage.saw(Login, account=account, ip=ip, method="PLAIN", protocol="imap", service="imap-login")
        await client.read_new()

    return act


def get_up(account: str) -> Act:
    """End it, if it runs: it fetches what has come meanwhile and logs out."""

    async def act(stage: Stage) -> None:
        if client := stage.open.pop(account, None):
            await client.read_new()
            await client.log_out()
            client.hang_up()
            stage.saw(MailboxSession, account=account, protocol="imap", expunged=0, bodies=client.bodies)

    return act
