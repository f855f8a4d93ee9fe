"""What must the servers log of a mail that a program on the server itself hands in?"""

from __future__ import annotations

import asyncio
import pwd
from collections.abc import Sequence

from lab.content import found_in, message_id
from lab.stage import Stage
from lab.truth import ContentCheck, Rejection


async def hand_in(stage: Stage, user: str, sender: str, recipients: Sequence[str], text: str) -> None:
    """By sendmail(1), as that Unix user."""
    found = list(found_in(text))
    for one in found:
        stage.saw(ContentCheck, ip=None, action=one.action, part=one.part, text=one.told)
        if one.refuses:
            stage.saw(
                Rejection,
                ip=None,
                service="postfix/cleanup",
                action=one.action,
                stage=one.part,
                sender=sender,
                recipient=recipients[-1],
                helo="",
            )
    actions = {one.action for one in found}
    known = {"origin": "local", "uid": pwd.getpwnam(user).pw_uid, "message_id": message_id(text)}
    if actions & {"discard", "reject"}:
        stage.expect(**known, sender=None, recipients=None, ended="canceled")
    else:
        stage.expect(**known, sender=sender, recipients=None if "hold" in actions else len(recipients))
    await asyncio.to_thread(stage.postfix.sendmail, user, sender, recipients, text)
